"""A quiz and its data."""

import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from quizzes import Quiz, QuizDataError
from tests.quizzes.builders import (
    FIRST_TYPES,
    OWN_FIELDS,
    a_quiz,
    question_data,
    quiz_data,
)


def test_a_question_is_found_by_its_key():
    quiz = a_quiz(question_data(key="here"), question_data(key="there"))

    assert quiz.question("there") is quiz.questions[1]


def test_a_question_that_is_not_there_is_a_key_error():
    quiz = a_quiz()

    with pytest.raises(KeyError, match="nowhere"):
        quiz.question("nowhere")


def test_a_quiz_is_out_of_the_points_of_all_its_questions():
    quiz = a_quiz(question_data(key="a"), question_data(key="b", points=3))

    assert quiz.out_of == 4


def test_a_quiz_is_frozen():
    quiz: Any = a_quiz()

    with pytest.raises(FrozenInstanceError):
        quiz.title = "Another"


def test_its_data_writes_the_defaults_of_the_first_days_out_and_no_others():
    data = a_quiz(question_data("true-false")).to_data()

    assert data == {
        "title": "A quiz",
        "introduction": "Some questions.",
        "pass_mark": 70,
        "attempts_allowed": None,
        "shuffle_questions": False,
        "questions": [
            {
                "key": "a-true-false",
                "type": "true-false",
                "prompt": "What is it?",
                "points": 1,
                "lesson": "first-module/first-lesson",
                "feedback": "This is why.",
                "correct": True,
            }
        ],
    }


@pytest.mark.parametrize("type_name", OWN_FIELDS)
def test_a_quiz_comes_back_from_its_data_through_json_exactly(type_name):
    quiz = a_quiz(question_data(type_name), attempts_allowed=2)

    again = Quiz.from_data(quiz.key, json.loads(json.dumps(quiz.to_data())))

    assert again == quiz
    assert again.digest == quiz.digest


def test_the_digest_of_a_quiz_never_changes():
    quiz = a_quiz(*(question_data(type_name) for type_name in FIRST_TYPES))

    # Kept rows name editions by this digest. If this fails, old editions are orphaned.
    assert quiz.digest == (
        "0bf29ce6d6f8ec26cd837259427fec6e4e66b7b39e5777d97df02fcfab916553"
    )


def test_the_digest_changes_with_the_meaning():
    digests = {
        a_quiz().digest,
        a_quiz(pass_mark=71).digest,
        a_quiz(question_data(correct="red")).digest,
        a_quiz(question_data(points=2)).digest,
    }

    assert len(digests) == 4


def test_the_digest_does_not_change_with_the_layout():
    spaced = a_quiz(title="  A\n quiz ", attempts_allowed=None)

    assert spaced.digest == a_quiz().digest


def test_data_that_is_no_quiz_is_refused_with_every_message():
    data = quiz_data(question_data(points=0), pass_mark=0)

    with pytest.raises(QuizDataError) as error:
        Quiz.from_data("a-quiz", data)

    assert error.value.key == "a-quiz"
    assert error.value.messages == {
        "pass_mark": ["must be a whole number from 1 to 100."],
        "questions": {0: {"points": ["must be a whole number, 1 or more."]}},
    }
