"""The rows behind the figures: what the record says by name, as of a moment."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from course.exports.figure_rows import rows_statement
from course.figures.query import StatisticsQuery
from course.models import User


def named_rows(
    session: Session, asker: User, query: StatisticsQuery
) -> list[Row[*tuple[Any, ...]]]:
    """One for each enrolment, in the order of enrolling."""
    return list(session.execute(rows_statement(session, asker, query)))
