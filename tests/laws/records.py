"""What the database holds, read raw: the laws do not trust the verbs they judge."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.database import Base
from course.models import Attempt, LessonCompletion, Mark, Response
from tests.laws.account import account_of, achievements_of

Rows = dict[str, list[tuple[Any, ...]]]


def every_row(session: Session) -> Rows:
    """Every row of every table, to be compared with what is there later."""
    session.rollback()
    rows = {}
    for table in Base.metadata.sorted_tables:
        first, *_ = table.primary_key.columns
        found = session.execute(select(table).order_by(first))
        rows[table.name] = [tuple(row) for row in found]
    session.rollback()
    return rows


def record_of(session: Session, enrolment_id: int) -> dict[str, Any]:
    """What one learner did and earned, without the names and moments of the acts."""
    session.rollback()
    lessons = session.execute(
        select(LessonCompletion.module_key, LessonCompletion.lesson_key)
        .where(LessonCompletion.enrolment_id == enrolment_id)
        .order_by(LessonCompletion.module_key, LessonCompletion.lesson_key)
    )
    sittings = session.execute(
        select(Attempt.id, Attempt.quiz_key, Attempt.number, Attempt.submitted_at)
        .where(Attempt.enrolment_id == enrolment_id)
        .order_by(Attempt.quiz_key, Attempt.number)
    )
    account = account_of(session, enrolment_id)
    return {
        "lessons": [tuple(row) for row in lessons],
        "attempts": [
            (quiz, number, submitted is not None, *_sitting(session, attempt_id))
            for attempt_id, quiz, number, submitted in sittings.all()
        ],
        "achievements": achievements_of(session, enrolment_id),
        "met": account["met"],
        "outstanding": account["standing"]["outstanding"],
    }


def _sitting(session: Session, attempt_id: int) -> tuple[Any, ...]:
    """The saves of one attempt in the order that counts, and its marks."""
    saves = session.execute(
        select(Response.question_key, Response.sequence, Response.answer)
        .where(Response.attempt_id == attempt_id)
        .order_by(Response.question_key, Response.sequence, Response.id)
    )
    marks = session.execute(
        select(Mark.points, Mark.out_of, Mark.passed, Mark.detail).where(
            Mark.attempt_id == attempt_id
        )
    )
    return [tuple(row) for row in saves], [tuple(row) for row in marks]
