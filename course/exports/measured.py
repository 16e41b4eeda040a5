"""The table of a question, by the one measure that it asks for."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.figures import figures_table, months_table
from course.exports.lesson_figures import (
    days_table,
    gain_table,
    lessons_table,
    modules_table,
)
from course.exports.table import Table
from course.figures.faults import ImpossibleFilter
from course.figures.query import MEASURES, StatisticsQuery
from course.models import User

Make: TypeAlias = Callable[[Session, User, StatisticsQuery], Table]

_TABLES: Final[Mapping[str, Make]] = {
    "counts": figures_table,
    "months": months_table,
    "days": days_table,
    "lessons": lessons_table,
    "modules": modules_table,
    "gain": gain_table,
}


def measured_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """The table of what is measured. Raises ``ImpossibleFilter``."""
    require_one_measure(query)
    return _TABLES[query.measures[0]](session, asker, query)


def require_one_measure(query: StatisticsQuery) -> None:
    """Raise ``ImpossibleFilter`` where a question asks for several tables at once."""
    if len(query.measures) != 1:
        raise ImpossibleFilter(
            "measures",
            sentence("A file holds one of these: %(there_are)s."),
            there_are=", ".join(MEASURES),
        )
