"""Scenarios that questions share, and what a quiz says of itself."""

import json

import pytest

from quizzes import Quiz, QuizDataError, Situation, is_shown, paper
from quizzes.settings import MOMENTS, Showing
from tests.quizzes.builders import a_quiz, question_data, quiz_data

STORY = {"key": "story", "title": "A story", "paragraphs": ["It begins."]}


def a_told_quiz(**fields) -> Quiz:
    """Two questions of one story between three plain ones."""
    return a_quiz(
        question_data(key="first"),
        question_data(key="told-a", scenario="story"),
        question_data(key="middle"),
        question_data(key="told-b", scenario="story"),
        question_data(key="last"),
        **{"scenarios": [STORY]} | fields,
    )


def faults(**fields):
    with pytest.raises(QuizDataError) as error:
        Quiz.from_data("a-quiz", quiz_data(**fields))
    return error.value.messages


@pytest.mark.parametrize("seed", range(20))
def test_questions_of_a_scenario_stay_together_in_their_order(seed):
    items = paper(a_told_quiz(shuffle_questions=True), seed)

    keys = [item.question.key for item in items]
    place = keys.index("told-a")
    assert keys[place : place + 2] == ["told-a", "told-b"]
    assert [item.number for item in items] == [1, 2, 3, 4, 5]


def test_a_question_knows_the_scenario_that_it_shares():
    told = {item.question.key: item.scenario for item in paper(a_told_quiz(), 1)}

    assert told["first"] is None
    shared = told["told-a"]
    assert shared is told["told-b"]
    assert shared is not None
    assert shared.paragraphs == ("It begins.",)


def test_a_quiz_with_every_setting_comes_back_from_its_data():
    quiz = a_told_quiz(
        purpose="final-assessment",
        language="fr",
        attempts_allowed=2,
        wait_hours=24,
        time_limit=45,
        counts="last",
        show_marks="never",
        show_feedback="after-closing",
        show_keys="when-done",
    )

    again = Quiz.from_data(quiz.key, json.loads(json.dumps(quiz.to_data())))

    assert again == quiz
    assert again.digest == quiz.digest
    assert quiz.showing == Showing("never", "after-closing", "when-done")


def test_what_is_left_out_leaves_the_digest_as_it_was():
    spelled_out = a_quiz(purpose="module-quiz", language="en", wait_hours=0)

    assert spelled_out.digest == a_quiz().digest
    assert "purpose" not in spelled_out.to_data()


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"purpose": "exam"}, "purpose", "must be one of: practice, module-quiz"),
        ({"language": "English"}, "language", "must be the short name of a language"),
        ({"time_limit": 0}, "time_limit", "must be a whole number from 1 to 1440."),
        ({"wait_hours": -1}, "wait_hours", "must be a whole number from 0 to 2160."),
        ({"counts": "worst"}, "counts", "must be one of: best, last, first, average."),
        ({"show_keys": "soon"}, "show_keys", "must be one of: at-once"),
        ({"show_keys": "at-once"}, "show_keys", "'at-once' is for practice"),
        (
            {"purpose": "practice", "attempts_allowed": 3},
            "attempts_allowed",
            "practice has no limits. Leave this out.",
        ),
        ({"scenarios": [STORY]}, "scenarios", "no question belongs to it."),
    ],
)
def test_a_setting_that_cannot_be_is_a_fault(fields, place, message):
    told = faults(**fields)[place]

    first = told[0] if isinstance(told, list) else told[0][0]
    assert first.startswith(message)


def test_a_question_cannot_belong_to_a_scenario_that_is_not_there():
    told = faults(questions=[question_data(scenario="nowhere")])

    assert told == {"questions": {0: ["there is no scenario 'nowhere'."]}}


@pytest.mark.parametrize(
    ("purpose", "showing"),
    [
        ("practice", Showing("at-once", "at-once", "after-submission")),
        ("module-quiz", Showing("after-submission", "after-submission", "when-done")),
        ("pre-test", Showing("after-submission", "never", "never")),
        ("post-test", Showing("after-submission", "after-submission", "never")),
        ("final-assessment", Showing("after-submission", "when-done", "never")),
    ],
)
def test_a_purpose_says_when_what_is_seen(purpose, showing):
    assert a_quiz(purpose=purpose).showing == showing


# What is seen: while open; submitted and failed; passed; none left; cohort closed.
SEEN = {
    "at-once": (True, True, True, True, True),
    "after-submission": (False, True, True, True, True),
    "when-done": (False, False, True, True, False),
    "after-closing": (False, False, False, False, True),
    "never": (False, False, False, False, False),
}
SITUATIONS = (
    Situation(
        is_submitted=False, is_passed=True, has_attempts_left=False, is_closed=True
    ),
    Situation(
        is_submitted=True, is_passed=False, has_attempts_left=True, is_closed=False
    ),
    Situation(
        is_submitted=True, is_passed=True, has_attempts_left=True, is_closed=False
    ),
    Situation(
        is_submitted=True, is_passed=False, has_attempts_left=False, is_closed=False
    ),
    Situation(
        is_submitted=True, is_passed=False, has_attempts_left=True, is_closed=True
    ),
)


@pytest.mark.parametrize("moment", MOMENTS)
def test_each_moment_shows_in_its_situations_and_no_other(moment):
    assert tuple(is_shown(moment, each) for each in SITUATIONS) == SEEN[moment]
