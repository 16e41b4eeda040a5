"""When people enrolled, started, completed and were certified, month by month.

Each is counted in the month in which it came about, and nobody twice in one month: a
person with two runs may have completed in two months, and is then in both.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import CTE, Select, Subquery, case, func, literal, select, union_all
from sqlalchemy.orm import Session

from course.figures.calendar import month_name, month_number
from course.figures.filters import chosen
from course.figures.people import of_many_runs
from course.figures.protected import at_end_of_day
from course.figures.protection import shown_parts
from course.figures.query import StatisticsQuery
from course.figures.results import MonthCounts
from course.figures.trimming import trimmed
from course.models import User

EVENTS: Final[Mapping[str, str]] = {
    "enrolled": "enrolled_at",
    "started": "started_at",
    "completed": "completed_at",
    "certified": "certified_at",
}


def months(
    session: Session, asker: User, query: StatisticsQuery
) -> tuple[MonthCounts, ...]:
    """Every month from the first in which something came about to the last, in UTC.

    Protected, a month of fewer than five is hidden. Raises ``ImpossibleFilter``.
    """
    if query.detail != "protected":
        return months_of(session, query, chosen(session, asker, query))
    query = at_end_of_day(query)
    rows = trimmed(session, chosen(session, asker, query))
    found = months_of(session, query, rows)
    shown = {
        event: shown_parts([getattr(month, event) for month in found])
        for event in EVENTS
    }
    return tuple(
        MonthCounts(month.month, *(shown[event][place] for event in EVENTS))
        for place, month in enumerate(found)
    )


def months_of(
    session: Session, query: StatisticsQuery, rows: Subquery
) -> tuple[MonthCounts, ...]:
    """The same of rows of the population, by one statement."""
    cells = _cells(query, rows)
    counted: dict[str, dict[int, int]] = {event: {} for event in EVENTS}
    for event, number, people in session.execute(
        union_all(*(_people_in(cells, event) for event in EVENTS))
    ):
        counted[event][number] = int(people)
    there = {number for found in counted.values() for number in found}
    every = range(min(there), max(there) + 1) if there else ()
    return tuple(
        MonthCounts(
            month=month_name(number) or "",
            **{event: counted[event].get(number, 0) for event in EVENTS},
        )
        for number in every
    )


def _cells(query: StatisticsQuery, rows: Subquery) -> CTE:
    """How many rows have the same four months; of people with many runs, by person."""
    keyed = select(
        *(month_number(rows.c[column]).label(e) for e, column in EVENTS.items()),
        of_many_runs(query, rows).label("person"),
    ).subquery()
    return (
        select(*keyed.c, func.count().label("number")).group_by(*keyed.c).cte("months")
    )


def _people_in(cells: CTE, event: str) -> Select[Any]:
    once = (
        select(
            cells.c[event].label("month"),
            cells.c.person,
            func.sum(cells.c.number).label("number"),
        )
        .where(cells.c[event].is_not(None))
        .group_by(cells.c[event], cells.c.person)
        .subquery()
    )
    people = case((once.c.person.is_(None), once.c.number), else_=1)
    return select(literal(event), once.c.month, func.sum(people)).group_by(once.c.month)
