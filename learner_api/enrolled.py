"""The enrolment that a page is about, or none for those who read without one."""

from datetime import date

from course import enrolments
from course.errors import NotEnrolled
from course.models import Enrolment
from course.waiting import quizzes_waiting
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database


def enrolment_or_none(course_key: str) -> Enrolment | None:
    """The asker's enrolment on a course; nothing for staff, who read without one.

    Raises ``NotEnrolled`` for a learner who is not on the course.
    """
    try:
        return enrolments.enrolment_on(get_database().session, asker(), course_key)
    except NotEnrolled:
        if asker().is_staff:
            return None
        raise


def waiting_at(enrolment: Enrolment | None) -> frozenset[str]:
    """The quizzes at which an attempt of this learner waits for a person to mark it."""
    if enrolment is None:
        return frozenset()
    return quizzes_waiting(get_database().session, [enrolment])[enrolment.id]


def opens_on(enrolment: Enrolment | None) -> date | None:
    """The day from which a waiting learner's work is recorded; nothing once it has."""
    cohort = enrolment.cohort if enrolment else None
    if cohort is None or cohort.opens_on <= now().date():
        return None
    return cohort.opens_on
