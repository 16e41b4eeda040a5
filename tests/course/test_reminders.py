"""Reminders: only to those who have not done it, once, and never in their night."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from course import enrolments
from course.models import OutgoingMessage, Reminder
from course.reminders import (
    choose_reminders,
    running_cohorts,
    wants_reminders,
    write_reminders,
)
from course.reminding import (
    DAYS_AFTER,
    DAYS_BEFORE,
    LATE,
    SOON,
    QuietHours,
    due_reminders,
)
from course.run_calendar import ModuleWeek
from learner_api.reminder_letters import reminder_letter
from tests import builders
from tests.builders import how_many, miniature_catalogue
from tests.calendars import WEEKS, a_calendar, lives_in
from tests.statements import statements_of
from tests.threads import at_once

OFFICE = ZoneInfo("UTC")
NIGHT = QuietHours(20, 8)
NEVER = QuietHours(0, 0)
# The first module is due on 8 March, the second on 15 March.
NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


@pytest.fixture
def cohort(session):
    cohort = builders.a_cohort(session)
    a_calendar(session, cohort)
    return cohort


def a_pass(session, cohort, *, now=NOON, quiet=NIGHT):
    return write_reminders(
        session,
        cohort.id,
        letter=reminder_letter("https://course.example.org", miniature_catalogue()),
        quiet=quiet,
        office=OFFICE,
        now=now,
    )


def letters_of(session):
    session.flush()
    return session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.dedupe_key.startswith("reminder:"))
        .order_by(OutgoingMessage.id)
    ).all()


def finish(session, enrolment, number):
    for place in [each for each in builders.LESSONS if each[0] == WEEKS[number].module]:
        builders.a_finished_lesson(session, enrolment, *place)
    builders.a_submitted_attempt(session, enrolment, builders.QUIZZES[number])


# The rule


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
    ("day", "stages"),
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
def test_a_module_is_reminded_of_before_its_day_and_after(day, stages):
    moment = datetime(2026, 3, day, 12, tzinfo=UTC)

    found = due_reminders(WEEKS, (), (), moment, OFFICE)

    assert [(each.week.module, each.stage) for each in found] == stages


def test_the_day_is_that_of_the_reader():
    moment = datetime(2026, 3, 8, 19, tzinfo=UTC)

    here, there = (
        due_reminders(WEEKS, (), (), moment, ZoneInfo(zone))[0].stage
        for zone in ("UTC", "Asia/Bishkek")
    )

    assert (here, there) == (SOON, LATE)


KEYS = ("a", "b", "c", "d")
DAYS = st.integers(min_value=0, max_value=40)


@settings(max_examples=40)
@given(
    due=st.lists(DAYS, min_size=4, max_size=4),
    studied=st.sets(st.sampled_from(KEYS)),
    hours=st.lists(st.integers(min_value=0, max_value=50 * 24), max_size=60),
    zone=st.sampled_from(["UTC", "Asia/Bishkek", "America/New_York"]),
)
def test_passes_at_any_hours_remind_of_each_thing_once_and_of_nothing_else(
    due, studied, hours, zone
):
    """Against an account in plain loops, over passes in whatever number."""
    first, place = date(2026, 2, 20), ZoneInfo(zone)
    weeks = [
        ModuleWeek(key, first, first + timedelta(days=days))
        for key, days in zip(KEYS, due, strict=True)
    ]
    begin = datetime(2026, 2, 20, tzinfo=UTC)
    moments = [begin + timedelta(hours=each) for each in sorted(hours)]
    told: set[tuple[str, str]] = set()
    for moment in moments:
        if NIGHT.hold(moment, place):
            continue
        new = due_reminders(weeks, studied, told, moment, place)
        keys = [(each.week.module, each.stage) for each in new]
        assert told.isdisjoint(keys)
        told.update(keys)

    expected = set()
    for week in weeks:
        for moment in moments:
            there = moment.astimezone(place)
            if week.module in studied or there.hour >= 20 or there.hour < 8:
                continue
            left = (week.due_on - there.date()).days
            if 0 <= left <= DAYS_BEFORE:
                expected.add((week.module, SOON))
            if -DAYS_AFTER <= left < 0:
                expected.add((week.module, LATE))
    assert told == expected


# The pass


def test_only_those_who_have_not_done_it_are_written_to(session, cohort):
    idle, busy, gone, invited, unwilling, done = (
        builders.an_enrolment(session, builders.a_learner(session), cohort=cohort)
        for _ in range(6)
    )
    finish(session, busy, 0)
    enrolments.withdraw(session, gone, reason="Left.", now=builders.NOW, by=gone.user)
    invited.user.password_hash = None
    choose_reminders(session, unwilling.user, is_wanted=False, now=builders.NOW)
    for number in (0, 1):
        finish(session, done, number)
    session.flush()

    assert a_pass(session, cohort) == 1

    (letter,) = letters_of(session)
    assert letter.recipient_email == idle.user.email
    assert "is to be finished by 8 March 2026" in letter.body
    assert letter.body.count("https://") == 1
    assert f"/courses/{builders.COURSE}/continue" in letter.body
    assert len(letter.body.encode()) < 20_000


def test_each_is_told_once_however_often_the_pass_runs(session, cohort):
    builders.an_enrolment(session, cohort=cohort)
    session.flush()

    written = [
        a_pass(session, cohort, now=NOON + timedelta(hours=hour))
        for hour in range(12 * 24)
    ]

    stages = session.execute(select(Reminder.module_key, Reminder.stage)).all()
    assert sorted(map(tuple, stages)) == [
        ("first-module", LATE),
        ("first-module", SOON),
        ("second-module", LATE),
        ("second-module", SOON),
    ]
    assert sum(written) == 4


def test_nobody_is_written_to_in_their_night(session, cohort):
    near, far = (builders.an_enrolment(session, cohort=cohort) for _ in range(2))
    lives_in(session, far.user, "Pacific/Auckland")
    session.flush()

    assert a_pass(session, cohort) == 1
    assert [each.recipient_email for each in letters_of(session)] == [near.user.email]

    morning = datetime(2026, 3, 6, 20, tzinfo=UTC)
    assert a_pass(session, cohort, now=morning) == 1
    assert letters_of(session)[-1].recipient_email == far.user.email


def test_several_modules_are_one_letter(session, cohort):
    builders.an_enrolment(session, cohort=cohort)
    session.flush()

    assert a_pass(session, cohort, now=datetime(2026, 3, 12, 12, tzinfo=UTC)) == 1

    (letter,) = letters_of(session)
    assert "was to be finished by 8 March 2026" in letter.body
    assert "is to be finished by 15 March 2026" in letter.body


def test_two_passes_at_once_write_once(session, sessions, cohort):
    for _ in range(5):
        builders.an_enrolment(session, cohort=cohort)
    session.commit()

    def remind(_number):
        with sessions() as own:
            written = a_pass(own, cohort)
            own.commit()
            return written

    assert sorted(at_once(2, remind)) == [0, 5]
    assert how_many(session, Reminder) == 5


def test_many_learners_cost_no_more_statements_than_few(session, cohort):
    def cost():
        session.flush()
        session.expire_all()
        with statements_of(session.get_bind()) as statements:
            a_pass(session, cohort)
        return len(statements)

    builders.an_enrolment(session, cohort=cohort)
    few = cost()
    for _ in range(25):
        builders.an_enrolment(session, cohort=cohort)

    assert cost() <= few


def test_only_led_runs_that_are_open_are_looked_at(session, cohort):
    builders.a_cohort(session, mode="self-paced")
    builders.a_cohort(session, opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 1))
    session.flush()

    assert running_cohorts(session, now=NOON) == [cohort.id]


def test_whoever_said_no_may_say_yes_again(session):
    learner = builders.a_learner(session)
    assert wants_reminders(session, learner)

    for is_wanted in (False, False, True):
        choose_reminders(session, learner, is_wanted=is_wanted, now=builders.NOW)
        assert wants_reminders(session, learner) is is_wanted
