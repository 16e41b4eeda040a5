"""The enrolment that a page is about, or none for those who read without one."""

from datetime import date

from course import enrolments
from course.errors import NotEnrolled
from course.models import Enrolment
from course.waiting import paper_waits, quizzes_waiting, roadmap_waits
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database

_ROADMAP, _PAPER = ["roadmap", "", "roadmap"], ["paper", "", "paper"]


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
    """What of this learner waits for a person: quizzes to mark, work to read."""
    if enrolment is None:
        return frozenset()
    waiting = quizzes_waiting(get_database().session, [enrolment])[enrolment.id]
    return with_roadmap(enrolment, waiting)


def with_roadmap(enrolment: Enrolment, waiting: frozenset[str]) -> frozenset[str]:
    """The same and the roadmap's or the paper's key, where it is asked and waits."""
    session = get_database().session
    outstanding = enrolment.standing["outstanding"]
    if _ROADMAP in outstanding and roadmap_waits(session, enrolment):
        waiting |= {"roadmap"}
    if _PAPER in outstanding and paper_waits(session, enrolment):
        waiting |= {"paper"}
    return waiting


def opens_on(enrolment: Enrolment | None) -> date | None:
    """The day from which a waiting learner's work is recorded; nothing once it has."""
    cohort = enrolment.cohort if enrolment else None
    if cohort is None or cohort.opens_on <= now().date():
        return None
    return cohort.opens_on
