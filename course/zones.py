"""The time zone that somebody lives by: in it their days end and their nights are.

Whoever said nothing lives by the zone of the office that gives the course.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.orm import Session

from course.calendar_errors import UnknownZone
from course.models import PersonZone, User
from course.said_of_oneself import said_last, say


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
    return said_last(session, PersonZone.zone, [person.id]).get(person.id)


def zones_of(
    session: Session, people: Collection[int], office: ZoneInfo
) -> Mapping[int, ZoneInfo]:
    """The zones of many by their id: one statement."""
    said = said_last(session, PersonZone.zone, people)
    chosen = {person: ZoneInfo(zone) for person, zone in said.items()}
    return {person: chosen.get(person, office) for person in people}


def choose_zone(
    session: Session, person: User, zone: str, *, op: UUID, now: datetime
) -> tuple[PersonZone, bool]:
    """Live by this zone from now on; whether this made a new row.

    Raises ``UnknownZone`` and ``OperationConflict``.
    """
    if zone not in zone_names():
        raise UnknownZone(zone)
    return say(session, PersonZone, person, {"zone": zone}, op=op, now=now)
