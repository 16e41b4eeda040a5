"""Completion figures as tables to export: the named rows, and the counts."""

from dataclasses import astuple, fields, replace

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.figure_rows import COLUMNS
from course.exports.selected import SelectedRows
from course.exports.table import Column, Table
from course.models import User
from course.statistics import (
    CompletionQuery,
    CompletionRow,
    completion_counts,
    completion_statement,
)

_OF_FIGURES = {column.name: column for column in COLUMNS}
# Two columns bear words of their own; the others are those of the figures' rows.
_OWN = {
    "withdrawn": replace(_OF_FIGURES["is_withdrawn"], name="withdrawn"),
    "started_at": Column(
        "started_at", "moment", sentence("When they first opened a lesson.")
    ),
}
ROW_COLUMNS = tuple(
    _OWN.get(field.name) or _OF_FIGURES[field.name] for field in fields(CompletionRow)
)
_GROUP = sentence("The group that is counted; empty for those who are in none.")
COUNTS = (
    Column("enrolled", "whole", sentence("How many were enrolled.")),
    Column("started", "whole", sentence("How many opened a lesson.")),
    Column("completed", "whole", sentence("How many met what the certificate asks.")),
    Column("certified", "whole", sentence("How many held a certificate.")),
)


def rows_table(session: Session, asker: User, query: CompletionQuery) -> Table:
    """Named rows, streamed; for those allowed to see names."""
    return Table(
        about=_about(query),
        columns=ROW_COLUMNS,
        rows=SelectedRows(session, completion_statement(asker, query)),
    )


def counts_table(
    session: Session, asker: User, query: CompletionQuery, breakdown: str
) -> Table:
    """Counts by one breakdown; nobody is named."""
    counts = completion_counts(session, asker, query, breakdown)
    return Table(
        about={**_about(query), "breakdown": breakdown},
        columns=(Column(breakdown, "identifier", _GROUP), *COUNTS),
        rows=[astuple(count) for count in counts],
    )


def _about(query: CompletionQuery) -> dict[str, object]:
    cohort = {"cohort": query.cohort} if query.cohort else {}
    return {"course": query.course_key, "as_of": query.as_of, **cohort}
