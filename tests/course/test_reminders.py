"""Reminders: only to those who have not done it, once, and never in their night."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from course import enrolments
from course.cohort_overview import cohort_overview
from course.letter_choices import REMINDERS, choose, wants
from course.models import OutgoingMessage, Reminder
from course.reminders import (
    running_cohorts,
    write_reminders,
)
from course.reminding import (
    LATE,
    SOON,
    QuietHours,
)
from learner_api.reminder_letters import reminder_letter
from learner_api.stop_tokens import StopTokens
from tests import builders
from tests.builders import how_many, miniature_catalogue
from tests.calendars import WEEKS, a_calendar, lives_in
from tests.marked_by_person import a_waiting_attempt, quiz_with_text
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
        letter=reminder_letter(
            "https://course.example.org", miniature_catalogue(), StopTokens(["k" * 32])
        ),
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


def test_only_those_who_have_not_done_it_are_written_to(session, cohort):
    idle, busy, gone, invited, unwilling, done = (
        builders.an_enrolment(session, builders.a_learner(session), cohort=cohort)
        for _ in range(6)
    )
    finish(session, busy, 0)
    enrolments.withdraw(session, gone, reason="Left.", now=builders.NOW, by=gone.user)
    invited.user.password_hash = None
    choose(session, REMINDERS, unwilling.user, is_wanted=False, now=builders.NOW)
    for number in (0, 1):
        finish(session, done, number)
    session.flush()

    assert a_pass(session, cohort) == 1

    (letter,) = letters_of(session)
    assert letter.recipient_email == idle.user.email
    assert "is to be finished by 8 March 2026" in letter.body
    assert letter.body.count("https://") == 2
    assert f"/courses/{builders.COURSE}/continue" in letter.body
    assert f"\n{letter.stop_link}\n" in letter.body
    assert len(letter.body.encode()) < 20_000


def test_whoever_waits_for_a_mark_is_not_reminded(session, cohort):
    waits, failed = (
        builders.an_enrolment(session, builders.a_learner(session), cohort=cohort)
        for _ in range(2)
    )
    for enrolment in (waits, failed):
        for place in builders.LESSONS[:2]:
            builders.a_finished_lesson(session, enrolment, *place)
    a_waiting_attempt(session, waits, quiz=quiz_with_text(builders.QUIZZES[0]))
    builders.a_submitted_attempt(session, failed, builders.QUIZZES[0], answers={})
    session.flush()

    assert a_pass(session, cohort) == 1

    assert [each.recipient_email for each in letters_of(session)] == [failed.user.email]
    found = cohort_overview(session, cohort, days=7, now=NOON, office=OFFICE)
    done = {each.email: each.modules[0].is_done for each in found.learners}
    assert done == {waits.user.email: True, failed.user.email: False}


def test_whoever_joins_late_is_not_told_of_the_weeks_before(session, cohort):
    joined = datetime(2026, 3, 12, 10, tzinfo=UTC)
    builders.an_enrolment(session, cohort=cohort, now=joined)
    session.flush()

    a_pass(session, cohort, now=datetime(2026, 3, 13, 12, tzinfo=UTC))

    (row,) = session.scalars(select(Reminder)).all()
    assert (row.module_key, row.stage) == ("second-module", SOON)


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
    session.flush()
    for _ in range(3):
        one = builders.an_enrolment(session, cohort=cohort)
        a_waiting_attempt(session, one, quiz=quiz_with_text(builders.QUIZZES[0]))

    assert cost() <= few
    assert how_many(session, Reminder) == 29


def test_only_led_runs_that_are_open_are_looked_at(session, cohort):
    builders.a_cohort(session, mode="self-paced")
    builders.a_cohort(session, opens_on=date(2027, 1, 1), closes_on=date(2027, 2, 1))
    session.flush()

    assert running_cohorts(session, now=NOON) == [cohort.id]


def test_whoever_said_no_may_say_yes_again(session):
    learner = builders.a_learner(session)
    assert wants(session, REMINDERS, learner)

    for is_wanted in (False, False, True):
        choose(session, REMINDERS, learner, is_wanted=is_wanted, now=builders.NOW)
        assert wants(session, REMINDERS, learner) is is_wanted
