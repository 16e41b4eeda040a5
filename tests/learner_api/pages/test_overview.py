"""The trainer's page, and writing to a group from it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course import enrolments
from course.models import OutgoingMessage
from tests import builders
from tests.tables import rows_of

DAY = timedelta(days=1)
NOW = datetime.now(UTC)
EARLY = NOW - 10 * DAY


def a_run(session, trainer, mode="self-paced"):
    return builders.a_cohort(
        session,
        trainer=trainer,
        mode=mode,
        opens_on=EARLY.date(),
        closes_on=(NOW + 90 * DAY).date(),
    )


@pytest.fixture
def trainer(session, sign_in):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    sign_in(trainer)
    return trainer


@pytest.fixture
def cohort(session, trainer):
    """Two who are silent, one who is on track, one who was withdrawn."""
    cohort = a_run(session, trainer)
    for name in ("Ana", "Ben", "Cleo", "Dina"):
        person = builders.a_learner(session, name=name)
        enrolment = builders.an_enrolment(session, person, cohort=cohort, now=EARLY)
        if name == "Cleo":
            builders.a_finished_lesson(session, enrolment, now=NOW - DAY)
        if name == "Dina":
            enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=trainer)
    session.commit()
    return cohort


@pytest.fixture
def here(cohort):
    return f"/cohorts/{cohort.uuid}"


def hidden(html, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None
    return found[1]


def form_of(html, **typed):
    names = ("op", "token", "audience", "days", "search")
    return {
        **{name: hidden(html, name) for name in names},
        "subject": "Are you still there?",
        "text": "We miss you.\r\n\r\nTake half an hour.",
        **typed,
    }


def test_the_cohort_page_leads_here(page, here):
    html = page(here)

    assert f'href="{here}/overview"' in html
    assert f'href="{here}/messages"' in html


def test_the_page_says_who_needs_a_word_and_why(page, here):
    html = page(f"{here}/overview")

    rows = rows_of(html, "Learners, their groups and what comes next for each")
    assert list(rows) == ["Ana", "Ben", "Cleo", "Dina"]
    assert rows["Ana"][:3] == ["Silent", "Lesson: The first lesson", "Never"]
    assert rows["Cleo"][0] == "On track"
    assert rows["Dina"][:2] == ["Withdrawn", ""]
    assert "Silent (2)" in html
    assert "This run is self-paced: nobody is behind in it." in html
    assert f"{here}/overview?group=silent" in html


def test_extra_time_is_one_click_from_a_learner(page, here):
    html = page(f"{here}/overview")
    address = re.search(r'href="([^"]+/accommodations/new)"', html)

    assert address is not None
    assert "Ana" in page(address[1])


def test_more_attempts_are_offered_at_the_quiz_that_was_failed(
    session, page, here, cohort
):
    person = builders.a_learner(session, name="Fred")
    enrolment = builders.an_enrolment(session, person, cohort=cohort, now=EARLY)
    for _ in range(2):
        builders.a_submitted_attempt(session, enrolment, answers={}, now=NOW - DAY)
    session.commit()

    html = page(f"{here}/overview?group=failed-twice")

    rows = rows_of(html, "Learners, their groups and what comes next for each")
    assert rows["Fred"][0] == "Failed twice Quiz “The first quiz” not passed"
    address = re.search(r'href="([^"]+/accommodations/new\?quiz=first-quiz)"', html)
    assert address is not None
    assert '<option value="first-quiz" selected>' in page(address[1])


def test_the_heat_map_says_everything_in_words(page, here):
    html = page(f"{here}/overview")

    rows = rows_of(html, "Lessons done and the quiz of each module, learner by learner")
    assert rows["Cleo"] == ["1 of 2 quiz to do", "0 of 1 quiz to do"]


def test_the_days_of_silence_are_chosen_on_the_page(page, here):
    assert "Silent (0)" in page(f"{here}/overview?days=30")
    wrong = page(f"{here}/overview?days=soon", 422)
    assert "Write a number of days from 1 to 365." in wrong


@pytest.mark.parametrize("query", ["group=late", "sort=luck", "part=x"])
def test_what_no_page_asks_for_is_not_there(page, here, query):
    page(f"{here}/overview?{query}", 404)


def test_learners_are_found_by_words(page, here):
    html = page(f"{here}/overview?search=cle&days=7")

    assert "Ben" not in html
    assert "Write to 1 learner" in html
    assert "Nobody is in this group" in page(f"{here}/overview?search=nobody-at-all")


def test_an_empty_cohort_says_what_to_do(page, session, trainer):
    cohort = a_run(session, trainer)
    session.commit()

    assert "Add the first learners" in page(f"/cohorts/{cohort.uuid}/overview")


def test_a_group_is_written_to_from_the_page(app_on_both, session, client, page, here):
    asked = page(f"{here}/messages/new?group=silent&days=7")
    assert "2 learners would get this letter" in asked
    assert "Cleo" not in asked
    form = form_of(asked)

    sent = client.post(f"{here}/messages", data=form)
    again = client.post(f"{here}/messages", data=form)

    assert (sent.status_code, again.location) == (303, sent.location), sent.text
    shown = page(sent.location)
    assert "We miss you." in shown
    assert "Tomas Trainer" in shown
    letters = session.scalars(select(OutgoingMessage)).all()
    assert [each.recipient_name for each in letters] == ["Ana", "Ben"]
    rows = rows_of(page(f"{here}/messages"), "What trainers wrote, the latest first")
    assert rows["Are you still there?"][:3] == ["Silent", "2", "Tomas Trainer"]


def test_a_changed_group_is_shown_again_with_what_was_written(
    session, client, page, here, cohort
):
    form = form_of(page(f"{here}/messages/new?group=silent&days=7"))
    late = builders.a_learner(session, name="Lena Late")
    builders.an_enrolment(session, late, cohort=cohort, now=EARLY)
    session.commit()

    answer = client.post(f"{here}/messages", data=form)

    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "The group has changed since you saw it" in html
    assert "Lena Late" in html
    assert "Take half an hour." in html
    assert session.scalars(select(OutgoingMessage)).all() == []
    session.rollback()
    # What is shown now can be sent.
    sent = client.post(f"{here}/messages", data=form_of(html))
    assert sent.status_code == 303


def test_a_letter_needs_a_subject_and_words(client, page, here):
    form = form_of(page(f"{here}/messages/new"), subject="", text=" ")

    answer = client.post(f"{here}/messages", data=form)

    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Write what the letter is about." in html
    assert "Write the letter." in html


def test_those_withdrawn_cannot_be_written_to(page, here):
    html = page(f"{here}/overview?group=withdrawn")

    assert "/messages/new" not in html
    page(f"{here}/messages/new?group=withdrawn", 404)
    assert "Nobody in this group can be written to." in page(
        f"{here}/messages/new?group=finished"
    )


def test_nothing_was_written_yet(page, here):
    assert "Nothing was written to a group" in page(f"{here}/messages")
