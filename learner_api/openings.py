"""Noting that a lesson was opened, beside the lesson and never in its way."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from course import progress
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.outages import outage_of

log = logging.getLogger("course.openings")


def note_opening(enrolment_id: int, module_key: str, lesson_key: str) -> None:
    """Keep that the lesson was opened, in a short transaction of its own.

    It only says where to go on. While the database takes nothing, for want of room or
    of a turn, the lesson is shown all the same, and the next reading is noted.
    """
    try:
        with get_database().writing() as writer:
            progress.open_lesson(
                writer, enrolment_id, module_key, lesson_key, now=now(), by=asker()
            )
    except SQLAlchemyError as error:
        if outage_of(error) is None:
            raise
        log.warning("The opening of a lesson was not noted.")
