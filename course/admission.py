"""Putting one person into a cohort, whichever door they came by."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course import enrolments, programmes, progress
from course.awards import AwardOffice
from course.door_errors import InAnotherCohort
from course.models import Cohort, Enrolment, User


def admit(
    session: Session,
    person: User,
    cohort: Cohort,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> Enrolment:
    """The person's enrolment in this cohort: a new one, or the one they had.

    Whoever takes the course alone goes on in the cohort with all that was done, and
    whoever was withdrawn is restored. Raises ``InAnotherCohort``.
    """
    held = latest_enrolment(session, person, cohort)
    if held is None:
        made = enrolments.enrol(
            session, person, cohort.edition, cohort=cohort, now=now, by=by
        )
        if made.cohort_id != cohort.id:
            # Somebody put this person elsewhere since we looked.
            raise InAnotherCohort
        return made
    if held.cohort_id not in (None, cohort.id):
        raise InAnotherCohort
    programmes.restore(session, held, now=now, office=office, by=by)
    if held.cohort_id is None:
        enrolments.assign(session, held, cohort, now=now, by=by)
        session.flush()
        progress.note_standing(session, held, now=now, office=office, by=by)
    return held


def latest_enrolment(
    session: Session, person: User, cohort: Cohort
) -> Enrolment | None:
    """The person's newest enrolment on the course of this cohort, locked.

    One that was undone is nobody's to go on with: whoever had it begins anew.
    """
    found = session.scalar(
        select(Enrolment)
        .where(
            Enrolment.user_id == person.id,
            Enrolment.course_key == cohort.course_key,
            Enrolment.run > 0,
        )
        .order_by(Enrolment.run.desc())
        .limit(1)
        .with_for_update(of=Enrolment)
        .options(joinedload(Enrolment.edition), joinedload(Enrolment.cohort))
    )
    return None if found is None else enrolments.settled(session, found)
