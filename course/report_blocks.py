"""What a part of the report on a run is made of: texts and tables, as JSON data."""

from collections.abc import Sequence
from typing import Any


def part(title: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "blocks": blocks}


def text(title: str, words: str) -> dict[str, Any]:
    return {"kind": "text", "title": title, "text": words}


def table(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    plot: int | None = None,
) -> dict[str, Any]:
    """A table; ``plot`` is the whole that its bars are drawn against."""
    return {
        "kind": "table",
        "title": title,
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows],
        "plot": plot,
    }
