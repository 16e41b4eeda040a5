"""Enrolling learners, assigning them to cohorts, withdrawing and restoring them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from course import editions
from course.errors import CohortNotOpen, EnrolmentWithdrawn, NotEnrolled
from course.evidence import SELF_PACED, Evidence
from course.models import (
    Cohort,
    Edition,
    Enrolment,
    EnrolmentEvent,
    RuleChangeEntry,
    User,
)
from course.policy import visible_enrolments
from course.programme_evidence import evidence_at_start
from course.standing import Standing, fold


def enrol(
    session: Session,
    learner: User,
    edition: Edition,
    *,
    cohort: Cohort | None = None,
    now: datetime,
    by: User | None = None,
) -> Enrolment:
    """Put a learner on a course, held to this edition, or return the enrolment.

    Two requests may arrive at once; the unique constraint decides between them, and
    the loser is handed the winner's enrolment.
    """
    course = editions.course_of(session, edition)
    enrolment = Enrolment(
        user_id=learner.id,
        user=learner,
        course_key=course.key,
        edition=edition,
        cohort=cohort,
        enrolled_at=now,
        standing={},
    )
    mode = cohort.mode if cohort else SELF_PACED
    keep_standing(enrolment, fold(course, Evidence(mode=mode)))
    try:
        with session.begin_nested():
            session.add(enrolment)
    except IntegrityError:
        return session.scalars(
            select(Enrolment)
            .where(Enrolment.user_id == learner.id, Enrolment.course_key == course.key)
            .order_by(Enrolment.run.desc())
            .limit(1)
        ).one()
    if course.is_programme:
        begun = evidence_at_start(session, enrolment, mode)
        keep_standing(enrolment, fold(course, begun))
    _note(session, enrolment, "enrolled", now=now, by=by)
    return enrolment


def begin_run(
    session: Session, earlier: Enrolment, edition: Edition, *, now: datetime, by: User
) -> Enrolment:
    """Put a learner on the course anew, with nothing done yet, in no cohort.

    The earlier run stays as it is. The unique constraint refuses a second such run.
    """
    course = editions.course_of(session, edition)
    enrolment = Enrolment(
        user_id=earlier.user_id,
        user=earlier.user,
        course_key=earlier.course_key,
        run=earlier.run + 1,
        edition=edition,
        enrolled_at=now,
        standing={},
    )
    keep_standing(enrolment, fold(course, Evidence()))
    session.add(enrolment)
    if course.is_programme:
        session.flush()
        begun = evidence_at_start(session, enrolment, SELF_PACED)
        keep_standing(enrolment, fold(course, begun))
    _note(session, enrolment, "enrolled", now=now, by=by)
    return enrolment


def assign(
    session: Session, enrolment: Enrolment, cohort: Cohort, *, now: datetime, by: User
) -> EnrolmentEvent:
    """Put somebody who is already on the course into a cohort.

    How a cohort is run can change what is asked of its learners: whoever calls this
    notes their standings before the transaction ends.
    """
    enrolment.cohort = cohort
    enrolment.cohort_id = cohort.id
    return _note(session, enrolment, "assigned", now=now, by=by)


def withdraw(
    session: Session, enrolment: Enrolment, *, reason: str, now: datetime, by: User
) -> EnrolmentEvent | None:
    """Take a learner off the course. What they did stays on the record."""
    if enrolment.withdrawn_at is not None:
        return None
    enrolment.withdrawn_at = now
    return _note(session, enrolment, "withdrawn", now=now, by=by, reason=reason)


def restore(
    session: Session, enrolment: Enrolment, *, now: datetime, by: User
) -> EnrolmentEvent | None:
    """Let somebody who was withdrawn go on where they stopped."""
    if enrolment.withdrawn_at is None:
        return None
    enrolment.withdrawn_at = None
    return _note(session, enrolment, "restored", now=now, by=by)


def find_enrolment(
    session: Session, asker: User, uuid: UUID, *, for_update: bool = False
) -> Enrolment | None:
    """The enrolment of this name if the asker may see it."""
    query = (
        select(Enrolment)
        .where(Enrolment.uuid == uuid, visible_enrolments(asker))
        .options(
            joinedload(Enrolment.edition),
            joinedload(Enrolment.cohort),
            joinedload(Enrolment.user),
        )
    )
    if not for_update:
        return session.scalar(query)
    found = session.scalar(query.with_for_update(of=Enrolment))
    return None if found is None else settled(session, found)


_LATEST = (
    select(Enrolment)
    .outerjoin(Enrolment.edition)
    .outerjoin(Enrolment.cohort)
    .where(
        Enrolment.user_id == bindparam("learner"),
        Enrolment.course_key == bindparam("course"),
        Enrolment.run > 0,
    )
    .order_by(Enrolment.run.desc())
    .limit(1)
    .options(contains_eager(Enrolment.edition), contains_eager(Enrolment.cohort))
)
_LATEST_TO_CHANGE = _LATEST.with_for_update(of=Enrolment)


def enrolment_on(
    session: Session, learner: User, course_key: str, *, for_update: bool = False
) -> Enrolment:
    """The learner's own latest enrolment on a course, or ``NotEnrolled``."""
    enrolment = session.scalar(
        _LATEST_TO_CHANGE if for_update else _LATEST,
        {"learner": learner.id, "course": course_key},
    )
    if enrolment is None:
        raise NotEnrolled(course_key)
    return settled(session, enrolment)


def lock(session: Session, enrolment: Enrolment) -> None:
    """Read an enrolment anew and lock it, before what it keeps of its facts moves."""
    # What is not fetched is not read: a row that is only locked would stay as it was.
    locked = session.scalars(
        select(Enrolment)
        .outerjoin(Enrolment.edition)
        .outerjoin(Enrolment.cohort)
        .where(Enrolment.id == enrolment.id)
        .with_for_update(of=Enrolment)
        .options(contains_eager(Enrolment.edition), contains_eager(Enrolment.cohort))
        .execution_options(populate_existing=True)
    ).one()
    settled(session, locked)


def settled(session: Session, enrolment: Enrolment) -> Enrolment:
    """An enrolment that was locked, with its edition and cohort as they are by now.

    PostgreSQL reads a row anew that it had to wait for, but joins to it what was there
    before: of an enrolment that went over to another edition meanwhile it finds none.
    So nobody who locks may join them otherwise than outwards.
    """
    known = {"edition": enrolment.edition_id, "cohort": enrolment.cohort_id}
    stale = [
        name
        for name, number in known.items()
        if number is not None and enrolment.__dict__.get(name, enrolment) is None
    ]
    if stale:
        session.expire(enrolment, stale)
    return enrolment


def enrolments_of(session: Session, learner: User) -> list[Enrolment]:
    """A learner's enrolments, the newest run on each course, the latest first."""
    return list(
        session.scalars(
            select(Enrolment)
            .where(Enrolment.user_id == learner.id, is_newest_run())
            .options(joinedload(Enrolment.edition), joinedload(Enrolment.cohort))
            .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
        )
    )


def is_newest_run() -> ColumnElement[bool]:
    """Whether no later run of the same course was begun by the same learner.

    An enrolment that was undone is nobody's run.
    """
    later = aliased(Enrolment)
    return (Enrolment.run > 0) & ~exists(
        select(later.id).where(
            later.user_id == Enrolment.user_id,
            later.course_key == Enrolment.course_key,
            later.run > Enrolment.run,
        )
    )


def edition_at(session: Session, enrolment: Enrolment, moment: datetime) -> Edition:
    """The edition that an enrolment was held to, as it was known at a moment.

    A change of the rule since has not moved what was so then.
    """
    left = session.scalar(
        select(Edition)
        .join(RuleChangeEntry, RuleChangeEntry.from_edition_id == Edition.id)
        .where(
            RuleChangeEntry.enrolment_id == enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
            RuleChangeEntry.recorded_at > moment,
        )
        .order_by(RuleChangeEntry.id)
        .limit(1)
    )
    return left or enrolment.edition


def courses_of(session: Session, learner: User) -> list[str]:
    """The keys of the courses that a learner is on, the latest first."""
    return list(
        session.scalars(
            select(Enrolment.course_key)
            .where(Enrolment.user_id == learner.id, is_newest_run())
            .order_by(Enrolment.enrolled_at.desc(), Enrolment.id.desc())
        )
    )


def require_active(enrolment: Enrolment, *, now: datetime) -> None:
    """Raise a refusal when nothing may be recorded on this enrolment now.

    A cohort's closing date stops nobody: what is done late is recorded as late.
    """
    if enrolment.withdrawn_at is not None:
        raise EnrolmentWithdrawn
    if enrolment.cohort is not None and now.date() < enrolment.cohort.opens_on:
        raise CohortNotOpen(enrolment.cohort.opens_on)


def keep_standing(enrolment: Enrolment, standing: Standing) -> None:
    """Keep the fold's result on the enrolment, in the transaction that moved it."""
    for column, value in kept_columns(standing).items():
        setattr(enrolment, column, value)


def kept_columns(standing: Standing) -> dict[str, Any]:
    """What an enrolment keeps of a standing, column by column."""
    completion = standing.completion
    return {
        "standing": standing.kept(),
        "met": completion.met,
        "needed": completion.needed,
        "completed_at": completion.met_at,
    }


def _note(
    session: Session,
    enrolment: Enrolment,
    kind: str,
    *,
    now: datetime,
    by: User | None,
    reason: str | None = None,
) -> EnrolmentEvent:
    # Events are read in the order of their numbers, which a flush gives them.
    session.flush()
    event = EnrolmentEvent(
        enrolment_id=enrolment.id,
        kind=kind,
        cohort_id=enrolment.cohort_id,
        reason=reason,
        actor_id=by.id if by else None,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(event)
    return event
