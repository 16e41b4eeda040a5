"""The report on a run as a PDF: A4, tagged, the same bytes each time."""

import json
from collections.abc import Mapping
from typing import Any

from course.documents.drawable import breakable, drawable
from course.documents.report_shape import (
    TEMPLATE,
    Document,
    alternative,
    cover_facts,
    footer_line,
    full_title,
    logo_of,
    made_at,
)
from course.documents.typesetting import typeset
from course.documents.words import runs_right_to_left


def render_report_pdf(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """Set the document. Its as-of is the only time in the file.

    ``pictures`` has the logo that the document names, by its SHA-256.
    """
    data = {
        "language": document["language"],
        "full_title": drawable(full_title(document)),
        "footer": drawable(footer_line(document)),
        "author": drawable(document["author"]),
        "issuer": _paragraph(document["issuer_name"]),
        "logo": logo_of(document, pictures),
        "title": drawable(document["title"]),
        "subtitle": _paragraph(document["subtitle"]),
        "contents": "Contents",
        "facts": [
            {"name": name, "value": _paragraph(value)}
            for name, value in cover_facts(document)
        ],
        "parts": [
            {
                "title": drawable(part["title"]),
                "blocks": [_block(block) for block in part["blocks"]],
            }
            for part in document["parts"]
        ],
    }
    written = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return typeset(TEMPLATE / "report.typ", written, made_at=made_at(document))


def _block(block: Mapping[str, Any]) -> dict[str, object]:
    title = drawable(block["title"])
    if block["kind"] == "text":
        lines = [line for line in block["text"].splitlines() if line.strip()]
        return {
            "kind": "text",
            "title": title,
            "text": [_paragraph(line) for line in lines],
        }
    return {
        "kind": "table",
        "title": title,
        "head": block["head"],
        "rows": [[breakable(drawable(cell)) for cell in row] for row in block["rows"]],
        "plot": block["plot"],
        "note": drawable(block.get("note", "")),
        "alternative": drawable(alternative(block)),
    }


def _paragraph(text: str) -> dict[str, object]:
    return {"text": breakable(drawable(text)), "leftwards": runs_right_to_left(text)}
