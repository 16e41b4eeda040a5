"""What is done to an award once it is there: by whom, when and why.

Whoever acts holds the enrolment, as whoever marks does, so that two administrators who
act at once take turns; below that the unique indexes decide. An act bears the name that
its client gave it, and done again it is not done again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course import outbox, progress
from course.award_states import (
    REINSTATED,
    REVOKED,
    SUSPENDED,
    may,
    refusal_of,
    replay,
)
from course.award_status import chain_of, events_of
from course.awards import AwardOffice
from course.enrolments import settled
from course.errors import OperationConflict
from course.models import Achievement, Award, AwardEvent, Enrolment, User
from course.operations import made_by


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to an award, as its holder is told: the newest document and why."""

    award: Award
    event: AwardEvent
    successor: Award | None = None

    @property
    def newest(self) -> Award:
        return self.successor or self.award


ActLetter: TypeAlias = Callable[[User, Act], outbox.Words]
"""The words of the letter to a holder, made at the edge."""


def suspend_award(session: Session, award: Award, **how: Any) -> tuple[Act, bool]:
    """Let an award not hold for now. Refused in words where its state forbids it."""
    return _note(session, award, SUSPENDED, **how)


def reinstate_award(session: Session, award: Award, **how: Any) -> tuple[Act, bool]:
    """Let a suspended award hold again."""
    return _note(session, award, REINSTATED, **how)


def revoke_award(session: Session, award: Award, **how: Any) -> tuple[Act, bool]:
    """Take an award back for good. Its number stays, and says so."""
    return _note(session, award, REVOKED, **how)


def lock_enrolment(session: Session, award: Award) -> Enrolment:
    """The enrolment of an award, read anew and locked until the transaction ends."""
    locked = session.scalars(
        select(Enrolment)
        .join(Achievement, Achievement.enrolment_id == Enrolment.id)
        .where(Achievement.id == award.achievement_id)
        .options(
            joinedload(Enrolment.user),
            joinedload(Enrolment.edition),
            joinedload(Enrolment.cohort),
        )
        .with_for_update(of=Enrolment)
        .execution_options(populate_existing=True)
    ).one()
    return settled(session, locked)


def _note(
    session: Session,
    award: Award,
    kind: str,
    *,
    op: UUID,
    reason: str,
    letter: ActLetter,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> tuple[Act, bool]:
    """Add an event to an award's life and tell the holder, once."""
    enrolment = lock_enrolment(session, award)
    asked = {"kind": kind, "cause": None, "reason": reason}
    earlier = done_by(session, award, op, asked)
    if earlier is not None:
        return Act(award, earlier), False
    moment = ready_for(session, award, kind, now)
    event = add_event(session, award, op, asked, now=moment, by=by)
    act = Act(award, event)
    if enrolment.course_key not in office.programmes:
        # A diploma moves no other programme, and may not lock one out of turn.
        progress.note_programmes(
            session, {enrolment.user_id}, now=moment, office=office, by=by
        )
    tell_holder(session, enrolment.user, act, letter, now=now)
    return act, True


def ready_for(session: Session, award: Award, act: str, now: datetime) -> datetime:
    """The moment of an act that the award's state allows; otherwise its refusal.

    Nothing happened before what happened last, whatever another server's clock says.
    """
    events = events_of(session, award)
    state = replay([each.kind for each in events], award.expires_at, now)
    if not may(state, act):
        newest = chain_of(session, award.achievement_id)[-1]
        raise refusal_of(state, act, newest)
    return max(now, events[-1].recorded_at)


def done_by(
    session: Session, award: Award, op: UUID, asked: Mapping[str, Any]
) -> AwardEvent | None:
    """What this operation did before, or ``OperationConflict`` for another act."""
    return made_by(session, AwardEvent, op, {"award_id": award.id, **asked})


def add_event(
    session: Session,
    award: Award,
    op: UUID,
    asked: Mapping[str, Any],
    *,
    now: datetime,
    by: User | None,
) -> AwardEvent:
    """Add what was done to the award's life, under the name of its operation."""
    event = AwardEvent(
        uuid=op,
        award_id=award.id,
        actor_id=by.id if by else None,
        occurred_at=now,
        recorded_at=now,
        **asked,
    )
    try:
        with session.begin_nested():
            session.add(event)
    except IntegrityError:
        # The same name was given to an act on another award at the same moment.
        taken = session.scalar(select(AwardEvent.id).where(AwardEvent.uuid == op))
        if taken is None:
            raise
        raise OperationConflict from None
    return event


def tell_holder(
    session: Session,
    holder: User,
    act: Act,
    letter: ActLetter | None,
    *,
    now: datetime,
) -> None:
    """Write to the holder, once for each act, while their account is open.

    Without a letter somebody else tells them.
    """
    if letter is not None:
        occasion = f"award:{act.event.uuid}"
        outbox.tell(session, holder, letter(holder, act), now=now, occasion=occasion)
