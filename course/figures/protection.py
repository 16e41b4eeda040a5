"""Which counts may be published, so that nobody of a few can be told from them. Pure.

Of fewer than ``STEP`` people nothing is told, nor that there are any. Of more, as many
as make whole steps are told, so that a number stands for ``STEP`` of them.

Whoever sees a whole and its parts can reckon: of a part that is not told there are at
least as many as the whole has, less the most that all other parts can have. Where that
leaves a part of a few fewer than ``LEAST_POSSIBLE`` numbers that it could be, the whole
is not told either. The other way there is no need: parts in whole steps never make more
than the whole in whole steps, so that a part may always be as many as four.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Final

from course.figures.people import MEASURES
from course.figures.results import Counts
from course.small_cells import is_few
from course.small_groups import STEP, shown_of

LEAST_POSSIBLE: Final = 3
"""How many of the numbers from 0 to 4 a part that is not told must be able to be."""

LEAST_OF_LESSON: Final = 2 * STEP
"""How many people a number of a lesson or a module is told of at least.

Whoever started opened some lesson, so that lessons share them out: of twenty people
five lessons that each have fewer than five would all have four. Fewer than ten may be
more than four, which the lessons that are told never rule out.
"""

FOLLOWING: Final[Mapping[str, tuple[str, ...]]] = {
    "started": ("assessed", "completed", "certified", "participated"),
    "completed": ("certified",),
}
"""What nobody does who has not done the first: it would tell how many had."""

Measured = Mapping[str, int]
Split = Sequence[Measured]
"""The parts of a whole by one breakdown, each with every measure."""


def gives_away(whole: int, parts: Iterable[int]) -> bool:
    """Whether a whole, told beside its parts, would tell too much of a part of a few.

    Parts may overlap. One of nobody is taken as known to be so.
    """
    there = [part for part in parts if part]
    most = sum(_most(part) for part in there)
    # Of one of a few there are at least so many: all, less the most of the others.
    least = shown_of(whole) - (most - (STEP - 1))
    return any(map(is_few, there)) and STEP - max(0, least) < LEAST_POSSIBLE


def shown_counts(whole: Measured, splits: Sequence[Split]) -> Counts:
    """The counts of a whole that may be told, by all the ways in which it splits."""
    shown = {each: _shown(whole, splits, each) for each in MEASURES}
    return Counts(**_following_hidden(shown))


def shown_groups(
    groups: Sequence[Measured], splits: Sequence[Sequence[Split]]
) -> list[Counts]:
    """The counts of each group of a table that may be told.

    Where one of many is hidden alone, its number could be taken from the total, which
    anybody can ask for: the smallest of the others is hidden with it.
    """
    told = [
        {each: _shown(group, own, each) for each in MEASURES}
        for group, own in zip(groups, splits, strict=True)
    ]
    for measure in MEASURES:
        column = [group[measure] for group in told]
        for place in _hidden_besides([group[measure] for group in groups], column):
            told[place][measure] = None
    return [Counts(**_following_hidden(each)) for each in told]


def told_besides(whole: Counts, part: Counts) -> Counts:
    """What of a part may be told, where this is told of the whole."""
    of_whole, of_part = asdict(whole), asdict(part)
    told = {
        each: None if of_whole[each] is None else of_part[each] for each in MEASURES
    }
    return Counts(**_following_hidden(told))


def shown_of_lesson(count: int, started: int) -> int | None:
    """How many are told to have opened or completed a lesson, or completed a module.

    ``count`` is of those who started first, in whole steps; it is told to be no more
    than ``started``, as which is told how many did.
    """
    shown = min(shown_of(count), started)
    return shown if shown >= LEAST_OF_LESSON else None


def _most(part: int) -> int:
    """The most that a part can be, by what is told of it."""
    return shown_of(part) + STEP - 1


def _shown(whole: Measured, splits: Sequence[Split], measure: str) -> int | None:
    count = whole[measure]
    if count < STEP:
        return None
    hides = any(
        gives_away(count, [part[measure] for part in split]) for split in splits
    )
    return None if hides else shown_of(count)


def _hidden_besides(counts: Sequence[int], shown: Sequence[int | None]) -> list[int]:
    """The place of the smallest that is shown, where one of many is hidden alone."""
    hidden = [
        place
        for place, count in enumerate(counts)
        if count >= STEP and shown[place] is None
    ]
    others = [place for place, told in enumerate(shown) if told is not None]
    if len(hidden) != 1 or not others:
        return []
    return [min(others, key=lambda place: (counts[place], place))]


def _following_hidden(shown: Mapping[str, int | None]) -> dict[str, int | None]:
    """The same without what would tell of what is hidden."""
    told = dict(shown)
    if told["enrolled"] is None:
        return dict.fromkeys(told)
    for first, following in FOLLOWING.items():
        if told[first] is None:
            told.update(dict.fromkeys(following))
    return told
