"""What a trainer says in person: that a learner has done enough, or no longer so.

A sign-off is given with a reason and withdrawn by a new row with another. What it
completes is completed with it; withdrawing takes no award away, which is for an
administrator to decide.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import progress
from course.awards import AwardOffice
from course.errors import (
    EnrolmentWithdrawn,
    NotPermitted,
)
from course.models import Enrolment, SignOff, User
from course.operations import made_by
from course.sign_off_errors import SignOffUnchanged

GIVEN, WITHDRAWN = "given", "withdrawn"
VERDICTS = (GIVEN, WITHDRAWN)


def sign_off(
    session: Session,
    enrolment: Enrolment,
    *,
    op: UUID,
    verdict: str,
    reason: str,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[SignOff, bool]:
    """Give a sign-off or withdraw it; whether this made a new row.

    The enrolment is locked by the caller, to whom it is visible. Raises
    ``NotPermitted``, ``SignOffUnchanged``, ``OperationConflict`` and, where one is
    given, ``EnrolmentWithdrawn``.
    """
    require_signer(enrolment, by)
    said = {
        "enrolment_id": enrolment.id,
        "verdict": verdict,
        "reason": reason,
        "actor_id": by.id,
    }
    repeated = made_by(session, SignOff, op, said)
    if repeated is not None:
        return repeated, False
    latest = _latest(session, enrolment)
    if verdict == (latest.verdict if latest else WITHDRAWN):
        raise SignOffUnchanged
    if verdict == GIVEN and enrolment.withdrawn_at is not None:
        raise EnrolmentWithdrawn
    row = SignOff(
        uuid=op,
        number=latest.number + 1 if latest else 1,
        occurred_at=now,
        # What another server's clock says first was said first all the same.
        recorded_at=max(now, latest.recorded_at) if latest else now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        made_by(session, SignOff, op, said)
        raise SignOffUnchanged from None
    progress.note_standing(session, enrolment, now=now, office=office, by=by)
    return row, True


def sign_offs_of(session: Session, enrolment: Enrolment) -> list[tuple[SignOff, str]]:
    """All that was said of an enrolment, the latest first, with the names of who."""
    rows = session.execute(
        select(SignOff, User.name)
        .join(User, User.id == SignOff.actor_id)
        .where(SignOff.enrolment_id == enrolment.id)
        .order_by(SignOff.number.desc())
    )
    return [(row, name) for row, name in rows]


def require_signer(enrolment: Enrolment, by: User) -> None:
    """Raise ``NotPermitted`` for all but staff, and for whoever learns here."""
    if not by.is_staff or enrolment.user_id == by.id:
        raise NotPermitted


def _latest(session: Session, enrolment: Enrolment) -> SignOff | None:
    return session.scalar(
        select(SignOff)
        .where(SignOff.enrolment_id == enrolment.id)
        .order_by(SignOff.number.desc())
        .limit(1)
    )
