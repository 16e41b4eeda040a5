"""Reminders: the command that writes them, where they lead, and saying no to them."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from course.letter_choices import REMINDERS, wants
from course.models import OutgoingMessage
from learner_api.commands import main
from tests import builders
from tests.calendars import a_calendar, a_running_cohort, weeks_about_today
from tests.conftest import SAME_ORIGIN


@pytest.fixture
def enrolment(session):
    """Somebody who is late with the first module of a run."""
    cohort = a_running_cohort(session, builders.a_trainer(session))
    a_calendar(session, cohort, weeks=weeks_about_today())
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    return enrolment


def test_the_command_writes_once_and_says_so(session, engine, tmp_path, enrolment):
    environment = {
        "COURSE_DATA_DIR": str(tmp_path),
        "COURSE_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        # Whatever hour it is, nobody sleeps.
        "COURSE_QUIET_FROM": "0",
        "COURSE_QUIET_UNTIL": "0",
    }

    said = [
        CliRunner().invoke(main, ["reminders", "due"], env=environment)
        for _ in range(2)
    ]

    assert [each.exit_code for each in said] == [0, 0], said
    assert "Letters: 1. Runs that were looked at: 1." in said[0].output
    assert "Letters: 0." in said[1].output
    assert len(session.scalars(select(OutgoingMessage)).all()) == 1


def test_the_link_of_a_letter_leads_to_where_one_stopped(
    session, enrolment, sign_in, client
):
    sign_in(enrolment.user)
    link = f"/courses/{builders.COURSE}/continue"
    assert client.get(link).location.endswith("/lessons/first-lesson")

    builders.a_finished_lesson(
        session, enrolment, *builders.LESSONS[0], now=datetime.now(UTC)
    )
    session.commit()

    assert client.get(link).location.endswith("/lessons/second-lesson")


def test_the_link_asks_a_stranger_to_sign_in_and_comes_back(client):
    answer = client.get(f"/courses/{builders.COURSE}/continue")

    assert "/sign-in" in answer.location
    assert "continue" in answer.location


def test_staff_who_follow_the_link_are_led_to_the_course(session, sign_in, client):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    answer = client.get(f"/courses/{builders.COURSE}/continue")

    assert answer.location == f"/courses/{builders.COURSE}"


def test_a_learner_says_no_and_yes_again(session, enrolment, sign_in, client, page):
    learner = enrolment.user
    sign_in(learner)
    assert "Do you want reminders?" in page("/profile/letters")

    for choice in ("no", "yes"):
        answer = client.post(
            "/profile/letters/reminders",
            data={"reminders": choice},
            headers=SAME_ORIGIN,
        )
        assert answer.location == "/profile/letters?saved=1"
        assert wants(session, REMINDERS, learner) is (choice == "yes")
        session.rollback()

    wrong = client.post("/profile/letters/reminders", data={}, headers=SAME_ORIGIN)
    assert wrong.status_code == 422
    assert "Choose one of the options." in wrong.text


def test_a_program_says_so_too(enrolment, sign_in, client):
    sign_in(enrolment.user)
    assert client.get("/api/v1/me/reminders").json == {"is_wanted": True}

    answer = client.put(
        "/api/v1/me/reminders", json={"is_wanted": False}, headers=SAME_ORIGIN
    )

    assert answer.json == {"is_wanted": False}
    assert client.get("/api/v1/me/reminders").json == {"is_wanted": False}
