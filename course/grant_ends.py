"""Ending what was granted. It takes nothing from an attempt that was begun under it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.errors import OperationConflict
from course.granting import require_answers_for
from course.models import Accommodation, AccommodationEnd, User


def end_grant(
    session: Session,
    accommodation: Accommodation,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[AccommodationEnd, bool]:
    """End an accommodation, or give back the end that it has, and whether it is new.

    Attempts that were begun under it keep their time. Raises ``NotPermitted``,
    ``OperationConflict``.
    """
    require_answers_for(session, by, accommodation.user_id, accommodation.cohort_id)
    earlier = _ended_by(session, accommodation, op, reason)
    if earlier is not None:
        return earlier, False
    ended = AccommodationEnd(
        uuid=op,
        accommodation_id=accommodation.id,
        reason=reason,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(ended)
    except IntegrityError:
        # Somebody ended it at the same moment, or the operation was sent twice.
        earlier = _ended_by(session, accommodation, op, reason)
        if earlier is None:
            raise
        return earlier, False
    return ended, True


def _ended_by(
    session: Session, accommodation: Accommodation, op: UUID, reason: str
) -> AccommodationEnd | None:
    """The end that it has, or ``OperationConflict`` if ``op`` is another act's."""
    found = session.scalars(
        select(AccommodationEnd).where(
            or_(
                AccommodationEnd.uuid == op,
                AccommodationEnd.accommodation_id == accommodation.id,
            )
        )
    ).all()
    for each in found:
        known = (each.accommodation_id, each.reason)
        if each.uuid == op and known != (accommodation.id, reason):
            raise OperationConflict
    return found[0] if found else None
