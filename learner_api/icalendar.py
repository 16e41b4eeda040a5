"""Calendars as files, as RFC 5545 writes them. Pure: events in, octets out.

Moments are written in UTC, so that no file needs to explain the clocks of a zone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a calendar: from moment to moment, or on a whole day.

    ``uid`` is the same however often the event is written; ``sequence`` rises whenever
    it changes.
    """

    uid: str
    stamp: datetime
    summary: str
    starts: datetime | date
    ends: datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False
    location: str = ""
    description: str = ""
    url: str = ""


def write_calendar(name: str, product: str, events: Iterable[Event]) -> bytes:
    """A calendar of this name: lines end in CRLF and are folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_text(product)}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        *(line for event in events for line in _event(event)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.stamp)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"SUMMARY:{_text(event.summary)}"
    if isinstance(event.starts, datetime):
        yield f"DTSTART:{_moment(event.starts)}"
        if event.ends is not None:
            yield f"DTEND:{_moment(event.ends)}"
    else:
        # A day ends where the next begins, which is not part of it.
        yield f"DTSTART;VALUE=DATE:{event.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.starts + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if event.location:
        yield f"LOCATION:{_text(event.location)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Text as a value: what would end it or part it is escaped."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        words = words.replace(plain, escaped)
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """A line as octets, never more than 75 before a break, no letter broken."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        # Each further line begins with a space, which counts.
        if len(piece) + len(octets) > _OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
