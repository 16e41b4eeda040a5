"""The learners of a cohort as a list that can be edited and imported again."""

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.selected import SelectedRows
from course.exports.table import Column, Table
from course.models import Cohort, Enrolment, User

# Each is a heading that an import knows.
COLUMNS = (
    Column("email", "text", sentence("The address by which the learner signs in.")),
    Column("name", "text", sentence("The name of the learner.")),
    Column("organisation", "text", sentence("The body for which the learner works.")),
    Column(
        "country",
        "identifier",
        sentence("The country of the learner: two letters of ISO 3166-1."),
    ),
    Column("gender", "identifier", sentence("What the learner said of their gender.")),
    Column(
        "age_band",
        "identifier",
        sentence("How old the learner said that they are, in bands of years."),
    ),
    Column(
        "affiliation",
        "identifier",
        sentence("For what kind of body the learner said that they work."),
    ),
    Column("cohort", "identifier", sentence("The key of the cohort, where in one.")),
)


def roster_table(session: Session, cohort: Cohort) -> Table:
    """Everybody who is in the cohort and not withdrawn, by address, streamed."""
    statement = (
        select(
            User.email,
            User.name,
            User.organisation,
            User.country,
            User.gender,
            User.age_band,
            User.affiliation,
            literal(cohort.key),
        )
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.withdrawn_at.is_(None))
        .order_by(User.email)
    )
    return Table(
        about={"cohort": cohort.key},
        columns=COLUMNS,
        rows=SelectedRows(session, statement),
    )
