"""The calendar of a run on its pages: for learners, and as their trainer sets it."""

import pytest

from course import run_calendar
from course.zones import chosen_zone
from tests import builders
from tests.calendars import a_calendar, a_running_cohort, weeks_about_today
from tests.conftest import SAME_ORIGIN
from tests.sittings import fields_of

WEEKS = weeks_about_today()


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer, sign_in):
    cohort = a_running_cohort(session, trainer)
    session.commit()
    sign_in(trainer)
    return cohort


def address(cohort):
    return f"/cohorts/{cohort.uuid}/calendar"


def a_learner_of(session, cohort):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    return enrolment


def send(client, where, form):
    return client.post(where, data=form, headers=SAME_ORIGIN)


def test_a_trainer_sets_the_days_and_learners_read_them(
    session, cohort, sign_in, client, page
):
    assert "Nobody has set them yet" in page(address(cohort))
    form = fields_of(page(f"{address(cohort)}/days"))
    for week in WEEKS:
        form[f"opens-{week.module}"] = week.opens_on.isoformat()
        form[f"due-{week.module}"] = week.due_on.isoformat()
    form["reason"] = "Nowruz is on the 21st."

    for _again in range(2):
        answer = send(client, f"{address(cohort)}/days", form)
        assert answer.location == address(cohort)

    assert run_calendar.weeks_of(session, cohort) == WEEKS
    shown = page(address(cohort))
    assert "Nowruz is on the 21st." in shown
    assert shown.count("Nowruz") == 1
    learner = a_learner_of(session, cohort).user
    sign_in(learner)
    read = page(address(cohort))
    assert "Nothing closes on these days" in read
    assert "Nowruz" not in read


def test_what_is_wrong_is_said_and_nothing_is_lost(cohort, client, page):
    form = fields_of(page(f"{address(cohort)}/days"))
    form |= {"due-first-module": "soon", "reason": "A holiday."}

    answer = send(client, f"{address(cohort)}/days", form)

    assert answer.status_code == 422
    assert "Write the day as year-month-day" in answer.text
    assert 'value="A holiday."' in answer.text


def test_a_calendar_set_by_another_meanwhile_is_not_overwritten(
    session, cohort, client, page
):
    form = fields_of(page(f"{address(cohort)}/days")) | {"reason": "A holiday."}
    a_calendar(session, cohort, weeks=WEEKS, by=builders.an_administrator(session))
    session.commit()

    answer = send(client, f"{address(cohort)}/days", form)

    assert answer.status_code == 422
    assert "Somebody else set this calendar meanwhile" in answer.text
    assert run_calendar.weeks_of(session, cohort) == WEEKS


def test_a_run_at_ones_own_pace_says_so(session, sign_in, page):
    trainer = builders.a_trainer(session)
    cohort = a_running_cohort(session, trainer, mode="self-paced")
    session.commit()
    sign_in(trainer)

    for where in (address(cohort), f"{address(cohort)}/days"):
        assert "at their own pace" in page(where)


def test_the_course_page_says_what_this_week_is_for(session, cohort, sign_in, page):
    a_calendar(session, cohort, weeks=WEEKS)
    enrolment = a_learner_of(session, cohort)
    sign_in(enrolment.user)

    course = page(f"/courses/{builders.COURSE}")

    assert "finish by" in course
    assert "One module of an earlier week is still open" in course
    shown = page(address(cohort))
    assert "Still open" in shown
    assert "Now" in shown


def test_a_learner_says_where_they_live(session, cohort, sign_in, client, page):
    learner, where = a_learner_of(session, cohort).user, address(cohort)
    sign_in(learner)
    form = fields_of(page("/profile/time-zone"))
    assert "You have chosen none yet" in page("/profile/time-zone")

    for _again in range(2):
        answer = send(
            client, "/profile/time-zone", form | {"time_zone": "Asia/Bishkek"}
        )
        assert answer.status_code == 303

    assert chosen_zone(session, learner) == "Asia/Bishkek"
    session.rollback()
    assert "Asia/Bishkek" in page(where)
    wrong = send(client, "/profile/time-zone", form | {"time_zone": "Mars/Olympus"})
    assert wrong.status_code == 422
    assert "Choose one of the options" in wrong.text
