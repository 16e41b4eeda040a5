"""What a part of the report on a run is made of: texts and tables, as JSON data."""

from collections.abc import Sequence
from typing import Any, Final

from course.small_cells import HIDDEN, cell_shown
from course.small_groups import STEP

FEW: Final = (
    f"{HIDDEN} Not shown: it would tell of fewer than {STEP} people, by itself or "
    "together with the other numbers."
)


def part(title: str, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A part with its heading, and what stands under it."""
    return {"title": title, "blocks": blocks}


def text(title: str, words: str) -> dict[str, Any]:
    """Words under a heading of their own, a paragraph a line."""
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
        "rows": [[cell_shown(cell) for cell in row] for row in rows],
        "plot": plot,
        "note": FEW if any(None in row for row in rows) else "",
    }
