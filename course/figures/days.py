"""How many days people needed from enrolling to completing.

Counted are days of the calendar, in UTC: nought for whoever completed on the day of
enrolling. Of somebody with several runs it is the one that they completed first.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from course.figures.calendar import days_from
from course.figures.filters import chosen
from course.figures.people import of_many_runs
from course.figures.protected import at_end_of_day, protected_total
from course.figures.query import StatisticsQuery
from course.figures.results import Quartiles
from course.figures.trimming import trimmed
from course.models import User
from course.small_groups import shown_of

QUARTERS: Final = 4


def days_to_complete(
    session: Session, asker: User, query: StatisticsQuery
) -> Quartiles | None:
    """The days within which a quarter, half and three quarters of people completed.

    They are of those who did complete, by the nearest rank. Nothing where nobody did.
    Protected ones are of everybody: of the people who completed first, in whole steps.
    There are none where the total hides how many completed. Raises
    ``ImpossibleFilter``.
    """
    query.require_told("days")
    is_protected = query.detail == "protected"
    if is_protected:
        query = at_end_of_day(query)
        if protected_total(session, asker, query).completed is None:
            return None
    rows = chosen(session, asker, query)
    if is_protected:
        rows = trimmed(session, rows)
    found = _histogram(session, query, rows)
    people = sum(found.values())
    if not people:
        return None
    quartiles = _quartiles(found, people)
    return replace(quartiles, people=shown_of(people)) if is_protected else quartiles


def _histogram(
    session: Session, query: StatisticsQuery, rows: Subquery
) -> Mapping[int, int]:
    """How many people needed how many days."""
    found: Counter[int] = Counter()
    first: dict[int, tuple[Any, int]] = {}
    for person, completed_at, days, number in session.execute(_days(query, rows)):
        if person is None:
            found[days] += number
            continue
        this = (completed_at, days)
        first[person] = min(first.get(person, this), this)
    found.update(days for _completed_at, days in first.values())
    return found


def _days(query: StatisticsQuery, rows: Subquery) -> Select[Any]:
    """Rows by the days that they took; those of people of many runs each with when."""
    person = of_many_runs(query, rows)
    took = (
        select(
            person.label("person"),
            case((person.is_not(None), rows.c.completed_at)).label("completed_at"),
            days_from(rows.c.enrolled_at, rows.c.completed_at).label("days"),
        )
        .where(rows.c.completed_at.is_not(None))
        .subquery()
    )
    return select(*took.c, func.count()).group_by(*took.c)


def _quartiles(found: Mapping[int, int], people: int) -> Quartiles:
    """The value at the nearest rank of each quarter of so many people."""
    ranks = [-(-people * quarter // QUARTERS) for quarter in range(1, QUARTERS)]
    at: list[int] = []
    counted = 0
    for days in sorted(found):
        counted += found[days]
        while len(at) < len(ranks) and ranks[len(at)] <= counted:
            at.append(days)
    lower, middle, upper = at
    return Quartiles(people=people, lower=lower, middle=middle, upper=upper)
