"""What a page shows at once: one population, counted by everything that it draws.

A page that asked one question for each of its pictures would read every row a dozen
times. Here they are read twice: by what people say of themselves, and by what they are
enrolled in with the months in which something came about. All pictures of a kind are
counted of what that reading left.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Subquery
from sqlalchemy.orm import Session

from course.figures.breakdowns import CountedBy, as_it_is, counted_by
from course.figures.by_country import BY_COUNTRY
from course.figures.faults import ImpossibleFilter
from course.figures.filters import chosen
from course.figures.grouping import count_groupings, counts_of, told
from course.figures.months import MONTH_GROUPINGS, month_keys, months, told_by_month
from course.figures.people import cells_of
from course.figures.protected import NOBODY, protected_figures
from course.figures.query import StatisticsQuery
from course.figures.results import Counts, Group, MonthCounts, Overview
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
    of_enrolments, by_month = _of_enrolments(session, query, rows)
    return Overview(
        query=query,
        total=total,
        by={**of_persons, **of_enrolments},
        months=by_month,
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
    cells = cells_of(query, rows, {name: rows.c[name] for name in OF_PERSONS})
    keys = {name: cells.c[name] for name in OF_PERSONS}
    groupings: dict[str, Sequence[str]] = {name: (name,) for name in OF_PERSONS}
    found = count_groupings(session, cells, keys, {TOTAL: (), **groupings})
    groups = {}
    for name in (*OF_PERSONS, *BY_COUNTRY):
        try:
            how = counted_by(session, query, name, rows)
        except ImpossibleFilter:
            continue
        source = "country" if name in BY_COUNTRY else name
        groups[name] = told([how], found[source])
    return counts_of(found[TOTAL][0][1]), groups


def _of_enrolments(
    session: Session, query: StatisticsQuery, rows: Subquery
) -> tuple[dict[str, tuple[Group, ...]], tuple[MonthCounts, ...]]:
    months_kept = month_keys(rows)
    kept = {name: rows.c[name] for name in ("cohort_id", "edition_id")}
    cells = cells_of(query, rows, {**kept, **months_kept})
    # What a cohort or an edition is like is worked out of the cells, which are few.
    how = {
        name: counted_by(session, query, name, cells)
        for name in OF_ENROLMENTS
        if name != "month"
    }
    how["month"] = CountedBy(cells.c.month_enrolled, as_it_is)
    keys = {name: each.value for name, each in how.items()}
    groupings: dict[str, Sequence[str]] = {name: (name,) for name in how}
    found = count_groupings(
        session,
        cells,
        {**keys, **{key: cells.c[key] for key in months_kept}},
        {**groupings, **MONTH_GROUPINGS},
    )
    groups = {name: told([each], found[name]) for name, each in how.items()}
    return groups, told_by_month(found)
