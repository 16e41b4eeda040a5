"""Taking a course anew, once a certificate of it expires or is about to.

A renewal is a new run: an enrolment of its own, which earns an achievement and an award
of its own. The earlier run and whatever it earned stay as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from course.enrolments import begin_run, lock
from course.errors import NotPermitted, OperationConflict
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Edition,
    Enrolment,
    Renewal,
    User,
)
from course.rule_errors import NotRenewable, RenewalReasonNeeded

# So early before the last day may a learner begin anew.
WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Due:
    """A course that its learner may begin anew, and until when the award holds."""

    enrolment: UUID
    course_key: str
    valid_until: date
    has_expired: bool


def renew(
    session: Session,
    enrolment: Enrolment,
    edition: Edition,
    *,
    op: UUID,
    reason: str | None = None,
    today: date,
    now: datetime,
    by: User,
) -> tuple[Enrolment, bool]:
    """The new run that follows this one, and whether it was begun just now.

    Its learner may begin it within ``WINDOW`` of the day until which an award holds;
    an administrator at any time once something was earned, and says why. Raises
    ``NotPermitted``, ``NotRenewable``, ``RenewalReasonNeeded``, ``OperationConflict``.
    """
    is_own = by.id == enrolment.user_id
    if not is_own and not by.is_administrator:
        raise NotPermitted
    lock(session, enrolment)
    earlier = _renewed_by(session, enrolment, op, reason)
    if earlier is not None:
        return earlier, False
    if not is_own and not reason:
        raise RenewalReasonNeeded
    is_granted = by.is_administrator and bool(reason)
    if not _may_renew(session, enrolment, today, is_granted=is_granted):
        raise NotRenewable
    try:
        with session.begin_nested():
            begun = begin_run(session, enrolment, edition, now=now, by=by)
            session.flush()
            session.add(
                Renewal(
                    uuid=op,
                    enrolment_id=begun.id,
                    renews_id=enrolment.id,
                    reason=reason,
                    actor_id=by.id,
                    occurred_at=now,
                    recorded_at=now,
                )
            )
    except IntegrityError:
        # The same operation renewed something else at the same moment.
        earlier = _renewed_by(session, enrolment, op, reason)
        if earlier is None:
            raise
        return earlier, False
    return begun, True


def due_renewals(
    session: Session, enrolments: Sequence[Enrolment], *, today: date
) -> list[Due]:
    """Which of these newest runs their learner may begin anew: one statement."""
    by_id = {each.id: each for each in enrolments}
    found: dict[int, Due] = {}
    for enrolment_id, until in _last_days(session, list(by_id)):
        enrolment = by_id[enrolment_id]
        if until - WINDOW <= today:
            due = Due(enrolment.uuid, enrolment.course_key, until, until < today)
            first = found.setdefault(enrolment_id, due)
            if until < first.valid_until:
                found[enrolment_id] = due
    return list(found.values())


def _last_days(
    session: Session, enrolment_ids: Sequence[int]
) -> list[tuple[int, date]]:
    """Until when each newest document of these enrolments holds that none revoked."""
    successor = aliased(Award)
    is_revoked = exists(
        select(AwardEvent.id).where(
            AwardEvent.award_id == Award.id, AwardEvent.kind == "revoked"
        )
    )
    found = session.execute(
        select(Achievement.enrolment_id, Award.claims["valid_until"].as_string())
        .join(Award, Award.achievement_id == Achievement.id)
        .where(
            Achievement.enrolment_id.in_(enrolment_ids),
            ~exists(select(successor.id).where(successor.supersedes_id == Award.id)),
            ~is_revoked,
        )
        .order_by(Award.id)
    )
    return [(number, date.fromisoformat(until)) for number, until in found if until]


def _may_renew(
    session: Session, enrolment: Enrolment, today: date, *, is_granted: bool
) -> bool:
    if is_granted:
        earned = select(Achievement.id).where(Achievement.enrolment_id == enrolment.id)
        return session.scalar(earned.limit(1)) is not None
    return bool(due_renewals(session, [enrolment], today=today))


def _renewed_by(
    session: Session, enrolment: Enrolment, op: UUID, reason: str | None
) -> Enrolment | None:
    """The run after this one, or ``OperationConflict`` if ``op`` began another."""
    found = session.scalars(
        select(Renewal).where(
            or_(Renewal.uuid == op, Renewal.renews_id == enrolment.id)
        )
    ).all()
    same = (enrolment.id, reason)
    if any(each.uuid == op and (each.renews_id, each.reason) != same for each in found):
        raise OperationConflict
    return found[0].enrolment if found else None
