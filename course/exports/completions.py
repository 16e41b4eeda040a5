"""Completion figures as tables to export: the named rows, and the counts."""

from dataclasses import astuple

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.selected import SelectedRows
from course.exports.table import Column, Table
from course.models import User
from course.statistics import CompletionQuery, completion_counts, completion_statement

ROW_COLUMNS = (
    Column("enrolment", "identifier", sentence("The enrolment, by its public name.")),
    Column("name", "text", sentence("The name of the learner, as it was then.")),
    Column("email", "text", sentence("The address by which the learner signs in.")),
    Column(
        "country",
        "identifier",
        sentence("The country of the learner: two letters of ISO 3166-1."),
    ),
    Column("gender", "identifier", sentence("What the learner said of their gender.")),
    Column(
        "affiliation",
        "identifier",
        sentence("For what kind of body the learner said that they work."),
    ),
    Column("organisation", "text", sentence("The body for which the learner works.")),
    Column("cohort", "identifier", sentence("The key of the cohort, where in one.")),
    Column(
        "edition",
        "identifier",
        sentence("The digest of the edition of the course that held for them then."),
    ),
    Column("enrolled_at", "moment", sentence("When they were enrolled.")),
    Column("withdrawn", "yes-no", sentence("Whether they had left the course.")),
    Column("started_at", "moment", sentence("When they first opened a lesson.")),
    Column("lessons_completed", "whole", sentence("How many lessons were completed.")),
    Column("quizzes_passed", "whole", sentence("How many quizzes were passed.")),
    Column(
        "completed_at",
        "moment",
        sentence("When they met what the certificate of the course asks."),
    ),
    Column(
        "award_number",
        "identifier",
        sentence("The number of the certificate that they held."),
    ),
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
