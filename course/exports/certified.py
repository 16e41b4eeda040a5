"""Who was certified on a day, as a table to export."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from course.certified import CertifiedQuery, certified_rows
from course.errors import sentence
from course.exports.table import Column, Table

COLUMNS = (
    Column("learner", "identifier", sentence("The person, by their public name.")),
    Column("name", "text", sentence("The name of the holder, as it was awarded.")),
    Column("course", "identifier", sentence("The key of the course.")),
    Column("kind", "identifier", sentence("Which certificate of the course it is.")),
    Column("number", "identifier", sentence("The number of the certificate.")),
    Column(
        "run",
        "whole",
        sentence("The how-manieth time that they take the course, from 1."),
    ),
    Column("awarded_on", "day", sentence("The day of the award, at its office.")),
    Column(
        "valid_until",
        "day",
        sentence("The last day on which it holds; empty where it does not run out."),
    ),
)


def certified_table(session: Session, query: CertifiedQuery) -> Table:
    """The register of a day, streamed; for those allowed to see names."""
    course = {"course": query.course_key} if query.course_key else {}
    cohort = {"cohort": query.cohort} if query.cohort else {}
    return Table(
        about={
            **course,
            "on": query.day.isoformat(),
            "as_known_on": query.as_known_on,
            **cohort,
        },
        columns=COLUMNS,
        rows=_rows(session, query),
    )


def _rows(session: Session, query: CertifiedQuery) -> Iterator[Sequence[object]]:
    for each in certified_rows(session, query):
        yield (
            each.learner,
            each.name,
            each.course,
            each.kind,
            each.number,
            each.run,
            date.fromisoformat(each.awarded_on),
            date.fromisoformat(each.valid_until) if each.valid_until else None,
        )
