"""What a page shows at once: one population, counted by everything that it draws.

A page that asked one question for each of its pictures would read every row a dozen
times. Here one statement reads them twice: by what people say of themselves, and by
what they are enrolled in with the months in which something came about. All pictures
are counted of what those readings left.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from course.event_codes import EVENT_CODE
from course.figures.breakdowns import CountedBy, Rows, by_cohort, counted_by, said_as
from course.figures.by_country import BY_COUNTRY
from course.figures.faults import ImpossibleFilter
from course.figures.filters import chosen_to_count
from course.figures.grouping import columns_of, count_groupings, counts_of, told
from course.figures.months import (
    EVENTS,
    month_groupings,
    month_keys,
    told_by_month,
)
from course.figures.people import (
    Chosen,
    Grouping,
    as_one_each,
    cells_of,
    counted_once,
    gathered_again,
    grouped,
    told_less,
)
from course.figures.protected import NOBODY, protected_figures, protected_total
from course.figures.query import StatisticsQuery
from course.figures.results import Overview
from course.models import Cohort, User
from course.profile_codes import READ_OFF, profile_code, without_country

OF_PERSONS: Final = ("country", "gender", "affiliation", "age-band")
SAID: Final = "profile_code"
OF_RUNS: Final = ("month", "mode")
COHORT_ID: Final = "cohort_id"
OF_COHORTS: Final = (COHORT_ID, "month_enrolled")
LATER: Final = tuple(each for each in EVENTS if each != "enrolled")
TOTAL: Final = "total"


def overview(
    session: Session, asker: User, query: StatisticsQuery, *, most_cohorts: int
) -> Overview:
    """The total, the groups by each breakdown that a page shows, and the months.

    Of more cohorts than ``most_cohorts`` it tells those of whom the largest share
    completed. A breakdown by lists of countries that are not known on the day is left
    out. Raises ``ImpossibleFilter``.
    """
    query = replace(query, by=())
    if query.detail == "protected":
        return _protected(session, asker, query)
    those = chosen_to_count(session, asker, query)
    narrow = cells_of(query, those, _of_enrolments, "narrow")
    enrolments = gathered_again(narrow, OF_COHORTS, "of_enrolments")
    cohorts = grouped(enrolments, [COHORT_ID], "of_cohorts")
    by_month = gathered_again(narrow, [f"month_{each}" for each in LATER], "by_month")
    how = _counted_by(session, query)
    found = count_groupings(
        session,
        {
            **_groupings_of_persons(query, those),
            "cohort": Grouping(cohorts, columns_of([COHORT_ID]), most=most_cohorts),
            "cohorts": Grouping(as_one_each(cohorts), {}, of=("enrolled",)),
            # What a cohort is like follows from the cells, which are few.
            **{name: Grouping(enrolments, {name: how[name].value}) for name in OF_RUNS},
            **month_groupings(by_month, LATER),
        },
    )
    numbers = [number for (number,), _counts in found["cohort"]]
    how["cohort"] = by_cohort(session, Cohort.id.in_(numbers))
    return Overview(
        query=query,
        total=counts_of(found[TOTAL][0][1]),
        by={
            name: told([each], found["country" if name in BY_COUNTRY else name])
            for name, each in how.items()
        },
        cohorts=found["cohorts"][0][1][0],
        # The months of enrolling are counted as a breakdown already.
        months=told_by_month({**found, "by_enrolled": found["month"]}),
    )


def _groupings_of_persons(query: StatisticsQuery, those: Chosen) -> dict[str, Grouping]:
    """Everybody, and everybody by each thing that they say of themselves."""
    runs = cells_of(query, those, _of_persons, "of_runs")
    # Somebody says one thing of themselves at a time, for all their runs.
    persons = counted_once(runs, [SAID], "of_persons")
    # There are many countries, and few of whatever else is said.
    besides = told_less(persons, SAID, without_country, "besides_country")
    return {
        TOTAL: Grouping(besides, {}),
        **{
            name: Grouping(
                persons if name == "country" else besides, {name: _said(name)}
            )
            for name in OF_PERSONS
        },
    }


def _of_persons(rows: Rows) -> dict[str, ColumnElement[Any]]:
    said: ColumnElement[int] | None = rows.c.get(SAID)
    if said is None:
        said = profile_code(*(rows.c[each] for each in READ_OFF))
    return {SAID: said}


def _said(breakdown: str) -> Callable[[Rows], ColumnElement[Any]]:
    read_off = READ_OFF[said_as(breakdown)]
    return lambda cells: read_off(cells.c[SAID])


def _of_enrolments(rows: Rows) -> dict[str, ColumnElement[Any]]:
    code: ColumnElement[int] | None = rows.c.get(EVENT_CODE)
    events = month_keys(rows) if code is None else {EVENT_CODE: code}
    return {COHORT_ID: rows.c[COHORT_ID], **events}


def _counted_by(session: Session, query: StatisticsQuery) -> dict[str, CountedBy]:
    """How each breakdown is counted, without those whose lists nobody knows.

    Cohorts are not among them: only some are told.
    """
    how = {}
    for name in (*OF_PERSONS, *BY_COUNTRY, *OF_RUNS):
        with suppress(ImpossibleFilter):
            how[name] = counted_by(session, query, name)
    return how


def _protected(session: Session, asker: User, query: StatisticsQuery) -> Overview:
    """The same of what may be published, asked one by one; months are not."""
    everybody = protected_total(session, asker, query)
    alone = protected_figures(session, asker, query, everybody=everybody)
    by = {}
    for name in (*OF_PERSONS, *BY_COUNTRY, "cohort", *OF_RUNS):
        try:
            found = protected_figures(
                session, asker, replace(query, by=(name,)), everybody=everybody
            )
        except ImpossibleFilter:
            continue
        by[name] = found.groups
    return Overview(
        query=alone.query,
        total=alone.total or NOBODY,
        by=by,
        cohorts=len(by["cohort"]),
        months=(),
    )
