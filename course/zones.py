"""The time zone that somebody lives by: in it their days end and their nights are.

Whoever said nothing lives by the zone of the office that gives the course.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from course.calendar_errors import UnknownZone
from course.models import PersonZone, User
from course.operations import made_by


@cache
def zone_names() -> tuple[str, ...]:
    """The names that can be chosen: places, and UTC."""
    places = (name for name in available_timezones() if "/" in name)
    gone = ("Etc/", "posix/", "right/", "SystemV/", "US/")
    return ("UTC", *sorted(name for name in places if not name.startswith(gone)))


def zone_of(session: Session, person: User, office: ZoneInfo) -> ZoneInfo:
    """The zone of a person."""
    return zones_of(session, [person.id], office)[person.id]


def chosen_zone(session: Session, person: User) -> str | None:
    """The name of the zone that somebody chose, or nothing where they said nothing."""
    return session.scalar(
        select(PersonZone.zone)
        .where(PersonZone.user_id == person.id)
        .order_by(PersonZone.number.desc())
        .limit(1)
    )


def zones_of(
    session: Session, people: Collection[int], office: ZoneInfo
) -> Mapping[int, ZoneInfo]:
    """The zones of many by their id: one statement."""
    later = aliased(PersonZone)
    is_latest = PersonZone.number == (
        select(func.max(later.number))
        .where(later.user_id == PersonZone.user_id)
        .correlate(PersonZone)
        .scalar_subquery()
    )
    said = session.execute(
        select(PersonZone.user_id, PersonZone.zone).where(
            PersonZone.user_id.in_(people), is_latest
        )
    )
    chosen = {person: ZoneInfo(zone) for person, zone in said}
    return {person: chosen.get(person, office) for person in people}


def choose_zone(
    session: Session, person: User, zone: str, *, op: UUID, now: datetime
) -> tuple[PersonZone, bool]:
    """Live by this zone from now on; whether this made a new row.

    Raises ``UnknownZone`` and ``OperationConflict``.
    """
    if zone not in zone_names():
        raise UnknownZone(zone)
    session.execute(select(User.id).where(User.id == person.id).with_for_update())
    said = {"user_id": person.id, "zone": zone}
    repeated = made_by(session, PersonZone, op, said)
    if repeated is not None:
        return repeated, False
    number = session.scalar(
        select(func.max(PersonZone.number)).where(PersonZone.user_id == person.id)
    )
    row = PersonZone(
        uuid=op,
        user_id=person.id,
        number=(number or 0) + 1,
        zone=zone,
        actor_id=person.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row, True
