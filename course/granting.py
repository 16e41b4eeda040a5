"""Granting extra time and extra attempts.

An accommodation holds from the moment it is given: whoever starts an attempt later has
it, and attempts that are open get their later limit in the same transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course import editions, outbox
from course.accommodations import allowances_of
from course.awards import AwardOffice
from course.errors import NotPermitted, OperationConflict, UnknownQuiz
from course.models import (
    Accommodation,
    Attempt,
    AttemptExtension,
    Cohort,
    Enrolment,
    User,
)
from course.operations import made_by
from course.policy import answered_enrolments, visible_cohorts
from course.submissions import close_if_over
from course.turns import hold_enrolments

MOST_EXTRA_TIME = 300
MOST_EXTRA_ATTEMPTS = 20

GrantLetter: TypeAlias = Callable[[User, Accommodation], outbox.Words]
"""The words of the letter to a learner, made at the edge; it never holds the reason."""


def grant(
    session: Session,
    holder: Enrolment | Cohort,
    *,
    op: UUID,
    quiz_key: str | None = None,
    extra_time_percent: int = 0,
    extra_attempts: int = 0,
    reason: str,
    letter: GrantLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Accommodation, bool]:
    """Grant a learner or a whole cohort more time or attempts, and tell them.

    Gives the accommodation, and whether it is new: the same operation sent again
    grants nothing more. An attempt whose time was over before stays over. Raises
    ``NotPermitted``, ``UnknownQuiz``, ``OperationConflict``.
    """
    user_id = holder.user_id if isinstance(holder, Enrolment) else None
    cohort_id = holder.id if isinstance(holder, Cohort) else None
    require_answers_for(session, by, user_id, cohort_id)
    course = editions.course_of(session, holder.edition)
    if quiz_key is not None and not course.asks(quiz_key):
        raise UnknownQuiz(quiz_key)
    asked = {
        "user_id": user_id,
        "cohort_id": cohort_id,
        "quiz_key": quiz_key,
        "extra_time_percent": extra_time_percent,
        "extra_attempts": extra_attempts,
        "reason": reason,
        "actor_id": by.id,
    }
    enrolments = _lock(session, holder, office)
    earlier = made_by(session, Accommodation, op, asked)
    if earlier is not None:
        return earlier, False
    still_open = [
        attempt
        for attempt in _open_attempts(session, holder)
        if not close_if_over(session, attempt, now=now, office=office)
    ]
    accommodation = _add(session, op, asked, now)
    if extra_time_percent:
        _extend(session, accommodation, enrolments, still_open, now=now, by=by)
    _tell(session, accommodation, enrolments, letter, now=now)
    return accommodation, True


def require_answers_for(
    session: Session, by: User, user_id: int | None, cohort_id: int | None
) -> None:
    """Raise ``NotPermitted`` unless this is a learner or cohort that ``by`` leads.

    No trainer grants themselves anything, alone or as one of a cohort.
    """
    if by.is_administrator:
        return
    learns_there = exists().where(
        Enrolment.cohort_id == cohort_id, Enrolment.user_id == by.id
    )
    query = (
        select(Cohort.id).where(
            Cohort.id == cohort_id, visible_cohorts(by), ~learns_there
        )
        if user_id is None
        else select(Enrolment.id).where(
            Enrolment.user_id == user_id, answered_enrolments(by)
        )
    )
    if session.scalar(query.limit(1)) is None:
        raise NotPermitted


def _lock(
    session: Session, holder: Enrolment | Cohort, office: AwardOffice
) -> Sequence[Enrolment]:
    """Every enrolment that this concerns, locked, and the attempts open at them.

    A cohort comes first, as for a list of learners; then attempts and after them the
    enrolments, as for a submission. While these are held no attempt begins, and no
    other accommodation is granted to the same learners.
    """
    if isinstance(holder, Cohort):
        session.execute(
            select(Cohort.id)
            .where(Cohort.id == holder.id)
            .with_for_update(key_share=True)
        )
    session.execute(
        select(Attempt.id)
        .join(Attempt.enrolment)
        .where(_concerned(holder), Attempt.submitted_at.is_(None))
        .order_by(Attempt.id)
        .with_for_update(of=Attempt)
    ).all()
    concerned = select(Enrolment.id).where(_concerned(holder))
    hold_enrolments(session, session.scalars(concerned), office.programmes)
    return session.scalars(
        select(Enrolment)
        .where(_concerned(holder))
        .order_by(Enrolment.id)
        .options(
            joinedload(Enrolment.user),
            joinedload(Enrolment.edition),
            joinedload(Enrolment.cohort),
        )
        .execution_options(populate_existing=True)
    ).all()


def _open_attempts(session: Session, holder: Enrolment | Cohort) -> Sequence[Attempt]:
    """The attempts that are open, read again now that none can begin or end unseen."""
    return session.scalars(
        select(Attempt)
        .join(Attempt.enrolment)
        .where(_concerned(holder), Attempt.submitted_at.is_(None))
        .order_by(Attempt.id)
        .options(joinedload(Attempt.edition))
        .with_for_update(of=Attempt)
        .execution_options(populate_existing=True)
    ).all()


def _concerned(holder: Enrolment | Cohort) -> ColumnElement[bool]:
    if isinstance(holder, Cohort):
        return Enrolment.cohort_id == holder.id
    return Enrolment.user_id == holder.user_id


def _add(
    session: Session, op: UUID, asked: Mapping[str, Any], now: datetime
) -> Accommodation:
    accommodation = Accommodation(uuid=op, occurred_at=now, recorded_at=now, **asked)
    try:
        with session.begin_nested():
            session.add(accommodation)
    except IntegrityError:
        # The same operation granted something to somebody else at the same moment.
        if made_by(session, Accommodation, op, asked) is None:
            raise
        raise OperationConflict from None
    return accommodation


def _extend(
    session: Session,
    accommodation: Accommodation,
    enrolments: Sequence[Enrolment],
    still_open: Sequence[Attempt],
    *,
    now: datetime,
    by: User,
) -> None:
    """Move the limit of each attempt that is open, where it is later than it was."""
    allowances = allowances_of(session, enrolments)
    for attempt in still_open:
        quiz = editions.quiz_of(session, attempt.edition)
        allowance = allowances[attempt.enrolment_id].at(attempt.quiz_key)
        limit = allowance.closes_at(quiz, attempt.recorded_at)
        known = attempt.limit_at
        is_meant = accommodation.quiz_key in (None, attempt.quiz_key)
        if not is_meant or limit is None or known is None or limit <= known:
            continue
        session.add(
            AttemptExtension(
                attempt_id=attempt.id,
                accommodation_id=accommodation.id,
                closes_at=limit,
                actor_id=by.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
        session.expire(attempt, ["extended_to"])
    session.flush()


def _tell(
    session: Session,
    accommodation: Accommodation,
    enrolments: Sequence[Enrolment],
    letter: GrantLetter,
    *,
    now: datetime,
) -> None:
    """Write to each learner once, those who left the course or the platform apart."""
    people = {
        each.user_id: each.user for each in enrolments if each.withdrawn_at is None
    }
    outbox.tell_all(
        session,
        [
            (
                person,
                letter(person, accommodation),
                f"accommodation:{accommodation.uuid}:{person.uuid}",
            )
            for person in people.values()
        ],
        now=now,
    )
