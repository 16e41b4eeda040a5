"""Who was certified on a day, as a table to export."""

from dataclasses import astuple, fields

from sqlalchemy.orm import Session

from course.certified import Certified, CertifiedQuery, certified_rows
from course.exports.format import Table

COLUMNS = tuple(field.name for field in fields(Certified))


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
        rows=(astuple(each) for each in certified_rows(session, query)),
    )
