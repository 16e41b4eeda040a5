"""A roadmap as a document: words, tables and texts, ready to be drawn or frozen.

What is made here is plain JSON. A page, a file of either kind and a submission all say
what it says; nothing in it refers to a worksheet any more.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from course.canonical import canonical_json
from course.roadmap_content import BlockContent, PartContent, RoadmapContent
from course.worksheet_content import Cell

# What is frozen bears the number of its form, so that it can be read for ever.
FORM = 1


def roadmap_document(
    content: RoadmapContent, *, author: str, language: str, dated: date
) -> dict[str, Any]:
    """The document as it stands on a day. What is empty is left out."""
    return {
        "form": FORM,
        "language": language,
        "title": content.plan.title,
        "country": content.country,
        "author": author,
        "office": content.office,
        "group": content.group,
        "dated": dated.isoformat(),
        "parts": [
            part for each in content.parts if (part := _part(each, language))["blocks"]
        ],
        "open_points": [
            {
                "title": point.title,
                "row": point.row,
                "column": point.column,
                "words": point.words,
            }
            for point in content.open_points
        ],
    }


def digest_of(document: Mapping[str, Any]) -> str:
    """The fingerprint of a document: every word of it, and nothing else."""
    return sha256(canonical_json(document).encode()).hexdigest()


def _part(part: PartContent, language: str) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "blocks": [_block(each, language) for each in part.blocks if each.written],
    }


def _block(block: BlockContent, language: str) -> dict[str, Any]:
    """A text, or a table of the rows and columns that hold something."""
    cell = block.content.cell
    if cell is not None:
        return {
            "title": block.block.title,
            "kind": "text",
            "text": cell.words,
            "rows_title": "",
            "columns": [],
            "rows": [],
        }
    rows = block.rows
    used = [
        at
        for at in range(len(block.content.section.columns))
        if any(row.cells[at].value is not None for row in rows)
    ]
    is_list = block.content.section.kind == "list"
    return {
        "title": block.block.title,
        "kind": "table",
        "text": "",
        "rows_title": block.block.rows,
        "columns": [
            {
                "title": block.column_title(rows[0].cells[at]),
                "kind": rows[0].cells[at].column.kind,
            }
            for at in used
        ],
        "rows": [
            {
                "label": str(row.number) if is_list else row.label,
                "cells": [_words(row.cells[at], language) for at in used],
            }
            for row in rows
        ],
    }


def _words(cell: Cell, language: str) -> str:
    """What a cell holds, its numbers and days written out."""
    if cell.value is not None and cell.column.kind == "number":
        # As many decimals as were written.
        decimals = "0" * len(cell.value.partition(".")[2])
        pattern = f"#,##0.{decimals}" if decimals else "#,##0"
        return format_decimal(Decimal(cell.value), pattern, locale=language)
    if cell.value is not None and cell.column.kind == "date":
        day = date.fromisoformat(cell.value)
        return format_date(day, "d MMM y", locale=language)
    return cell.words
