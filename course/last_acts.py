"""When each learner of a cohort last did something that the record acknowledged.

An enrolment keeps the moment of the facts that move its standing. Lessons that were
opened, answers that were saved and attempts that were taken up again move none: the
latest of them is found here, by the numbers of the rows, which the indexes hold.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from course.models import (
    Attempt,
    AttemptStart,
    Cohort,
    Enrolment,
    LessonOpening,
    Response,
)
from course.submissions import LEARNER


def last_acts(session: Session, cohort: Cohort) -> Mapping[int, datetime]:
    """The latest of what an enrolment does not keep, by its id: one statement."""
    found: dict[int, datetime] = {}
    rows = session.execute(
        union_all(_openings(cohort), _saves(cohort), _starts(cohort))
    )
    for enrolment_id, moment in rows:
        found[enrolment_id] = max(moment, found.get(enrolment_id, moment))
    return found


def _openings(cohort: Cohort) -> Any:
    latest = (
        select(func.max(LessonOpening.id))
        .join(Enrolment, Enrolment.id == LessonOpening.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
        .group_by(LessonOpening.enrolment_id)
    )
    return select(LessonOpening.enrolment_id, LessonOpening.recorded_at).where(
        LessonOpening.id.in_(latest)
    )


def _saves(cohort: Cohort) -> Any:
    """Answers saved in attempts that the learner has not handed in.

    Whoever has handed one in has done that after its last answer, and the enrolment
    keeps it.
    """
    latest = (
        select(func.max(Response.id))
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.cohort_id == cohort.id,
            or_(Attempt.submitted_by.is_(None), Attempt.submitted_by != LEARNER),
        )
        .group_by(Response.attempt_id)
    )
    return (
        select(Attempt.enrolment_id, Response.recorded_at)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .where(Response.id.in_(latest))
    )


def _starts(cohort: Cohort) -> Any:
    return (
        select(Attempt.enrolment_id, func.max(AttemptStart.recorded_at))
        .join(Attempt, Attempt.id == AttemptStart.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id)
        .group_by(Attempt.enrolment_id)
    )
