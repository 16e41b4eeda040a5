"""The rows behind the figures: one for each enrolment, by one SELECT.

It is handed over as a statement, so that a database can write the file itself.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    case,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session, aliased

from course.errors import sentence
from course.exports.selected import SelectedRows
from course.exports.table import Column, Table
from course.figures.breakdowns import SELF_PACED
from course.figures.filters import chosen
from course.figures.known_of_rows import (
    award_number,
    lessons_completed,
    name_then,
    quizzes_passed,
)
from course.figures.query import StatisticsQuery
from course.models import (
    Cohort,
    Edition,
    Enrolment,
    EnrolmentEvent,
    User,
)
from course.places import stands

COLUMNS: Final = (
    Column("enrolment", "identifier", sentence("The enrolment, by its public name.")),
    Column("learner", "identifier", sentence("The learner, by their public name.")),
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
    Column(
        "age_band",
        "identifier",
        sentence("How old the learner said that they are, in bands of years."),
    ),
    Column("cohort", "identifier", sentence("The key of the cohort, where in one.")),
    Column("mode", "identifier", sentence("Moderated or self-paced.")),
    Column(
        "edition",
        "identifier",
        sentence("The digest of the edition of the course that held for them then."),
    ),
    Column("run", "whole", sentence("1, and 2 for whoever took the course again.")),
    Column("enrolled_at", "moment", sentence("When they were enrolled.")),
    Column(
        "started_at", "moment", sentence("When they first opened a lesson or a quiz.")
    ),
    Column(
        "assessed_at", "moment", sentence("When a final assessment was first marked.")
    ),
    Column(
        "completed_at",
        "moment",
        sentence("When they met what the certificate of the course asks."),
    ),
    Column("certified_at", "moment", sentence("When they were given a certificate.")),
    Column(
        "award_number",
        "identifier",
        sentence("The number of the certificate that they held."),
    ),
    Column("lessons_completed", "whole", sentence("How many lessons were completed.")),
    Column("quizzes_passed", "whole", sentence("How many quizzes were passed.")),
    Column("is_withdrawn", "yes-no", sentence("Whether they had left the course.")),
    # Last, so that whoever reads the columns by their place still does.
    Column(
        "participated_at",
        "moment",
        sentence("When they were given a certificate of participation."),
    ),
)


def rows_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """Named rows, streamed; for those allowed to see names.

    Raises ``ImpossibleFilter``.
    """
    return Table(
        about={**query.to_data(), "as_of": query.as_of},
        columns=COLUMNS,
        rows=SelectedRows(session, rows_statement(session, asker, query)),
    )


def rows_statement(
    session: Session,
    asker: User,
    query: StatisticsQuery,
    *,
    after: int = 0,
    until: int | None = None,
) -> Select[Any]:
    """The rows of ``COLUMNS`` in the order of enrolling, as one statement.

    ``after`` and ``until`` are numbers of enrolments: those behind one, and up to
    another. Raises ``ImpossibleFilter``.
    """
    rows = chosen(session, asker, query)
    as_of = query.as_of
    return (
        select(
            rows.c.enrolment,
            User.uuid.label("learner"),
            name_then(rows).label("name"),
            User.email,
            *(rows.c[each] for each in _SAID),
            Cohort.key.label("cohort"),
            func.coalesce(Cohort.mode, literal(SELF_PACED)).label("mode"),
            Edition.digest.label("edition"),
            _run(rows, as_of).label("run"),
            *(rows.c[each] for each in _MOMENTS),
            award_number(rows, as_of).label("award_number"),
            lessons_completed(rows, as_of).label("lessons_completed"),
            quizzes_passed(rows, as_of).label("quizzes_passed"),
            rows.c.is_withdrawn,
            rows.c.participated_at,
        )
        .select_from(rows)
        .join(User, User.id == rows.c.user_id)
        .join(Edition, Edition.id == rows.c.edition_id)
        .outerjoin(Cohort, Cohort.id == rows.c.cohort_id)
        .where(rows.c.enrolment_id > after, *_until(rows, until))
        .order_by(rows.c.enrolment_id)
    )


def rows_there_are(session: Session, asker: User, query: StatisticsQuery) -> int:
    """How many rows there are: enrolments, of which a person may have several."""
    rows = chosen(session, asker, query)
    return session.scalar(select(func.count()).select_from(rows)) or 0


_SAID: Final = ("country", "gender", "affiliation", "organisation", "age_band")
_MOMENTS: Final = (
    "enrolled_at",
    "started_at",
    "assessed_at",
    "completed_at",
    "certified_at",
)


def _until(rows: Subquery, last: int | None) -> list[ColumnElement[bool]]:
    return [] if last is None else [rows.c.enrolment_id <= last]


def _run(rows: Subquery, as_of: datetime) -> ColumnElement[int]:
    """Which of their runs it was then.

    An enrolment that was undone since has lost its number, and is counted anew.
    """
    earlier, event = aliased(Enrolment), aliased(EnrolmentEvent)
    was_there = exists(
        select(event.id).where(
            event.enrolment_id == earlier.id,
            event.recorded_at <= as_of,
            stands(event, as_of),
        )
    )
    before = (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.user_id == rows.c.user_id,
            earlier.course_key == rows.c.course_key,
            earlier.id < rows.c.enrolment_id,
            was_there,
        )
        .correlate(rows)
        .scalar_subquery()
    )
    return case((rows.c.run == 1, 1), else_=before + 1)
