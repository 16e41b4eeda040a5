"""The learners of a cohort as a list that can be edited and imported again."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.exports.format import Table
from course.models import Cohort, Enrolment, User

# Each is a heading that an import knows.
COLUMNS = (
    "email",
    "name",
    "organisation",
    "country",
    "gender",
    "affiliation",
    "cohort",
)


def roster_table(session: Session, cohort: Cohort) -> Table:
    """Everybody who is in the cohort and not withdrawn, by address, streamed."""
    return Table(
        about={"cohort": cohort.key}, columns=COLUMNS, rows=_rows(session, cohort)
    )


def _rows(session: Session, cohort: Cohort) -> Iterator[Sequence[object]]:
    query = (
        select(
            User.email,
            User.name,
            User.organisation,
            User.country,
            User.gender,
            User.affiliation,
        )
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
        .order_by(User.email)
    )
    with session.execute(query, execution_options={"yield_per": 500}) as result:
        for row in result:
            yield (*row, cohort.key)
