"""Granting more time or attempts on pages, ending it, and what learners then see."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import Accommodation, AccommodationEnd, OutgoingMessage
from tests import builders
from tests.builders import how_many
from tests.course.sittings import submit
from tests.html import parse_page, text_of
from tests.tables import rows_of

GRANTED = "What was granted, the latest first"
REASON = "Certificate seen on 2 March."


@pytest.fixture
def cohort(session, sign_in):
    """A cohort whose trainer has signed in."""
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    cohort = builders.a_cohort(session, trainer=trainer, title="Ministries")
    session.commit()
    sign_in(trainer)
    return cohort


@pytest.fixture
def enrolment(session, cohort):
    learner = builders.a_learner(session, name="Ama Mensah")
    enrolment = builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    return enrolment


@pytest.fixture
def here(cohort, enrolment):
    """The page of the learner."""
    return f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"


def a_form(**fields):
    return {"op": str(uuid4()), "extra_time_percent": "25", "reason": REASON, **fields}


def main_of(html):
    return text_of(parse_page(html).find(".//main"))


def test_a_learner_is_granted_time_and_attempts_from_their_page(
    app_on_both, session, client, page, here
):
    assert "Nothing was granted to this learner." in page(here)
    form_page = page(f"{here}/accommodations/new")
    assert "To Ama Mensah, on every course they take." in form_page

    response = client.post(
        f"{here}/accommodations/new",
        data=a_form(extra_attempts="1", quiz="first-quiz"),
    )

    assert (response.status_code, response.location) == (303, f"{here}#accommodations")
    row = rows_of(page(here), GRANTED)["25 per cent more time, 1 more attempt"]
    assert row[0].startswith("Holds End it")
    assert row[1:3] == ["The first quiz", "This learner"]
    assert row[3].endswith("Tomas Trainer")
    assert row[4] == REASON
    assert how_many(session, OutgoingMessage) == 1


def test_a_cohort_is_granted_it_as_a_whole_and_each_learner_shows_it(
    client, cohort, page, here
):
    above = f"/cohorts/{cohort.uuid}"
    assert "Nothing was granted to the whole cohort." in page(above)
    assert "To everybody in “Ministries”" in page(f"{above}/accommodations/new")

    response = client.post(f"{above}/accommodations/new", data=a_form())

    assert (response.status_code, response.location) == (303, f"{above}#accommodations")
    assert list(rows_of(page(above), GRANTED)) == ["25 per cent more time"]
    shown = rows_of(page(here), GRANTED)["25 per cent more time"]
    assert shown[1:3] == ["Every quiz", "The whole cohort"]


def test_a_double_click_grants_and_writes_once(session, client, here):
    form = a_form()

    first = client.post(f"{here}/accommodations/new", data=form)
    second = client.post(f"{here}/accommodations/new", data=form)

    assert first.location == second.location
    assert how_many(session, Accommodation) == how_many(session, OutgoingMessage) == 1


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"extra_time_percent": "301"}, "extra_time_percent", "from 1 to 300"),
        ({"extra_time_percent": "0"}, "extra_time_percent", "from 1 to 300"),
        ({"extra_time_percent": "a bit"}, "extra_time_percent", "whole number"),
        ({"extra_attempts": "21"}, "extra_attempts", "from 1 to 20"),
        ({"extra_time_percent": ""}, "extra_time_percent", "how much more time"),
        ({"reason": " "}, "reason", "Write why."),
        ({"quiz": "no-quiz"}, "quiz", "The course has no such quiz."),
    ],
)
def test_what_cannot_be_granted_is_told_beside_the_field_and_nothing_is_lost(
    session, client, here, fields, name, words
):
    response = client.post(f"{here}/accommodations/new", data=a_form(**fields))

    assert response.status_code == 422
    assert f'href="#{name}"' in response.text
    assert words in response.text
    if "reason" not in fields:
        assert f'value="{REASON}"' in response.text
    assert how_many(session, Accommodation) == 0


def test_it_is_ended_with_a_reason_and_stays_in_the_list(
    app_on_both, session, client, cohort, page, here, enrolment
):
    given = builders.an_accommodation(session, enrolment, extra_attempts=2)
    session.commit()
    address = f"/cohorts/{cohort.uuid}/accommodations/{given.uuid}/end"
    assert "Attempts that were begun under it keep their time" in page(address)

    refused = client.post(address, data={"op": str(uuid4()), "reason": ""})
    form = {"op": str(uuid4()), "reason": "Is back at work."}
    done = client.post(address, data=form)
    again = client.post(address, data=form)

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert (done.status_code, done.location) == (303, f"{here}#accommodations")
    assert again.location == done.location
    row = rows_of(page(here), GRANTED)["2 more attempts"]
    assert row[0].startswith("Ended")
    assert row[0].endswith("Tomas Trainer Is back at work.")
    assert "It was ended on" in page(address)
    assert how_many(session, AccommodationEnd) == 1


def test_ending_what_the_cohort_holds_leads_back_to_the_cohort(session, client, cohort):
    given = builders.an_accommodation(session, cohort, extra_attempts=2)
    session.commit()
    above = f"/cohorts/{cohort.uuid}"

    done = client.post(
        f"{above}/accommodations/{given.uuid}/end",
        data={"op": str(uuid4()), "reason": "The line is mended."},
    )

    assert done.location == f"{above}#accommodations"


def test_what_is_of_another_cohort_is_not_ended_here(session, client, cohort, page):
    elsewhere = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    given = builders.an_accommodation(session, elsewhere, extra_attempts=2)
    session.commit()
    address = f"/cohorts/{cohort.uuid}/accommodations/{given.uuid}/end"

    page(address, 404)
    answer = client.post(address, data={"op": str(uuid4()), "reason": "Not mine."})

    assert answer.status_code == 404
    assert how_many(session, AccommodationEnd) == 0


def test_no_trainer_grants_themselves(session, client, cohort):
    trainer = cohort.trainers[0]
    own = builders.an_enrolment(session, trainer, cohort=cohort)
    session.commit()

    for beneath in ("", f"/learners/{own.uuid}"):
        address = f"/cohorts/{cohort.uuid}{beneath}/accommodations/new"
        assert client.post(address, data=a_form()).status_code == 403
    assert how_many(session, Accommodation) == 0


def test_the_learner_sees_what_was_granted_and_never_why(
    app, session, sign_in, enrolment, catalogue, monkeypatch
):
    builders.an_accommodation(
        session, enrolment, extra_time_percent=25, extra_attempts=1, reason=REASON
    )
    session.commit()
    quiz = replace(catalogue.quiz("first-quiz"), time_limit=40)
    site = app.extensions["course.site"]
    served = replace(catalogue, quizzes={**catalogue.quizzes, quiz.key: quiz})
    monkeypatch.setitem(app.extensions, "course.site", replace(site, catalogue=served))
    browser = app.test_client()
    sign_in(enrolment.user, browser)

    html = browser.get(f"/courses/{builders.COURSE}/quizzes/first-quiz").text

    words = main_of(html)
    assert "50 minutes, the extra time you were granted included" in words
    assert "4, the extra attempts you were granted included" in words
    assert REASON not in html


def test_the_cohort_page_counts_extra_attempts(session, cohort, enrolment, page):
    for _ in range(3):
        builders.a_submitted_attempt(session, enrolment, answers={})
    session.commit()
    used_up = main_of(page(f"/cohorts/{cohort.uuid}"))
    builders.an_accommodation(session, enrolment, extra_attempts=1)
    session.commit()

    granted = main_of(page(f"/cohorts/{cohort.uuid}"))

    assert "Quiz “The first quiz” not passed, no attempts left" in used_up
    assert "Quiz “The first quiz” not passed yet" in granted


def test_a_last_attempt_that_is_open_is_no_used_up_quiz(
    session, cohort, enrolment, page
):
    for _ in range(2):
        builders.a_submitted_attempt(session, enrolment, answers={})
    last = builders.an_open_attempt(session, enrolment)
    session.commit()

    during = main_of(page(f"/cohorts/{cohort.uuid}"))
    submit(session, last)
    session.commit()

    assert "not passed yet" in during
    assert "no attempts left" in main_of(page(f"/cohorts/{cohort.uuid}"))


def test_the_letter_names_the_quiz(session, client, here):
    client.post(f"{here}/accommodations/new", data=a_form(quiz="first-quiz"))

    letter = session.scalars(select(OutgoingMessage)).one()
    assert "It holds at the quiz “The first quiz”." in letter.body
