"""The calendar of a run: spread evenly, set with a reason, and read by many at once."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import run_calendar
from course.calendar_errors import (
    DueBeforeOpen,
    ModulesDiffer,
    OutsideTheRun,
    SelfPacedRun,
    StaleCalendar,
    UnknownZone,
)
from course.errors import OperationConflict
from course.models import PersonZone, RunCalendar
from course.pace import DONE, LATER, NOW, OVERDUE, pace_of, studied_modules
from course.run_calendar import ModuleWeek, due_moment, spread
from course.zones import choose_zone, chosen_zone, zone_names, zone_of, zones_of
from tests import builders
from tests.builders import how_many, miniature_catalogue
from tests.calendars import WEEKS, a_calendar, lives_in
from tests.statements import statements_of
from tests.threads import at_once

FIRST = date(2026, 3, 1)
TOKYO, BISHKEK = ZoneInfo("Asia/Tokyo"), ZoneInfo("Asia/Bishkek")


@given(
    modules=st.lists(st.text("abc", min_size=1), min_size=1, max_size=30, unique=True),
    days=st.integers(min_value=0, max_value=200),
)
def test_weeks_are_spread_over_the_whole_run_and_nothing_else(modules, days):
    last = FIRST + timedelta(days=days)

    weeks = spread(modules, FIRST, last)

    assert [week.module for week in weeks] == modules
    assert weeks[0].opens_on == FIRST
    assert weeks[-1].due_on == last
    lengths = [(week.due_on - week.opens_on).days + 1 for week in weeks]
    assert min(lengths) >= 1
    if days + 1 >= len(modules):
        assert sum(lengths) == days + 1
        assert max(lengths) - min(lengths) <= 1
        assert all(
            one.due_on + timedelta(days=1) == other.opens_on
            for one, other in pairwise(weeks)
        )


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", datetime(2026, 3, 9, tzinfo=UTC)),
        ("Asia/Bishkek", datetime(2026, 3, 8, 18, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 9, 4, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 3, 8, 10, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_learner_lives(zone, moment):
    """On 8 March 2026 the clocks of New York go forward."""
    assert due_moment(date(2026, 3, 8), ZoneInfo(zone)) == moment


def test_a_day_whose_midnight_is_skipped_ends_when_the_next_begins():
    santiago = ZoneInfo("America/Santiago")

    ends = due_moment(date(2026, 9, 5), santiago)

    assert ends.astimezone(UTC) == datetime(2026, 9, 6, 4, tzinfo=UTC)


def test_pace_is_what_was_studied_against_the_day():
    states = {
        day: [each.state for each in pace_of(WEEKS, studied, date(2026, 3, day))]
        for day, studied in ((1, ()), (8, ()), (9, ()), (16, {"first-module"}))
    }

    assert states == {
        1: [LATER, LATER],
        8: [NOW, LATER],
        9: [OVERDUE, NOW],
        16: [DONE, OVERDUE],
    }


def test_a_module_is_studied_with_its_lessons_and_its_quiz(session):
    course = miniature_catalogue().course(builders.COURSE)
    enrolment = builders.an_enrolment(session)
    for place in builders.LESSONS[:2]:
        builders.a_finished_lesson(session, enrolment, *place)
    builders.a_submitted_attempt(session, enrolment, builders.QUIZZES[0], answers={})
    assert studied_modules(course, enrolment.standing, ()) == set()

    builders.a_submitted_attempt(session, enrolment, builders.QUIZZES[0])

    assert studied_modules(course, enrolment.standing, ()) == {"first-module"}


def test_a_module_whose_quiz_waits_for_a_person_is_studied(session):
    course = miniature_catalogue().course(builders.COURSE)
    enrolment = builders.an_enrolment(session)
    for place in builders.LESSONS[:1]:
        builders.a_finished_lesson(session, enrolment, *place)
    waiting = {builders.QUIZZES[0]}
    # A lesson is left.
    assert studied_modules(course, enrolment.standing, waiting) == set()

    builders.a_finished_lesson(session, enrolment, *builders.LESSONS[1])

    assert studied_modules(course, enrolment.standing, waiting) == {"first-module"}
    assert studied_modules(course, enrolment.standing, {"roadmap"}) == set()


def test_until_somebody_sets_them_the_weeks_are_spread(session):
    cohort = builders.a_cohort(session)

    first, second = run_calendar.weeks_of(session, cohort)

    assert (first.module, second.module) == ("first-module", "second-module")
    assert (first.opens_on, second.due_on) == (cohort.opens_on, cohort.closes_on)
    assert run_calendar.settings_of(session, cohort) == []


def test_what_was_set_last_holds_and_the_rest_stays(session):
    cohort = builders.a_cohort(session)
    a_calendar(session, cohort)
    moved = (WEEKS[0], ModuleWeek("second-module", *(date(2026, 5, 1),) * 2))

    a_calendar(session, cohort, weeks=moved, reason="The minister visits.")

    assert run_calendar.weeks_of(session, cohort) == moved
    said = [
        (row.number, row.reason) for row, _ in run_calendar.settings_of(session, cohort)
    ]
    assert said == [(2, "The minister visits."), (1, "The holidays are in April.")]


def test_a_run_at_ones_own_pace_has_no_weeks(session):
    cohort = builders.a_cohort(session, mode="self-paced")

    assert run_calendar.weeks_of(session, cohort) == ()
    with pytest.raises(SelfPacedRun):
        a_calendar(session, cohort)


@pytest.mark.parametrize(
    ("weeks", "fault"),
    [
        (WEEKS[:1], ModulesDiffer),
        ((*WEEKS, WEEKS[0]), ModulesDiffer),
        ((WEEKS[0], ModuleWeek("other", FIRST, FIRST)), ModulesDiffer),
        (
            (ModuleWeek("first-module", date(2026, 3, 3), date(2026, 3, 2)), WEEKS[1]),
            DueBeforeOpen,
        ),
        (
            (ModuleWeek("first-module", date(2026, 2, 28), FIRST), WEEKS[1]),
            OutsideTheRun,
        ),
        (
            (WEEKS[0], ModuleWeek("second-module", FIRST, date(2026, 7, 1))),
            OutsideTheRun,
        ),
    ],
)
def test_weeks_that_cannot_be_are_refused(session, weeks, fault):
    cohort = builders.a_cohort(session)

    with pytest.raises(fault):
        a_calendar(session, cohort, weeks=weeks)

    assert how_many(session, RunCalendar) == 0


def test_sent_twice_it_is_set_once(session):
    cohort = builders.a_cohort(session)
    op, by = uuid4(), builders.a_trainer(session)
    first = a_calendar(session, cohort, op=op, by=by, number=0)

    assert a_calendar(session, cohort, op=op, by=by, number=0) is first
    assert how_many(session, RunCalendar) == 1
    with pytest.raises(OperationConflict):
        a_calendar(session, cohort, op=op, by=by, reason="Something else.")


def test_a_calendar_that_somebody_set_meanwhile_is_not_overwritten(session):
    cohort = builders.a_cohort(session)
    a_calendar(session, cohort, number=0)

    with pytest.raises(StaleCalendar):
        a_calendar(session, cohort, number=0)


def test_of_two_trainers_at_once_one_is_told(session, sessions):
    cohort = builders.a_cohort(session)
    by = builders.a_trainer(session)
    session.commit()

    def set_it(number):
        with sessions() as own:
            mine = own.get_one(type(cohort), cohort.id)
            try:
                a_calendar(own, mine, number=0, by=own.get_one(type(by), by.id))
                own.commit()
            except StaleCalendar:
                return "stale"
            return "set"

    assert sorted(at_once(2, set_it)) == ["set", "stale"]


def test_many_calendars_are_one_statement(session):
    made = [builders.a_cohort(session) for _ in range(5)]
    a_calendar(session, made[0])
    session.flush()

    with statements_of(session.get_bind()) as statements:
        found = run_calendar.calendars_for(session, made)

    assert found[made[0].id].weeks == WEEKS
    assert len(found) == 5
    assert len(statements) == 1


def test_whoever_said_nothing_lives_by_the_zone_of_the_office(session):
    person = builders.a_learner(session)

    assert chosen_zone(session, person) is None
    assert zone_of(session, person, TOKYO) == TOKYO


def test_the_zone_said_last_holds(session):
    people = [builders.a_learner(session) for _ in range(3)]
    lives_in(session, people[0], "Africa/Accra")
    lives_in(session, people[0], "Asia/Bishkek")
    session.flush()

    with statements_of(session.get_bind()) as statements:
        found = zones_of(session, [each.id for each in people], TOKYO)

    assert found == {people[0].id: BISHKEK, people[1].id: TOKYO, people[2].id: TOKYO}
    assert len(statements) == 1


def test_a_zone_is_chosen_once_for_an_operation(session):
    person, op = builders.a_learner(session), uuid4()
    choose_zone(session, person, "Asia/Bishkek", op=op, now=builders.NOW)

    _row, is_new = choose_zone(session, person, "Asia/Bishkek", op=op, now=builders.NOW)

    assert not is_new
    assert how_many(session, PersonZone) == 1
    with pytest.raises(OperationConflict):
        choose_zone(session, person, "UTC", op=op, now=builders.NOW)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "asia/bishkek", "", "../etc/passwd"])
def test_a_zone_that_is_none_is_refused(session, zone):
    with pytest.raises(UnknownZone):
        choose_zone(
            session, builders.a_learner(session), zone, op=uuid4(), now=builders.NOW
        )


def test_every_zone_that_can_be_chosen_is_there():
    assert "Asia/Bishkek" in zone_names()
    assert all(ZoneInfo(name) for name in zone_names())
