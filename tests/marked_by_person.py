"""A quiz with two answers in free text, and attempts at it that wait for a person."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from course import editions, person_marks, responses, submissions
from course.models import Attempt, Enrolment, ResponseMark, User
from quizzes import Quiz
from tests import builders
from tests.builders import NOW, OFFICE

ESSAY, NOTE, CHOICE = "essay", "note", "colour"
ANSWER = "Migration and development meet.\n\nThe plan says so, and two sources do."
BEST: Mapping[str, int] = {"argument": 3, "sources": 2}
FAIR: Mapping[str, int] = {"argument": 1, "sources": 2}
ANSWERS: Mapping[str, Any] = {ESSAY: ANSWER, NOTE: "A short note.", CHOICE: "blue"}
GUIDANCE = "It names the trend and two sources."

_COMMON = {"lesson": "first-module/first-lesson", "feedback": "The lesson says why."}


def quiz_with_text(key: str = "second-quiz", **settings: Any) -> Quiz:
    """A quiz of the miniature course that asks for two texts and a colour."""
    questions = [
        {
            "key": ESSAY,
            "type": "free-text",
            "prompt": "Argue for a mainstreamed plan.",
            "most_words": 200,
            "rubric": [
                {
                    "key": "argument",
                    "label": "The argument",
                    "levels": [
                        {"points": 0, "label": "There is none."},
                        {"points": 1, "label": "It has gaps."},
                        {"points": 3, "label": "It holds."},
                    ],
                },
                {
                    "key": "sources",
                    "label": "The sources",
                    "levels": [
                        {"points": 2, "label": "Two or more are named."},
                        {"points": 0, "label": "None is named."},
                    ],
                },
            ],
            "guidance": GUIDANCE,
            **_COMMON,
        },
        {
            "key": NOTE,
            "type": "free-text",
            "prompt": "Note what is missing.",
            "most_words": 50,
            "rubric": [
                {
                    "key": "matter",
                    "label": "The matter",
                    "levels": [
                        {"points": 0, "label": "Beside it."},
                        {"points": 1, "label": "To the point."},
                    ],
                }
            ],
            **_COMMON,
        },
        {
            "key": CHOICE,
            "type": "single-choice",
            "prompt": "What colour is a clear sky by day?",
            "choices": [
                {"value": "blue", "label": "Blue"},
                {"value": "red", "label": "Red"},
            ],
            "correct": "blue",
            **_COMMON,
        },
    ]
    data = {
        "title": "Words of your own",
        "introduction": "Write in your own words.",
        "pass_mark": 70,
        "questions": questions,
    }
    return Quiz.from_data(key, data | settings)


def a_waiting_attempt(
    session: Session,
    enrolment: Enrolment | None = None,
    *,
    answers: Mapping[str, Any] = ANSWERS,
    quiz: Quiz | None = None,
    **overrides: Any,
) -> Attempt:
    """A submitted attempt with two answers that only a person can mark."""
    now = overrides.pop("now", NOW)
    attempt = builders.an_open_attempt(
        session, enrolment, quiz=quiz or quiz_with_text(), now=now, **overrides
    )
    learner = attempt.enrolment.user
    sheet = editions.sheet_of(session, attempt)
    for key, answer in answers.items():
        responses.save_response(
            session, attempt, sheet, key, answer, op=uuid4(), now=now, by=learner
        )
    submissions.submit_attempt(
        session, attempt, sheet, now=now, office=OFFICE, by=learner
    )
    return attempt


def mark(
    session: Session,
    attempt: Attempt,
    question_key: str = ESSAY,
    levels: Mapping[str, int] = BEST,
    **overrides: Any,
) -> ResponseMark:
    """Mark one answer, by an administrator where nobody else is named."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "comment": "",
        "letter": result_letter,
        "now": NOW,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    given, _ = person_marks.mark_response(
        session, attempt, question_key, levels=levels, **values | overrides
    )
    return given


def result_letter(attempt: Attempt, sheet: Quiz) -> tuple[str, str]:
    """The letter about a result, in a few words."""
    name = attempt.enrolment.user.name
    return f"Your result: {sheet.title}", f"Dear {name}, see {attempt.uuid}."


def a_marker(session: Session, attempt: Attempt) -> User:
    """The trainer who leads the cohort of the attempt's learner."""
    cohort = attempt.enrolment.cohort
    assert cohort is not None
    return session.get_one(User, cohort.created_by)
