"""Completion figures as tables to export: the named rows, and the counts."""

from dataclasses import astuple, fields

from sqlalchemy.orm import Session

from course.exports.format import Table
from course.models import User
from course.statistics import (
    CompletionCount,
    CompletionQuery,
    CompletionRow,
    completion_counts,
    completion_rows,
)

ROW_COLUMNS = tuple(field.name for field in fields(CompletionRow))
COUNT_MEASURES = tuple(field.name for field in fields(CompletionCount))[1:]


def rows_table(session: Session, asker: User, query: CompletionQuery) -> Table:
    """Named rows, streamed; for those allowed to see names."""
    return Table(
        about=_about(query),
        columns=ROW_COLUMNS,
        rows=(astuple(row) for row in completion_rows(session, asker, query)),
    )


def counts_table(
    session: Session, asker: User, query: CompletionQuery, breakdown: str
) -> Table:
    """Counts by one breakdown; nobody is named."""
    counts = completion_counts(session, asker, query, breakdown)
    return Table(
        about={**_about(query), "breakdown": breakdown},
        columns=(breakdown, *COUNT_MEASURES),
        rows=[astuple(count) for count in counts],
    )


def _about(query: CompletionQuery) -> dict[str, object]:
    cohort = {"cohort": query.cohort} if query.cohort else {}
    return {"course": query.course_key, "as_of": query.as_of, **cohort}
