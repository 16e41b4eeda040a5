"""Sessions with experts: scheduled, changed and cancelled, each time by a new row.

A time is said by a clock on somebody's wall, in a zone that is named, and kept in UTC.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from course.calendar_errors import UnknownZone
from course.models import Cohort, ExpertSession, User
from course.operations import made_by
from course.telling_errors import EndsBeforeStart, NoSuchTime, SessionCancelled
from course.zones import zone_names

LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a session is about, with whom, when and where. The moments are UTC."""

    title: str
    expert: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str


SLOT_FIELDS = tuple(each.name for each in fields(Slot))


def slot_of(
    *,
    title: str,
    expert: str,
    starts: datetime,
    ends: datetime,
    zone: str,
    place: str,
) -> Slot:
    """A slot from what the clocks of a zone show. Pure.

    Where the clocks are put back, a time that comes twice is the first of the two.
    Raises ``UnknownZone``, ``NoSuchTime`` and ``EndsBeforeStart``.
    """
    if zone not in zone_names():
        raise UnknownZone(zone)
    starts_at, ends_at = (_moment(clock, ZoneInfo(zone)) for clock in (starts, ends))
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise EndsBeforeStart
    return Slot(title, expert, starts_at, ends_at, zone, place)


def schedule_session(
    session: Session, cohort: Cohort, slot: Slot, *, op: UUID, now: datetime, by: User
) -> tuple[ExpertSession, bool]:
    """Schedule a session for a cohort, which the caller has locked; whether it is new.

    Raises ``OperationConflict``.
    """
    said = {
        "cohort_id": cohort.id,
        "expert_session": op,
        "is_cancelled": False,
        "reason": None,
        **asdict(slot),
    }
    return _add(session, said, None, op=op, now=now, by=by)


def change_session(
    session: Session,
    latest: ExpertSession,
    slot: Slot,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[ExpertSession, bool]:
    """Let a session take place otherwise, and say why; whether this made a new row.

    The cohort is locked by the caller. Raises ``SessionCancelled`` and
    ``OperationConflict``.
    """
    said = {
        "cohort_id": latest.cohort_id,
        "expert_session": latest.expert_session,
        "is_cancelled": False,
        "reason": reason,
        **asdict(slot),
    }
    return _add(session, said, latest, op=op, now=now, by=by)


def cancel_session(
    session: Session,
    latest: ExpertSession,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[ExpertSession, bool]:
    """Cancel a session for good, and say why; whether this made a new row.

    The cohort is locked by the caller. Raises ``SessionCancelled`` and
    ``OperationConflict``.
    """
    slot = {name: getattr(latest, name) for name in SLOT_FIELDS}
    said = {
        "cohort_id": latest.cohort_id,
        "expert_session": latest.expert_session,
        "is_cancelled": True,
        "reason": reason,
        **slot,
    }
    return _add(session, said, latest, op=op, now=now, by=by)


def sessions_of(session: Session, cohorts: Collection[int]) -> list[ExpertSession]:
    """The sessions of these cohorts as they stand, in order of time: one statement."""
    later = aliased(ExpertSession)
    latest = (
        select(func.max(later.number))
        .where(later.expert_session == ExpertSession.expert_session)
        .correlate(ExpertSession)
        .scalar_subquery()
    )
    return list(
        session.scalars(
            select(ExpertSession)
            .where(ExpertSession.cohort_id.in_(cohorts), ExpertSession.number == latest)
            .order_by(ExpertSession.starts_at, ExpertSession.id)
        )
    )


def latest_of(session: Session, cohort: Cohort, name: UUID) -> ExpertSession | None:
    """The latest version of a session of this cohort, if there is one."""
    return session.scalar(
        select(ExpertSession)
        .where(
            ExpertSession.cohort_id == cohort.id, ExpertSession.expert_session == name
        )
        .order_by(ExpertSession.number.desc())
        .limit(1)
    )


def _moment(clock: datetime, zone: ZoneInfo) -> datetime:
    moment = clock.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != clock:
        raise NoSuchTime(f"{clock:%H:%M}", zone.key)
    return moment


def _add(
    session: Session,
    said: dict[str, Any],
    latest: ExpertSession | None,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> tuple[ExpertSession, bool]:
    repeated = made_by(session, ExpertSession, op, said)
    if repeated is not None:
        return repeated, False
    if latest is not None and latest.is_cancelled:
        raise SessionCancelled
    row = ExpertSession(
        uuid=op,
        number=latest.number + 1 if latest else 1,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    session.add(row)
    session.flush()
    return row, True
