"""The table that an export asks for, whole or a stretch of it: always the same rows."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.exports.figure_rows import rows_statement, rows_table
from course.exports.measured import measured_table
from course.exports.selected import SelectedRows
from course.exports.table import Table
from course.figures.query import StatisticsQuery
from course.models import Enrolment, User
from course.models.export import ROWS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Enrolments in the order of enrolling: behind one of them, up to another.

    Without ``until`` it goes to the end.
    """

    after: int = 0
    until: int | None = None


ALL: Final = Stretch()


def asked_table(
    session: Session,
    asker: User,
    content: str,
    query: StatisticsQuery,
    stretch: Stretch = ALL,
) -> Table:
    """Rows that name people, of a stretch of enrolments, or figures of everybody."""
    if content != ROWS:
        return measured_table(session, asker, query)
    rows = rows_statement(
        session, asker, query, after=stretch.after, until=stretch.until
    )
    return replace(rows_table(session, asker, query), rows=SelectedRows(session, rows))


def next_stretch(
    session: Session, query: StatisticsQuery, after: int, size: int
) -> Stretch:
    """So many enrolments of the course behind one; to the end where there are fewer."""
    until = session.scalar(
        select(Enrolment.id)
        .where(Enrolment.course_key == query.course_key, Enrolment.id > after)
        .order_by(Enrolment.id)
        .offset(size - 1)
        .limit(1)
    )
    return Stretch(after, until)


def is_long(session: Session, asker: User, query: StatisticsQuery, most: int) -> bool:
    """Whether there are more rows that name people than these; no more are read.

    Raises ``ImpossibleFilter``.
    """
    rows = rows_statement(session, asker, query).offset(most).limit(1)
    return session.execute(rows).first() is not None
