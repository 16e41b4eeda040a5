"""How far people came by lesson, the days they took and their gain, as tables."""

from dataclasses import astuple, fields
from fractions import Fraction
from typing import Any, Final

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.table import Column, Table
from course.figures.days import days_to_complete
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.outlines import outline_of
from course.figures.query import StatisticsQuery
from course.learning_gain import LearningGain
from course.models import User

_MODULE: Final = Column("module", "identifier", sentence("The module."))
_LESSONS: Final = (
    _MODULE,
    Column("lesson", "identifier", sentence("The lesson.")),
    Column("opened", "whole", sentence("People who opened it.")),
    Column("completed", "whole", sentence("People who completed it.")),
)
_MODULES: Final = (
    _MODULE,
    Column("completed", "whole", sentence("People who completed every lesson of it.")),
    Column(
        "hours",
        "number",
        sentence("Hours learned in it, of the lessons that people completed."),
    ),
)
_DAYS: Final = (
    Column("people", "whole", sentence("People who completed.")),
    Column("lower", "whole", sentence("Days within which a quarter of them did.")),
    Column("middle", "whole", sentence("Days within which half of them did.")),
    Column("upper", "whole", sentence("Days within which three quarters did.")),
)
_GAIN: Final[dict[str, str]] = {
    "people": sentence("People who sat both tests."),
    "before": sentence("The average of the first test, as a share of its points."),
    "after": sentence("The average of the last test, as a share of its points."),
    "rose": sentence("People who had more of the points after than before."),
    "stayed": sentence("People who had as much after as before."),
    "fell": sentence("People who had less after than before."),
    "with_gain": sentence("People who had something left to gain."),
    "gain": sentence("The middle of their gains: of what was left, the share gained."),
    "gain_of_average": sentence("The gain of the averages."),
}
_SHARES: Final = ("before", "after", "gain", "gain_of_average")


def lessons_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """A row for each lesson of the outline, in its order."""
    outline = outline_of(session, query)
    found = lessons(session, asker, query, outline).lessons if outline else ()
    return _table(query, _LESSONS, [astuple(each) for each in found])


def modules_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """A row for each module of the outline, in its order."""
    outline = outline_of(session, query)
    found = lessons(session, asker, query, outline).modules if outline else ()
    rows = [(each.module, each.completed, _number(each.hours)) for each in found]
    return _table(query, _MODULES, rows)


def days_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """One row of the days to complete; none where nobody completed."""
    found = days_to_complete(session, asker, query)
    return _table(query, _DAYS, [astuple(found)] if found else [])


def gain_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """One row of what was learned; none where too few sat both tests."""
    outline = outline_of(session, query)
    found = gain(session, asker, query, outline) if outline else None
    columns = [
        Column(each.name, "number" if each.name in _SHARES else "whole", told)
        for each in fields(LearningGain)
        if (told := _GAIN[each.name])
    ]
    rows = [tuple(map(_number, astuple(found)))] if found else []
    return _table(query, columns, rows)


def _table(query: StatisticsQuery, columns: Any, rows: Any) -> Table:
    about = {**query.to_data(), "as_of": query.as_of}
    return Table(about=about, columns=columns, rows=rows)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Fraction) else value
