"""Whole classes of learners who have sat a quiz, written straight into the record.

The verbs of the course would take minutes for a class of some hundred. What is written
here is what they would have written: grading and editions are the course's own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course import editions
from course.marking import detail_of
from course.models import (
    Attempt,
    Cohort,
    Enrolment,
    EnrolmentEvent,
    Mark,
    Response,
    User,
)
from quizzes import Quiz, grade
from tests import builders
from tests.builders import NOW

Answers = Mapping[str, Any]


def a_seat(
    session: Session, cohort: Cohort | None = None, *, now: datetime = NOW
) -> Enrolment:
    """Somebody on the miniature course, made in two rows."""
    name = f"learner-{uuid4().hex[:12]}"
    edition = cohort.edition if cohort else builders.an_edition(session, now=now)
    person = User(
        email=f"{name}@example.org", name=name, role="learner", created_at=now
    )
    session.add(person)
    session.flush()
    enrolment = Enrolment(
        user_id=person.id,
        course_key=edition.key,
        edition_id=edition.id,
        cohort_id=cohort.id if cohort else None,
        enrolled_at=now,
        standing={},
    )
    session.add(enrolment)
    session.flush()
    session.add(
        EnrolmentEvent(
            enrolment_id=enrolment.id,
            kind="enrolled",
            cohort_id=enrolment.cohort_id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    return enrolment


def a_sitting(
    session: Session,
    enrolment: Enrolment,
    quiz: Quiz,
    answers: Answers,
    *,
    number: int = 1,
    drawn: Sequence[str] | None = None,
    now: datetime = NOW,
) -> Attempt:
    """An attempt that was handed in with these answers, and its mark."""
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key=quiz.key,
        number=number,
        edition_id=editions.quiz_edition(session, quiz, now=now).id,
        seed=number,
        drawn=None if drawn is None else list(drawn),
        submitted_at=now,
        submitted_by="learner",
        occurred_at=now,
        recorded_at=now,
    )
    session.add(attempt)
    session.flush()
    for key, answer in answers.items():
        save(session, attempt, key, answer, now=now)
    graded = grade(quiz if drawn is None else quiz.only(drawn), answers)
    if not graded.awaiting:
        detail = {name: tuple(each) for name, each in detail_of(graded).items()}
        a_mark(session, attempt, detail, passed=graded.passed, now=now)
    return attempt


def save(
    session: Session,
    attempt: Attempt,
    key: str,
    answer: Any,
    *,
    sequence: int = 1,
    op: UUID | None = None,
    now: datetime = NOW,
) -> None:
    """One saved answer."""
    op = op or uuid4()
    session.add(
        Response(
            uuid=op,
            op=op,
            attempt_id=attempt.id,
            question_key=key,
            sequence=sequence,
            answer=answer,
            occurred_at=now,
            recorded_at=now,
        )
    )


def a_mark(
    session: Session,
    attempt: Attempt,
    detail: Mapping[str, tuple[int, int]],
    *,
    supersedes: Mark | None = None,
    passed: bool = False,
    now: datetime = NOW,
) -> Mark:
    """A mark of these points, question by question."""
    mark = Mark(
        attempt_id=attempt.id,
        edition_id=attempt.edition_id,
        points=sum(points for points, _ in detail.values()),
        out_of=sum(out_of for _, out_of in detail.values()),
        passed=passed,
        detail={key: list(each) for key, each in detail.items()},
        supersedes_id=supersedes.id if supersedes else None,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(mark)
    session.flush()
    return mark


CHOICES = ("a", "b", "c", "d")


def a_choice(key: str, correct: str = "a", **fields: Any) -> dict[str, Any]:
    """The data of a question with four choices."""
    return {
        "type": "single-choice",
        "key": key,
        "prompt": f"Which is right of {key}?",
        "lesson": "first-module/first-lesson",
        "feedback": "This is taught.",
        "choices": [{"value": each, "label": f"Answer {each}"} for each in CHOICES],
        "correct": correct,
        **fields,
    }


def a_choice_quiz(*questions: str | dict[str, Any], **fields: Any) -> Quiz:
    """A quiz of such questions, each by its key or by its data."""
    return Quiz.from_data(
        "first-quiz",
        {
            "title": "A quiz of choices",
            "introduction": "Choose.",
            "pass_mark": 50,
            **fields,
            "questions": [
                a_choice(each) if isinstance(each, str) else each for each in questions
            ],
        },
    )


def answers_of_a_class(
    quiz: Quiz, size: int, *, seed: int = 1, right: str = "a"
) -> list[Answers]:
    """What a class answers: the more somebody knows, the more often what is right."""
    chance = Random(seed)  # noqa: S311  # nothing secret is drawn from it
    learners: list[Answers] = []
    for _ in range(size):
        knows = min(0.95, max(0.1, chance.gauss(0.6, 0.25)))
        learners.append(
            {
                question.key: right
                if chance.random() < knows
                else chance.choice([each for each in CHOICES if each != right])
                for question in quiz.questions
            }
        )
    return learners


def a_class(
    session: Session,
    quiz: Quiz,
    answers: Sequence[Answers],
    *,
    cohort: Cohort | None = None,
    now: datetime = NOW,
) -> list[Attempt]:
    """A learner for each of these answers, who has sat the quiz, one a second."""
    return [
        a_sitting(
            session,
            a_seat(session, cohort, now=now),
            quiz,
            each,
            now=now + timedelta(seconds=number),
        )
        for number, each in enumerate(answers)
    ]
