"""What a page shows at once: one population, counted by everything that it draws.

A page that asked one question for each of its pictures would read every row a dozen
times. Here they are read three times: by what people say of themselves, by what they
are enrolled in, and by the months in which something came about. All pictures of a
kind are counted of what that reading left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Subquery
from sqlalchemy.orm import Session

from course.figures.breakdowns import counted_by
from course.figures.by_country import BY_COUNTRY
from course.figures.faults import ImpossibleFilter
from course.figures.filters import chosen
from course.figures.grouping import counts_of, read_groupings, told
from course.figures.months import months, months_of
from course.figures.people import cells_of, people_by_each
from course.figures.protected import NOBODY, protected_figures
from course.figures.query import StatisticsQuery
from course.figures.results import Counts, Group, Overview
from course.models import User

OF_PERSONS: Final = ("country", "gender", "affiliation")
OF_ENROLMENTS: Final = ("cohort", "edition", "month", "mode", "language")
TOTAL: Final = "total"


def overview(session: Session, asker: User, query: StatisticsQuery) -> Overview:
    """The total, the groups by each breakdown but organisations, and the months.

    A breakdown by lists of countries that are not known on the day is left out. Raises
    ``ImpossibleFilter``.
    """
    query = replace(query, by=())
    if query.detail == "protected":
        return _protected(session, asker, query)
    rows = chosen(session, asker, query)
    total, of_persons = _of_persons(session, query, rows)
    return Overview(
        query=query,
        total=total,
        by={**of_persons, **_of_enrolments(session, query, rows)},
        months=months_of(session, query, rows),
    )


def _protected(session: Session, asker: User, query: StatisticsQuery) -> Overview:
    """The same of what may be published, asked one by one."""
    alone = protected_figures(session, asker, query)
    by = {}
    for name in (*OF_PERSONS, *BY_COUNTRY, *OF_ENROLMENTS):
        try:
            found = protected_figures(session, asker, replace(query, by=(name,)))
        except ImpossibleFilter:
            continue
        by[name] = found.groups
    return Overview(
        query=alone.query,
        total=alone.total or NOBODY,
        by=by,
        months=months(session, asker, query),
    )


def _of_persons(
    session: Session, query: StatisticsQuery, rows: Subquery
) -> tuple[Counts, dict[str, tuple[Group, ...]]]:
    by = {name: rows.c[name] for name in OF_PERSONS}
    groupings: dict[str, Sequence[str]] = {name: (name,) for name in OF_PERSONS}
    cells = cells_of(query, rows, by)
    found = read_groupings(
        session, people_by_each(cells, {TOTAL: (), **groupings}), len(by)
    )
    groups = {}
    for name in (*OF_PERSONS, *BY_COUNTRY):
        try:
            how = counted_by(session, query, name, rows)
        except ImpossibleFilter:
            continue
        source = "country" if name in BY_COUNTRY else name
        place = OF_PERSONS.index(source)
        groups[name] = told([how], _only(place, found.get(source, ())))
    return counts_of(found[TOTAL][0][1]), groups


def _of_enrolments(
    session: Session, query: StatisticsQuery, rows: Subquery
) -> dict[str, tuple[Group, ...]]:
    how = {name: counted_by(session, query, name, rows) for name in OF_ENROLMENTS}
    cells = cells_of(query, rows, {name: each.value for name, each in how.items()})
    found = read_groupings(
        session, people_by_each(cells, {name: (name,) for name in how}), len(how)
    )
    return {
        name: told([each], _only(place, found.get(name, ())))
        for place, (name, each) in enumerate(how.items())
    }


def _only(
    place: int, found: Iterable[tuple[tuple[Any, ...], tuple[int, ...]]]
) -> list[tuple[tuple[Any, ...], tuple[int, ...]]]:
    return [((values[place],), counts) for values, counts in found]
