"""The groups that the report on a run tells apart, and which numbers it shows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course.figures.by_country import LISTED
from course.figures.results import Counts, Group
from course.small_cells import is_few, shown_columns
from course.small_groups import STEP


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """A group, or all others without a name, and how many people did what."""

    group: str | None
    enrolled: int
    started: int
    completed: int
    certified: int

    @classmethod
    def of(cls, group: str | None, counts: Counts) -> "CountedGroup":
        """The numbers of exact figures, of which none is hidden."""
        done = (counts.enrolled, counts.started, counts.completed, counts.certified)
        return cls(group, *(each or 0 for each in done))

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return self.enrolled, self.started, self.completed, self.certified


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group, or all others without a name, and its numbers; nothing where hidden."""

    group: str | None
    enrolled: int | None
    started: int | None
    completed: int | None
    certified: int | None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        return self.enrolled, self.started, self.completed, self.certified


def counted_groups(groups: Iterable[Group]) -> list[CountedGroup]:
    """The groups of figures that were counted by one breakdown."""
    return [CountedGroup.of(each.keys[0], each.counts) for each in groups]


def groups_shown(counts: Iterable[CountedGroup]) -> tuple[ShownGroup, ...]:
    """Groups that make up the whole run, without small ones and small numbers."""
    groups = without_small(counts)
    rows = shown_columns([each.numbers for each in groups])
    return tuple(
        ShownGroup(each.group, *row) for each, row in zip(groups, rows, strict=True)
    )


def without_small(counts: Iterable[CountedGroup]) -> tuple[CountedGroup, ...]:
    """The groups of ``STEP`` people and more, and all others as one without a name.

    Where the others are too few, the smallest group joins them: whoever takes the
    groups from the whole learns of ``STEP`` people at least, or of nobody.
    """
    counts = list(counts)
    shown = sorted(
        (each for each in counts if each.group and each.enrolled >= STEP),
        key=lambda each: (-each.enrolled, each.group or ""),
    )
    rest = [each for each in counts if each not in shown]
    while shown and 0 < sum(each.enrolled for each in rest) < STEP:
        rest.append(shown.pop())
    if not shown:
        return ()
    others = (_together(rest),) if rest else ()
    return (*shown, *others)


def _together(counts: Sequence[CountedGroup]) -> CountedGroup:
    columns = zip(*(each.numbers for each in counts), strict=True)
    return CountedGroup(None, *map(sum, columns))


def country_groups(
    whole: CountedGroup, counts: Iterable[CountedGroup]
) -> tuple[ShownGroup, ...]:
    """The lists of countries. They overlap: each is held against all outside it."""
    listed = {each.group: each for each in counts if each.group in LISTED}
    found = []
    for group in LISTED:
        if group not in listed:
            continue
        inside = listed[group].numbers
        # Who is not in it can be taken from the whole run.
        pairs = [
            (part, of - part) for part, of in zip(inside, whole.numbers, strict=True)
        ]
        people, others = pairs[0]
        if people < STEP or is_few(others):
            continue
        shown = (None if any(map(is_few, pair)) else pair[0] for pair in pairs)
        found.append(ShownGroup(group, *shown))
    return tuple(found)
