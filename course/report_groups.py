"""The groups that the report on a run tells apart, and which numbers it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from course.countries import LDC, LLDC, SIDS, members_of
from course.small_cells import is_few, shown_columns
from course.small_groups import STEP
from course.statistics import CompletionCount, CompletionRow

COUNTRY_GROUPS = (LDC, LLDC, SIDS)


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


def groups_shown(counts: Iterable[CompletionCount]) -> tuple[ShownGroup, ...]:
    """Groups that make up the whole run, without small ones and small numbers."""
    groups = without_small(counts)
    rows = shown_columns([_numbers(each) for each in groups])
    return tuple(
        ShownGroup(each.group, *row) for each, row in zip(groups, rows, strict=True)
    )


def without_small(counts: Iterable[CompletionCount]) -> tuple[CompletionCount, ...]:
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
    others = (_together(None, rest),) if rest else ()
    return (*shown, *others)


def _together(group: str | None, counts: Sequence[CompletionCount]) -> CompletionCount:
    return CompletionCount(
        group,
        sum(each.enrolled for each in counts),
        sum(each.started for each in counts),
        sum(each.completed for each in counts),
        sum(each.certified for each in counts),
    )


def organisations(rows: Sequence[CompletionRow]) -> list[CompletionCount]:
    """Counted by the name that people gave, however they spaced and capitalised it."""
    named: dict[str, list[CompletionRow]] = {}
    for row in rows:
        name = " ".join((row.organisation or "").split())
        named.setdefault(name.casefold(), []).append(row)
    return [
        _counted(" ".join((people[0].organisation or "").split()) or None, people)
        for people in named.values()
    ]


def _counted(group: str | None, rows: Sequence[CompletionRow]) -> CompletionCount:
    return CompletionCount(
        group,
        len(rows),
        sum(row.started_at is not None for row in rows),
        sum(row.completed_at is not None for row in rows),
        sum(row.award_number is not None for row in rows),
    )


def country_groups(
    rows: Sequence[CompletionRow], *, on: date
) -> tuple[ShownGroup, ...]:
    """The groups as they are on a day. They overlap: each is held against the rest."""
    found = []
    for group in COUNTRY_GROUPS:
        members = members_of(group, on)
        inside = [row for row in rows if row.country in members]
        outside = [row for row in rows if row.country not in members]
        if len(inside) < STEP or 0 < len(outside) < STEP:
            continue
        both = zip(
            _numbers(_counted(group, inside)),
            _numbers(_counted(None, outside)),
            strict=True,
        )
        # Who is not in it can be taken from the whole run.
        shown = (None if any(map(is_few, pair)) else pair[0] for pair in both)
        found.append(ShownGroup(group, *shown))
    return tuple(found)


def _numbers(count: CompletionCount) -> tuple[int, int, int, int]:
    return count.enrolled, count.started, count.completed, count.certified
