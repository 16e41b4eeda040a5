"""Marking a submitted attempt: the points of every answer, kept as one mark.

An attempt with answers that only a person can mark has no mark until the last of them
is marked. A mark is never edited; a later one supersedes it and says why. Whatever is
marked is judged by the attempt's edition and the corrections that hold.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from course.corrections import Corrections, corrections_of
from course.models import Attempt, Mark, ResponseMark, User
from course.responses import Acknowledgement
from quizzes import Answer, Grade, Quiz


def add_mark(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    held: Mapping[str, Acknowledgement],
    *,
    now: datetime,
    by: User | None,
    supersedes: Mark | None = None,
    reason: str | None = None,
    corrections: Corrections | None = None,
) -> Mark | None:
    """Keep the mark of an attempt; nothing while an answer waits for a person.

    ``corrections`` are those that hold, where the caller has read them already.
    """
    corrections = corrections or corrections_of(session, attempt.quiz_key)
    graded = grade_held(session, attempt, sheet, held, corrections)
    if graded.awaiting:
        return None
    mark = Mark(
        **columns_of(graded),
        attempt_id=attempt.id,
        edition_id=attempt.edition_id,
        supersedes_id=supersedes.id if supersedes else None,
        reason=reason,
        actor_id=by.id if by else None,
        occurred_at=attempt.submitted_at or now,
        recorded_at=corrections.not_before(now),
    )
    session.add(mark)
    session.flush()
    return mark


def columns_of(graded: Grade) -> dict[str, Any]:
    """The columns of a mark that say what was earned."""
    return {
        "points": graded.points,
        "out_of": graded.out_of,
        "passed": graded.passed,
        "detail": detail_of(graded),
    }


def grade_held(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    held: Mapping[str, Acknowledgement],
    corrections: Corrections | None = None,
) -> Grade:
    """The grade of what is held, with the points that people gave."""
    corrections = corrections or corrections_of(session, attempt.quiz_key)
    judged = corrections.judge(sheet)
    by_person = points_by_person(session, attempt, judged.counting)
    return judged.grade(answers_of(held), by_person)


def answers_of(held: Mapping[str, Acknowledgement]) -> dict[str, Answer]:
    """The answers alone; a cleared one is none."""
    return {key: each.answer for key, each in held.items() if each.answer is not None}


def detail_of(graded: Grade) -> dict[str, Any]:
    """The points of each question, as a mark keeps them."""
    return {key: [mark.points, mark.out_of] for key, mark in graded.marks.items()}


def current_mark(session: Session, attempt: Attempt) -> Mark | None:
    """The mark that counts today, or nothing where there is none yet."""
    return session.scalar(
        select(Mark)
        .where(Mark.attempt_id == attempt.id)
        .order_by(Mark.id.desc())
        .limit(1)
    )


def marks_of(session: Session, attempt: Attempt) -> list[Mark]:
    """Every mark that the attempt ever had, in order; the last counts."""
    return list(
        session.scalars(
            select(Mark).where(Mark.attempt_id == attempt.id).order_by(Mark.id)
        )
    )


def points_by_person(session: Session, attempt: Attempt, sheet: Quiz) -> dict[str, int]:
    """The points that trainers gave, by question. Asks only where a person marks."""
    if not any(question.is_marked_by_person for question in sheet.questions):
        return {}
    return {key: mark.points for key, mark in response_marks(session, attempt).items()}


def response_marks(session: Session, attempt: Attempt) -> dict[str, ResponseMark]:
    """What trainers gave for the answers of an attempt, the latest of each."""
    later = aliased(ResponseMark)
    found = session.scalars(
        select(ResponseMark)
        .where(
            ResponseMark.attempt_id == attempt.id,
            ~exists(select(later.id).where(later.supersedes_id == ResponseMark.id)),
        )
        .order_by(ResponseMark.id)
    )
    return {mark.question_key: mark for mark in found}
