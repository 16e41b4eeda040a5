"""Calendars as files: what a plain reader of RFC 5545 reads back out of them."""

import re
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from learner_api.icalendar import Event, write_calendar

STAMP = datetime(2026, 11, 27, 12, tzinfo=UTC)
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"),
    max_size=200,
)


def read(octets: bytes) -> list[tuple[str, str]]:
    """The lines of a calendar as names and values, unfolded and unescaped."""
    assert octets.endswith(b"\r\n")
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    whole = octets.replace(b"\r\n ", b"").decode()
    pairs = [line.partition(":") for line in whole.split("\r\n")[:-1]]
    return [(name, _plain(value)) for name, _, value in pairs]


def _plain(value: str) -> str:
    found = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda at: found.get(at[1], at[1]), value)


@settings(max_examples=40)
@given(WORDS, WORDS)
def test_any_words_are_read_back(summary, place):
    event = Event("one@example.org", STAMP, summary, STAMP, STAMP, location=place)

    lines = dict(read(write_calendar("Mine", "-//Test//EN", [event])))

    assert lines["SUMMARY"] == summary
    assert lines.get("LOCATION", "") == place


def test_a_session_is_written_in_utc_with_what_changed():
    event = Event(
        "one@example.org",
        STAMP,
        "Roads; bridges, ferries",
        datetime(2026, 12, 3, 9, tzinfo=UTC),
        datetime(2026, 12, 3, 10, tzinfo=UTC),
        sequence=2,
        is_cancelled=True,
    )

    octets = write_calendar("Mine", "-//Test//EN", [event])

    assert b"SUMMARY:Roads\\; bridges\\, ferries\r\n" in octets
    assert read(octets)[-10:] == [
        ("BEGIN", "VEVENT"),
        ("UID", "one@example.org"),
        ("DTSTAMP", "20261127T120000Z"),
        ("SEQUENCE", "2"),
        ("SUMMARY", "Roads; bridges, ferries"),
        ("DTSTART", "20261203T090000Z"),
        ("DTEND", "20261203T100000Z"),
        ("STATUS", "CANCELLED"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_a_day_ends_where_the_next_begins():
    event = Event("due@example.org", STAMP, "Due", date(2026, 12, 31))

    lines = dict(read(write_calendar("Mine", "-//Test//EN", [event])))

    assert lines["DTSTART;VALUE=DATE"] == "20261231"
    assert lines["DTEND;VALUE=DATE"] == "20270101"
