"""Which cells of a table may be shown, so that none tells of fewer than ``STEP``. Pure.

A cell of a few people is hidden. Where a total is known, one hidden cell could be taken
from it: others are hidden with it, until those that are hidden hold ``STEP`` people
together. That there is nobody may be shown.
"""

from collections.abc import Sequence
from typing import Final

from course.small_groups import STEP

HIDDEN: Final = "–"
"""What stands in place of a number that is not shown: never nothing, and never 0."""


def cell_shown(cell: object) -> str:
    """A cell as it is written, or the mark of a number that is not shown."""
    return HIDDEN if cell is None else str(cell)


def is_few(count: int) -> bool:
    """Whether so many are people, and fewer than may be told of."""
    return 0 < count < STEP


def splits_well(part: int, whole: int) -> bool:
    """Whether neither a part nor what it leaves of a whole is few."""
    return not is_few(part) and not is_few(whole - part)


def hidden_parts(parts: Sequence[int]) -> set[int]:
    """The places of the parts that are not shown, of a whole that is known."""
    hidden = {place for place, part in enumerate(parts) if is_few(part)}
    # The smallest goes first; one of nobody hides nothing but that there is nobody.
    order = sorted(range(len(parts)), key=lambda each: (not parts[each], parts[each]))
    for place in order:
        is_enough = not is_few(sum(parts[each] for each in hidden))
        if not hidden or (len(hidden) > 1 and is_enough):
            break
        hidden.add(place)
    return hidden


def shown_parts(parts: Sequence[int]) -> list[int | None]:
    """The parts of a whole that is known, and nothing in place of what is hidden."""
    hidden = hidden_parts(parts)
    return [None if place in hidden else part for place, part in enumerate(parts)]


def shown_columns(rows: Sequence[Sequence[int]]) -> list[tuple[int | None, ...]]:
    """Rows of groups that make up a whole, of which every column's total is known."""
    columns = [shown_parts(column) for column in zip(*rows, strict=True)]
    return list(zip(*columns, strict=True))
