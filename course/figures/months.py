"""When people enrolled, started, completed and were certified, month by month.

Each is counted in the month in which it came about, and nobody twice in one month: a
person with two runs may have completed in two months, and is then in both.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from course.figures.breakdowns import Rows, month_column
from course.figures.calendar import months_between
from course.figures.filters import chosen_to_count
from course.figures.grouping import Found, columns_of, count_groupings
from course.figures.people import MEASURES, Cells, Grouping, cells_of
from course.figures.query import StatisticsQuery
from course.figures.results import MonthCounts
from course.models import User

EVENTS: Final = ("enrolled", "started", "completed", "certified")


def months(
    session: Session, asker: User, query: StatisticsQuery
) -> tuple[MonthCounts, ...]:
    """Every month from the first in which something came about to the last, in UTC.

    They are not published. Raises ``ImpossibleFilter``.
    """
    query.require_told("months")
    cells = cells_of(query, chosen_to_count(session, asker, query), month_keys)
    return told_by_month(count_groupings(session, month_groupings(cells)))


def month_keys(rows: Rows) -> dict[str, ColumnElement[Any]]:
    """What cells are to be kept by, so that months can be counted of them."""
    return {f"month_{event}": month_column(rows, event) for event in EVENTS}


def month_groupings(
    cells: Cells, events: Sequence[str] = EVENTS
) -> dict[str, Grouping]:
    """How such cells are counted: by the month of each event."""
    return {
        f"by_{event}": Grouping(cells, columns_of([f"month_{event}"]), of=(event,))
        for event in events
    }


def told_by_month(found: Mapping[str, Iterable[Found]]) -> tuple[MonthCounts, ...]:
    """What ``month_groupings`` counted; no month in between is left out.

    Of those by the month of an event, all have come to it: its measure counts them.
    """
    counted = {
        event: {
            month: measures[MEASURES.index(event)]
            for (month,), measures in found[f"by_{event}"]
            if month is not None
        }
        for event in EVENTS
    }
    there = {month for each in counted.values() for month in each}
    return tuple(
        MonthCounts(month, *(counted[event].get(month, 0) for event in EVENTS))
        for month in (months_between(min(there), max(there)) if there else ())
    )
