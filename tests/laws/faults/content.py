"""The miniature course with quizzes for the harness: three words, and a time limit."""

from dataclasses import replace
from functools import cache
from typing import Any

from course.catalogue import Catalogue
from quizzes import Quiz
from tests.builders import COURSE, miniature_catalogue
from tests.laws.faults.plan import QUESTIONS, RIGHT

# Names that the miniature course knows; their own questions are put aside.
UNTIMED, TIMED = "second-quiz", "first-quiz"
LIMIT_MINUTES = 1


def quiz_path(*, timed: bool) -> str:
    """Where an attempt at one of the two is begun."""
    return f"/courses/{COURSE}/quizzes/{TIMED if timed else UNTIMED}/attempts"


@cache
def fault_catalogue() -> Catalogue:
    """Content in which an answer is any few words, so that each is its own."""
    quizzes = {
        UNTIMED: _quiz(UNTIMED),
        TIMED: _quiz(TIMED, time_limit=LIMIT_MINUTES),
    }
    return replace(miniature_catalogue(), quizzes=quizzes)


def _quiz(key: str, **settings: Any) -> Quiz:
    questions = [
        {
            "key": question,
            "type": "short-text",
            "prompt": f"Which is the {question} word?",
            "lesson": "first-module/first-lesson",
            "feedback": "It is the right one.",
            "accepted": [RIGHT],
        }
        for question in QUESTIONS
    ]
    data = {
        "title": "Words",
        "introduction": "Three words.",
        "pass_mark": 60,
        "questions": questions,
    }
    return Quiz.from_data(key, data | settings)
