"""Who took learners' names out of the course, and what for."""

from datetime import datetime
from uuid import UUID

from course import accounts
from course.models import User
from learner_api.clock import now
from learner_api.database import get_database


def note_names_taken(
    reader: User, course_key: str, cohort: UUID | None, as_of: datetime, purpose: str
) -> None:
    """Put on record that somebody takes names out, and what for.

    It is committed before a name leaves, whatever becomes of the file.
    """
    detail = {
        "course": course_key,
        "cohort": str(cohort) if cohort else None,
        "as_of": as_of.isoformat(),
        "purpose": purpose,
    }
    with get_database().writing() as session:
        accounts.note_account(
            session, reader, "names-taken", detail, now=now(), by=reader
        )
