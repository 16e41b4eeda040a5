"""What a page shows at once: one population, counted by everything that it draws.

A page that asked one question for each of its pictures would read every row a dozen
times. Here one statement reads them twice: by what people say of themselves, and by
what they are enrolled in with the months in which something came about. All pictures
are counted of what those readings left.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from course.figures.breakdowns import CountedBy, Rows, counted_by
from course.figures.by_country import BY_COUNTRY
from course.figures.faults import ImpossibleFilter
from course.figures.filters import chosen_to_count
from course.figures.grouping import columns_of, count_groupings, counts_of, told
from course.figures.months import (
    EVENTS,
    month_groupings,
    month_keys,
    months,
    told_by_month,
)
from course.figures.people import (
    Grouping,
    KeysOf,
    cells_of,
    counted_once,
    gathered_again,
)
from course.figures.protected import NOBODY, protected_figures
from course.figures.query import StatisticsQuery
from course.figures.results import Overview
from course.models import User

OF_PERSONS: Final = ("country", "gender", "affiliation")
OF_ENROLMENTS: Final = ("cohort", "month", "mode")
OF_COHORTS: Final = ("cohort_id", "month_enrolled")
LATER: Final = tuple(each for each in EVENTS if each != "enrolled")
TOTAL: Final = "total"


def overview(session: Session, asker: User, query: StatisticsQuery) -> Overview:
    """The total, the groups by each breakdown that a page shows, and the months.

    A breakdown by lists of countries that are not known on the day is left out. Raises
    ``ImpossibleFilter``.
    """
    query = replace(query, by=())
    if query.detail == "protected":
        return _protected(session, asker, query)
    those = chosen_to_count(session, asker, query)
    runs = cells_of(query, those, _columns(OF_PERSONS), "of_runs")
    # Somebody says one thing of themselves at a time, for all their runs.
    persons = counted_once(runs, OF_PERSONS, "of_persons")
    narrow = cells_of(query, those, _of_enrolments, "narrow")
    enrolments = gathered_again(narrow, OF_COHORTS, "of_enrolments")
    by_month = gathered_again(narrow, [f"month_{each}" for each in LATER], "by_month")
    how = _counted_by(session, query)
    found = count_groupings(
        session,
        {
            TOTAL: Grouping(persons, {}),
            **{name: Grouping(persons, columns_of([name])) for name in OF_PERSONS},
            # What a cohort is like follows from the cells, which are few.
            **{
                name: Grouping(enrolments, {name: how[name].value})
                for name in OF_ENROLMENTS
            },
            **month_groupings(by_month, LATER),
        },
    )
    return Overview(
        query=query,
        total=counts_of(found[TOTAL][0][1]),
        by={
            name: told([each], found["country" if name in BY_COUNTRY else name])
            for name, each in how.items()
        },
        # The months of enrolling are counted as a breakdown already.
        months=told_by_month({**found, "by_enrolled": found["month"]}),
    )


def _columns(names: Sequence[str]) -> KeysOf:
    return lambda rows: {name: rows.c[name] for name in names}


def _of_enrolments(rows: Rows) -> dict[str, ColumnElement[Any]]:
    return {"cohort_id": rows.c.cohort_id, **month_keys(rows)}


def _counted_by(session: Session, query: StatisticsQuery) -> dict[str, CountedBy]:
    """How each breakdown is counted, without those whose lists nobody knows."""
    how = {}
    for name in (*OF_PERSONS, *BY_COUNTRY, *OF_ENROLMENTS):
        with suppress(ImpossibleFilter):
            how[name] = counted_by(session, query, name)
    return how


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
