"""A roadmap as a PDF to print and to send: A4, tagged, the same bytes each time."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from course.documents.drawable import breakable, drawable
from course.documents.roadmap_shape import (
    TEMPLATE,
    Document,
    column_weights,
    cover_facts,
    fixed_words,
    full_title,
    is_wide,
    open_points,
    runs_leftwards,
)
from course.documents.typesetting import typeset
from course.documents.words import runs_right_to_left

# A row of so many characters at most in each cell is not parted by the end of a page.
_KEPT_TOGETHER: Final = 600


def render_roadmap_pdf(document: Document, made_at: datetime) -> bytes:
    """Set the document. ``made_at`` is the only time in the file."""
    data = json.dumps(_data_of(document), ensure_ascii=False, sort_keys=True)
    return typeset(TEMPLATE / "roadmap.typ", data, made_at=made_at)


def _data_of(document: Document) -> dict[str, object]:
    """What the template reads: every text in paragraphs, each with its direction."""
    return {
        "language": document["language"],
        "leftwards": runs_leftwards(document),
        "words": fixed_words(document),
        "full_title": drawable(full_title(document)),
        "title": _paragraph(document["title"]),
        "country": _paragraph(document["country"]),
        "author": drawable(document["author"]),
        "facts": [
            {"name": name, "value": _paragraph(value)}
            for name, value in cover_facts(document)
        ],
        "parts": [_part(part) for part in document["parts"]],
        "open_points": [_paragraph(words) for words in open_points(document)],
    }


def _part(part: Mapping[str, Any]) -> dict[str, object]:
    return {
        "title": part["title"],
        "wide": is_wide(part),
        "blocks": [_block(block) for block in part["blocks"]],
    }


def _block(block: Mapping[str, Any]) -> dict[str, object]:
    return {
        "title": block["title"],
        "kind": block["kind"],
        "text": _paragraphs(block["text"]),
        "weights": column_weights(block),
        "head": [block["rows_title"], *(each["title"] for each in block["columns"])],
        "figures": [each["kind"] == "number" for each in block["columns"]],
        "rows": [
            {
                "label": row["label"],
                "long": max(map(len, row["cells"])) > _KEPT_TOGETHER,
                "cells": [_paragraphs(cell) for cell in row["cells"]],
            }
            for row in block["rows"]
        ],
    }


def _paragraphs(text: str) -> list[dict[str, object]]:
    return [_paragraph(line) for line in text.splitlines() if line.strip()]


def _paragraph(text: str) -> dict[str, object]:
    return {"text": breakable(drawable(text)), "leftwards": runs_right_to_left(text)}
