"""Which cells of a table may be shown, so that none tells of fewer than ``STEP``. Pure.

A cell of a few people is hidden, and so is one that leaves a few. Where a total is
known, one hidden cell could be taken from it: others are hidden with it, until those
that are hidden hold ``STEP`` people together. Nobody at all may be shown.
"""

from collections.abc import Callable, Collection, Sequence

from course.small_groups import STEP


def is_few(count: int) -> bool:
    """Whether so many are people, and fewer than may be told of."""
    return 0 < count < STEP


def splits_well(part: int, whole: int) -> bool:
    """Whether a part of a known whole tells of few, in itself or by what it leaves."""
    return not is_few(part) and not is_few(whole - part)


def hidden_parts(parts: Sequence[int]) -> set[int]:
    """The places of the parts that are not shown, of a whole that is known."""

    def is_enough(hidden: Collection[int]) -> bool:
        return not is_few(sum(parts[each] for each in hidden))

    few = {place for place, part in enumerate(parts) if is_few(part)}
    # The smallest goes first; one of nobody hides nothing but that there is nobody.
    order = sorted(
        range(len(parts)), key=lambda place: (not parts[place], parts[place])
    )
    return _hidden_with(few, order, is_enough)


def shown_parts(parts: Sequence[int]) -> list[int | None]:
    """The parts of a whole that is known, and nothing in place of what is hidden."""
    hidden = hidden_parts(parts)
    return [None if place in hidden else part for place, part in enumerate(parts)]


def stages_shown(*rows: Sequence[int]) -> list[bool]:
    """Which stages of one group, or of several at once, may be shown.

    Each row begins with everybody, and each number counts some of those before it.
    What stands between two that are shown is known as well.
    """
    shown, last = [True], 0
    for stage in range(1, len(rows[0])):
        is_shown = all(splits_well(row[stage], row[last]) for row in rows)
        shown.append(is_shown)
        last = stage if is_shown else last
    return shown


def shown_stages(rows: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The stages of groups that make up a whole, whose stages are known as well."""
    shown = [stages_shown(row) for row in rows]
    smallest_first = sorted(range(len(rows)), key=lambda place: rows[place][0])
    for stage in range(1, max(map(len, rows), default=0)):

        def is_enough(hidden: Collection[int], stage: int = stage) -> bool:
            part = sum(rows[each][stage] for each in hidden)
            return splits_well(part, sum(rows[each][0] for each in hidden))

        few = {place for place in range(len(rows)) if not shown[place][stage]}
        for place in _hidden_with(few, smallest_first, is_enough):
            shown[place][stage] = False
    return [
        [count if may else None for count, may in zip(row, mays, strict=True)]
        for row, mays in zip(rows, shown, strict=True)
    ]


def _hidden_with(
    few: set[int], order: Sequence[int], is_enough: Callable[[Collection[int]], bool]
) -> set[int]:
    """Those, and as many of the others in this order as protect them."""
    hidden = set(few)
    for place in order:
        if not hidden or (len(hidden) > 1 and is_enough(hidden)):
            break
        hidden.add(place)
    return hidden
