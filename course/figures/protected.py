"""Figures that are to be published: what may be told of the answer to a question."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Subquery
from sqlalchemy.orm import Session

from course.figures.breakdowns import CountedBy, counted_by
from course.figures.by_country import BY_COUNTRY, Keys
from course.figures.calendar import start_of
from course.figures.faults import ImpossibleFilter
from course.figures.filters import chosen
from course.figures.grouping import Found, count_groupings, keyed_by, keys_in, told
from course.figures.people import Chosen, Grouping, cells_of
from course.figures.protection import (
    Measured,
    Split,
    shown_counts,
    shown_groups,
    told_besides,
)
from course.figures.query import BREAKDOWNS, COUNTS, StatisticsQuery
from course.figures.results import Counts, Figures, Group
from course.figures.trimming import trimmed
from course.models import User

GROUPS: Final = "groups"
NOBODY: Final = Counts(None, None, None, None, None, None, None)
INSTANT: Final = timedelta(microseconds=1)
SOURCES: Final[Mapping[str, tuple[str, ...]]] = {
    "country": BY_COUNTRY,
    **{name: (name,) for name in BREAKDOWNS if name not in BY_COUNTRY},
}
"""What the database counts by, and the breakdowns that are worked out from it."""


def protected_figures(
    session: Session,
    asker: User,
    query: StatisticsQuery,
    *,
    everybody: Counts | None = None,
) -> Figures:
    """The total, or the groups of one breakdown, as they may be published.

    They are as of the end of a day, which ``Figures.query`` says. Groups of fewer than
    five are not there. Each number was held against how it splits by every other
    breakdown: so many statements it takes, and as many for the total of ``everybody``
    where that is not given. What is hidden there is told of no part: parts add up.
    Raises ``ImpossibleFilter``.
    """
    query = at_end_of_day(query)
    if _of_everybody(query) == replace(query, measures=COUNTS):
        known = everybody and Figures(query, (), everybody)
        return known or _held(session, asker, query)
    if everybody is None:
        everybody = protected_total(session, asker, query)
    found = _held(session, asker, query)
    groups = (
        replace(g, counts=told_besides(everybody, g.counts)) for g in found.groups
    )
    return replace(
        found,
        groups=tuple(each for each in groups if each.counts.enrolled is not None),
        total=None if found.total is None else told_besides(everybody, found.total),
    )


def _held(session: Session, asker: User, query: StatisticsQuery) -> Figures:
    """The same, held against how the people of the question split, and no others."""
    rows = trimmed(session, chosen(session, asker, query))
    own = [counted_by(session, query, name) for name in query.by]
    found = _found(session, query, rows, own)
    whole = [asdict(group.counts) for group in told(_folded(own), found)]
    if not whole:
        return Figures(query, (), None if own else NOBODY)
    splits = _splits(session, query, rows, own)
    if not own:
        return Figures(query, (), shown_counts(whole[0], splits.get((), [])))
    # Both are in the order of what names have alike, however they are spelled.
    keys = [group.keys for group in told(own, found)]
    alike = [group.keys for group in told(_folded(own), found)]
    shown = shown_groups(whole, [splits[each] for each in alike])
    groups = (
        Group(each, counts)
        for each, counts in zip(keys, shown, strict=True)
        if counts.enrolled is not None
    )
    return Figures(query, tuple(groups), None)


def protected_total(session: Session, asker: User, query: StatisticsQuery) -> Counts:
    """The total of everybody: what is hidden in it may follow from nothing else."""
    alone = _of_everybody(query)
    return protected_figures(session, asker, alone).total or NOBODY


def _of_everybody(query: StatisticsQuery) -> StatisticsQuery:
    return StatisticsQuery(query.course_key, query.as_of, detail=query.detail)


def at_end_of_day(query: StatisticsQuery) -> StatisticsQuery:
    """The question as of the end of the last day, in UTC, that was over by then."""
    day = (query.as_of + INSTANT).date()
    return replace(query, as_of=start_of(day) - INSTANT)


def _splits(
    session: Session,
    query: StatisticsQuery,
    rows: Subquery,
    own: Sequence[CountedBy],
) -> dict[Keys, list[Split]]:
    """How each group splits, by every breakdown but its own."""
    splits: dict[Keys, list[Split]] = {}
    for source, names in SOURCES.items():
        finer = counted_by(session, query, source)
        found = _found(session, query, rows, [*own, finer])
        for name in names:
            if name in query.by:
                continue
            try:
                how = counted_by(session, query, name)
            except ImpossibleFilter:
                # A list that nobody knows on that day splits nothing.
                continue
            parts: dict[Keys, list[Measured]] = {}
            for group in told(_folded([*own, how]), found):
                parts.setdefault(group.keys[:-1], []).append(asdict(group.counts))
            for keys, split in parts.items():
                splits.setdefault(keys, []).append(split)
    return splits


def _found(
    session: Session,
    query: StatisticsQuery,
    rows: Subquery,
    by: Sequence[CountedBy],
) -> list[Found]:
    cells = cells_of(query, Chosen(rows), keyed_by(by))
    grouping = Grouping(cells, keys_in(by))
    return count_groupings(session, {GROUPS: grouping})[GROUPS]


def _folded(by: Sequence[CountedBy]) -> list[CountedBy]:
    """The same, told by what the spellings of a name have alike."""
    return [replace(each, is_spelled=False) for each in by]
