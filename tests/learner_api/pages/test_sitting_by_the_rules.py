"""Practice, limits, pauses, scenarios and receipts, as the pages show them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course.models import Attempt, Mark
from quizzes import Quiz
from tests.builders import (
    NOW,
    a_cohort,
    a_trainer,
    an_enrolment,
    an_open_attempt,
    miniature_catalogue,
)
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.security.sealed import set_clock
from tests.sittings import QUIZ, start_at


@pytest.fixture
def catalogue(request):
    """The miniature course, its first quiz by the settings of the test."""
    miniature = miniature_catalogue()
    quiz = miniature.quiz("first-quiz")
    data = quiz.to_data() | getattr(request, "param", {})
    changed = Quiz.from_data(quiz.key, data)
    return replace(miniature, quizzes={**miniature.quizzes, quiz.key: changed})


def by(**settings):
    """Let the first quiz have these settings."""
    return pytest.mark.parametrize("catalogue", [settings], indirect=True)


def words_of(html: str) -> str:
    return text_of(parse_page(html).find(".//main"))


@by(purpose="practice", attempts_allowed=None)
def test_practice_judges_each_answer_once_it_is_saved(page, sitting):
    before = words_of(page(sitting.path))
    sitting.send({**sitting.form(), "one-colour": "red", "week": "true"})

    after = words_of(page(sitting.path))

    assert "This is practice" in before
    assert "The sky is red at dusk." not in before
    assert "The sky is red at dusk." in after
    assert "Not right 0 of 1 point" in after
    assert "Right 1 of 1 point" in after
    assert "Nairobi is the capital" not in after


@by(purpose="practice", attempts_allowed=None)
def test_the_page_about_practice_asks_for_no_pass(page, learner):
    text = words_of(page(QUIZ))

    assert "Practice: The first quiz" in text
    assert "As many as you like. Each answer is judged as soon as it is saved." in text
    assert "Pass mark" not in text


@by(time_limit=30)
def test_a_limit_is_told_before_and_while_it_runs(page, client, learner):
    before = words_of(page(QUIZ))
    sitting = start_at(client, QUIZ)

    assert "Time for one attempt 30 minutes" in before
    assert "The clock starts when you do" in before
    assert "Your time ends at" in words_of(page(sitting.path))


@by(time_limit=30)
def test_an_attempt_past_its_limit_shows_what_counted(
    page, client, session, learner, monkeypatch
):
    set_clock(monkeypatch, NOW)
    sitting = start_at(client, QUIZ)
    sitting.send({**sitting.form(), "one-colour": "blue"})
    set_clock(monkeypatch, NOW + timedelta(hours=2))

    late = sitting.send({"one-colour": "red", "_op": ""})
    text = words_of(page(sitting.path))

    attempt = session.scalars(select(Attempt)).one()
    assert late.status_code == 409
    assert "so it closed by itself" in text
    assert "1 of 9 points" in text
    assert attempt.submitted_at == NOW + timedelta(minutes=30)
    assert session.scalars(select(Mark)).one().recorded_at == NOW + timedelta(hours=2)


@by(time_limit=30)
def test_a_trainer_who_looks_closes_what_is_over(page, session, sign_in, monkeypatch):
    trainer = a_trainer(session)
    cohort = a_cohort(session, trainer=trainer)
    quiz = replace(miniature_catalogue().quiz("first-quiz"), time_limit=30)
    attempt = an_open_attempt(session, an_enrolment(session, cohort=cohort), quiz=quiz)
    session.commit()
    sign_in(trainer)
    set_clock(monkeypatch, NOW + timedelta(hours=2))

    text = words_of(page(f"/attempts/{attempt.uuid}"))

    assert "0 of 9 points" in text


@by(wait_hours=24)
def test_a_pause_is_told_with_the_moment_it_ends(page, client, sitting):
    sitting.submit()

    text = words_of(page(QUIZ))
    refused = client.post(f"{QUIZ}/attempts", headers=SAME_ORIGIN)

    assert "You can start your next attempt from" in text
    assert "Start again" not in text
    assert refused.status_code == 409
    assert "You can start your next attempt from" in refused.text


def test_the_receipt_tells_every_answer_and_since_when(page, session, sitting):
    sitting.send({**sitting.form(), "one-colour": "blue", "year": "300"})
    sitting.submit()

    text = words_of(page(f"{sitting.path}/receipt"))

    attempt = session.scalars(select(Attempt)).one()
    assert "Receipt: The first quiz" in text
    assert "1. What colour is a clear sky by day? Blue Saved on" in text
    assert "300 days" in text
    assert text.count("No answer") == 5
    assert str(attempt.uuid) in text
    assert attempt.digest in text
    assert "A clear sky by day is blue." not in text


def test_there_is_no_receipt_page_before_submission(client, sitting):
    answer = client.get(f"{sitting.path}/receipt")

    assert (answer.status_code, answer.headers["Location"]) == (303, sitting.path)


def test_answers_that_changed_since_the_look_are_shown_again(page, client, sitting):
    sitting.send({**sitting.form(), "one-colour": "blue"})
    fields = {
        field.get("name"): field.get("value")
        for field in parse_page(page(f"{sitting.path}/review")).iter("input")
        if field.get("type") == "hidden"
    }
    sitting.send({**sitting.form(), "one-colour": "red", "week": "true"})

    refused = client.post(
        f"{sitting.path}/submission", data=fields, headers=SAME_ORIGIN
    )

    assert refused.status_code == 409
    assert "Your answers have changed since you looked" in refused.text
    assert "Question 1" in words_of(refused.text)
    assert "Question 3" in words_of(refused.text)
    # The page that came back says what it shows, so a second look submits.
    seen = {
        field.get("name"): field.get("value")
        for field in parse_page(refused.text).iter("input")
        if field.get("type") == "hidden"
    }
    again = client.post(f"{sitting.path}/submission", data=seen, headers=SAME_ORIGIN)
    assert again.status_code == 303


@by(
    scenarios=[
        {"key": "story", "title": "A coastal district", "paragraphs": ["It rains."]}
    ],
    questions=[
        {
            "key": f"told-{n}",
            "type": "true-false",
            "prompt": "Is it so?",
            "lesson": "first-module/first-lesson",
            "feedback": "It is.",
            "scenario": "story",
            "correct": True,
        }
        for n in range(2)
    ],
)
def test_a_scenario_is_told_once_before_its_questions(page, sitting):
    text = words_of(page(sitting.path))

    assert text.count("It rains.") == 1
    assert text.index("It rains.") < text.index("Question 1")


@by(show_marks="never", show_feedback="never", show_keys="never")
def test_what_is_not_shown_is_said_to_be_so(page, sitting):
    sitting.send({**sitting.form(), "one-colour": "red"})
    sitting.submit()

    text = words_of(page(sitting.path))

    assert "Marks are not shown yet." in text
    assert "points" not in text
    assert "The sky is red at dusk." not in text
    assert "The right answers to this quiz are not shown." in text
