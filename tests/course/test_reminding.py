"""Who is reminded of what, and when: values in, reminders out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.reminding import (
    DAYS_AFTER,
    DAYS_BEFORE,
    LATE,
    SOON,
    QuietHours,
    Reader,
    due_reminders,
)
from course.run_calendar import ModuleWeek
from tests.calendars import WEEKS

OFFICE = ZoneInfo("UTC")
NIGHT = QuietHours(20, 8)
NEVER = QuietHours(0, 0)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def reader(zone=OFFICE, joined=LONG_AGO, **values):
    return Reader(zone, joined, **values)


def stages(found):
    return [(each.week.module, each.stage) for each in found]


@pytest.mark.parametrize(
    ("hour", "zone", "is_quiet"),
    [
        (12, "UTC", False),
        (19, "UTC", False),
        (20, "UTC", True),
        (7, "UTC", True),
        (8, "UTC", False),
        (14, "Asia/Bishkek", True),
        (2, "Asia/Bishkek", False),
        # On 8 March 2026 New York's clocks went forward: 12 is 8 there, and not 7.
        (12, "America/New_York", False),
        (11, "America/New_York", True),
    ],
)
def test_nights_are_those_of_the_reader(hour, zone, is_quiet):
    moment = datetime(2026, 3, 9, hour, tzinfo=UTC)

    assert NIGHT.hold(moment, ZoneInfo(zone)) is is_quiet
    assert NEVER.hold(moment, ZoneInfo(zone)) is False


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (4, []),
        (5, [("first-module", SOON)]),
        (8, [("first-module", SOON)]),
        (9, [("first-module", LATE)]),
        (12, [("first-module", LATE), ("second-module", SOON)]),
        (15, [("first-module", LATE), ("second-module", SOON)]),
        (16, [("second-module", LATE)]),
        (23, []),
    ],
)
def test_a_module_is_reminded_of_before_its_day_and_after(day, expected):
    moment = datetime(2026, 3, day, 12, tzinfo=UTC)

    assert stages(due_reminders(WEEKS, reader(), moment)) == expected


def test_the_day_is_that_of_the_reader():
    moment = datetime(2026, 3, 8, 19, tzinfo=UTC)

    here, there = (
        due_reminders(WEEKS, reader(ZoneInfo(zone)), moment)[0].stage
        for zone in ("UTC", "Asia/Bishkek")
    )

    assert (here, there) == (SOON, LATE)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (8, []),
        (9, []),
        (10, [("short", SOON)]),
        (11, [("short", SOON)]),
        (12, [("short", LATE)]),
    ],
)
def test_nothing_is_due_soon_that_has_not_begun(day, expected):
    two_days = (ModuleWeek("short", date(2026, 3, 10), date(2026, 3, 11)),)
    moment = datetime(2026, 3, day, 12, tzinfo=UTC)

    assert stages(due_reminders(two_days, reader(), moment)) == expected


@pytest.mark.parametrize(
    ("joined", "zone", "expected"),
    [
        # The first module is due on 8 March.
        (datetime(2026, 3, 8, 23, tzinfo=UTC), "UTC", [LATE]),
        (datetime(2026, 3, 9, tzinfo=UTC), "UTC", []),
        # There it was the ninth already, and here it is the eighth still.
        (datetime(2026, 3, 8, 19, tzinfo=UTC), "Asia/Bishkek", []),
        (datetime(2026, 3, 9, 2, tzinfo=UTC), "America/New_York", [LATE]),
    ],
)
def test_nobody_is_late_with_a_week_that_was_over_when_they_joined(
    joined, zone, expected
):
    one = reader(ZoneInfo(zone), joined)
    moment = datetime(2026, 3, 10, 12, tzinfo=UTC)

    found = due_reminders(WEEKS[:1], one, moment)

    assert [each.stage for each in found] == expected


KEYS = ("a", "b", "c", "d")
DAYS = st.integers(min_value=0, max_value=40)
FIRST = datetime(2026, 2, 20, tzinfo=UTC)


def is_expected(week, stage, there, joined):
    """The rule in plain words, of a moment and a joining in the reader's zone."""
    left = (week.due_on - there.date()).days
    if stage == SOON:
        return week.opens_on <= there.date() and 0 <= left <= DAYS_BEFORE
    return -DAYS_AFTER <= left < 0 and not week.due_on < joined.date()


@settings(max_examples=60)
@given(
    due=st.lists(st.tuples(DAYS, st.integers(0, 9)), min_size=4, max_size=4),
    studied=st.sets(st.sampled_from(KEYS)),
    hours=st.lists(st.integers(min_value=0, max_value=50 * 24), max_size=60),
    joined=st.integers(min_value=-240, max_value=50 * 24),
    zone=st.sampled_from(["UTC", "Asia/Bishkek", "America/New_York"]),
)
def test_passes_at_any_hours_remind_of_each_thing_once_and_of_nothing_else(
    due, studied, hours, joined, zone
):
    """Nobody of what they have done, and nobody twice, over passes in any number."""
    place, begun = ZoneInfo(zone), FIRST + timedelta(hours=joined)
    weeks = [
        ModuleWeek(key, last - timedelta(days=length), last)
        for key, (days, length) in zip(KEYS, due, strict=True)
        for last in [FIRST.date() + timedelta(days=days)]
    ]
    moments = [FIRST + timedelta(hours=each) for each in sorted(hours)]
    told: set[tuple[str, str]] = set()
    for moment in moments:
        one = reader(place, begun, studied=studied, told=told)
        new = stages(due_reminders(weeks, one, moment))
        assert told.isdisjoint(new)
        assert studied.isdisjoint(key for key, _ in new)
        assert len(set(new)) == len(new)
        told.update(new)

    assert told == {
        (week.module, stage)
        for week in weeks
        for stage in (SOON, LATE)
        for moment in moments
        if week.module not in studied
        and is_expected(week, stage, moment.astimezone(place), begun.astimezone(place))
    }
