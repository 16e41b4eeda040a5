"""Saving answers, and what is held of them.

An acknowledged answer cannot be lost: each save adds a row under the name that the
device gave it, and the answer of the highest sequence is the one that counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Integer, String, Uuid, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.enrolments import require_active
from course.errors import (
    AttemptClosed,
    CourseError,
    OperationConflict,
    UnknownQuestion,
)
from course.models import Attempt, Response, User
from quizzes import Question, Quiz

# Built once, since every reading of an attempt asks it. The last of a question counts.
_SAVES = (
    select(Response)
    .where(Response.attempt_id == bindparam("of"))
    .order_by(Response.sequence, Response.id)
)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the record now holds for one question. Sent only after the commit.

    ``previous_op`` is the save that was held before the one that is acknowledged, so
    that a device which believed otherwise knows that another had answered.
    """

    question_key: str
    answer: Any
    op: UUID
    sequence: int
    recorded_at: datetime
    previous_op: UUID | None = None


def answer_to(held: Mapping[str, Acknowledgement], key: str) -> Any:
    """The answer that is held for a question; nothing where none is."""
    return held[key].answer if key in held else None


def save_response(
    session: Session,
    attempt: Attempt,
    quiz: Quiz,
    question_key: str,
    answer: object,
    *,
    op: UUID,
    sequence: int | None = None,
    now: datetime,
    by: User,
    occurred_at: datetime | None = None,
) -> Acknowledgement:
    """Add an answer to an open attempt and return what is now held for the question.

    An ``op`` seen before changes nothing and is answered as it was, even where
    nothing new is recorded any more. ``sequence`` orders the saves of one question, so
    that a late one cannot undo a newer; without it the save is the newest. An answer
    of ``None`` clears the question. Raises ``InvalidAnswer``, ``UnknownQuestion``,
    ``AttemptClosed``, ``OperationConflict``.
    """
    question = question_of(quiz, question_key)
    checked = None if answer is None else question.check(answer)
    refusal = _refusal(attempt, now)
    if refusal is not None:
        return _repeated(session, attempt, question_key, checked, op, refusal)
    recorded = (
        session.connection()
        .execute(
            _save(session.get_bind().dialect.name),
            {
                "attempt": attempt.id,
                "question": question_key,
                "given": sequence,
                "saved": op,
                "op": op,
                "uuid": op,
                "answer": checked,
                "actor_id": by.id,
                "occurred_at": occurred_at or now,
                "recorded_at": now,
            },
        )
        .one_or_none()
    )
    if recorded is None:
        conflict = OperationConflict()
        return _repeated(session, attempt, question_key, checked, op, conflict)
    given, highest, previous = recorded
    if highest is None or highest <= given:
        return Acknowledgement(question_key, checked, op, given, now, previous)
    # A newer answer was saved before this one arrived: that one is what is held.
    held = held_answers(session, attempt, question_key)[question_key]
    return replace(held, previous_op=held.op)


def held_answers(
    session: Session,
    attempt: Attempt,
    question_key: str | None = None,
    *,
    until: Response | None = None,
    before: Response | None = None,
) -> dict[str, Acknowledgement]:
    """The answer that counts for each question: that of the highest sequence.

    ``until`` asks what was held when that response had just been saved, ``before``
    what was held until then.
    """
    query, asked = _SAVES, {"of": attempt.id}
    if question_key is not None:
        query = query.where(Response.question_key == question_key)
    if until is not None:
        query = query.where(Response.id <= until.id)
    if before is not None:
        query = query.where(Response.id < before.id)
    held = {each.question_key: each for each in session.scalars(query, asked)}
    return {key: _acknowledge(response) for key, response in held.items()}


def question_of(quiz: Quiz, key: str) -> Question:
    """The question of this key, or ``UnknownQuestion``."""
    try:
        return quiz.question(key)
    except KeyError:
        raise UnknownQuestion(key) from None


def _refusal(attempt: Attempt, now: datetime) -> CourseError | None:
    """Why nothing new is recorded on this attempt, if that is so."""
    if attempt.submitted_at is not None:
        return AttemptClosed(attempt.submitted_at.isoformat())
    if attempt.is_over(now) and attempt.limit_at is not None:
        return AttemptClosed(attempt.limit_at.isoformat())
    try:
        require_active(attempt.enrolment, now=now)
    except CourseError as refusal:
        return refusal
    return None


def _repeated(
    session: Session,
    attempt: Attempt,
    question_key: str,
    answer: object,
    op: UUID,
    refusal: CourseError,
) -> Acknowledgement:
    """The same operation sent again, answered as it was the first time.

    Raises ``refusal`` where this operation was never recorded.
    """
    # A response's uuid is its op, and is the one that an index leads to.
    earlier = session.scalar(select(Response).where(Response.uuid == op))
    if earlier is None:
        raise refusal
    known = (earlier.attempt_id, earlier.question_key, earlier.answer)
    if known != (attempt.id, question_key, answer):
        raise OperationConflict
    # A save that came late was told of the newer answer, and is told so again.
    told = held_answers(session, attempt, question_key, until=earlier)[question_key]
    if told.op != op:
        return replace(told, previous_op=told.op)
    before = held_answers(session, attempt, question_key, before=earlier)
    held = before.get(question_key)
    return replace(told, previous_op=held.op if held else None)


def _acknowledge(response: Response) -> Acknowledgement:
    return Acknowledgement(
        question_key=response.question_key,
        answer=response.answer,
        op=response.op,
        sequence=response.sequence,
        recorded_at=response.recorded_at,
    )


def digest_of(held: Mapping[str, Acknowledgement]) -> str:
    """The fingerprint of what is held: which save counts for each question.

    SHA-256 of a line for every question with a save, cleared ones too, in the order
    of their keys: the key, a space, the operation.
    """
    return digest_of_saves({key: each.op for key, each in held.items()})


def digest_of_saves(saves: Mapping[str, UUID]) -> str:
    """The same of the saves alone: the operation that counts for each question."""
    lines = (f"{key} {saves[key]}\n" for key in sorted(saves))
    return sha256("".join(lines).encode()).hexdigest()


@cache
def _save(dialect: str) -> Executable:
    """The statement that saves an answer, built once: this is the busiest write.

    It gives back the sequence that the answer got, the highest before it, and the
    operation that was held before.
    """
    here = (
        Response.attempt_id == bindparam("attempt", type_=Integer),
        Response.question_key == bindparam("question", type_=String),
    )
    highest = select(func.max(Response.sequence)).where(*here).scalar_subquery()
    # SQLite already sees the new row here, PostgreSQL does not.
    previous = (
        select(Response.op)
        .where(*here, Response.op != bindparam("saved", type_=Uuid))
        .order_by(Response.sequence.desc(), Response.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    given = bindparam("given", type_=Integer)
    table: Any = Response.__table__
    insert: Any = {"sqlite": sqlite, "postgresql": postgresql}[dialect].insert
    statement: Executable = (
        insert(table)
        .values(
            attempt_id=bindparam("attempt", type_=Integer),
            question_key=bindparam("question", type_=String),
            sequence=func.coalesce(given, func.coalesce(highest, 0) + 1),
        )
        .on_conflict_do_nothing()
        .returning(table.c.sequence, highest, previous)
    )
    return statement
