"""Starting attempts, saving answers, submitting, and showing what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Integer, String, bindparam, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, contains_eager, joinedload

from course import editions
from course.awards import AwardOffice
from course.enrolments import require_active
from course.errors import (
    AttemptClosed,
    NoAttemptsLeft,
    OperationConflict,
    UnknownQuestion,
    UnknownQuiz,
)
from course.models import Attempt, Enrolment, Mark, Response, User
from course.policy import visible_enrolments
from course.progress import note_standing
from quizzes import Answer, Question, Quiz, grade

# Built once, since an answer is saved more often than anything else is done.
_ATTEMPT = (
    select(Attempt)
    .join(Attempt.enrolment)
    .join(Attempt.edition)
    .outerjoin(Enrolment.cohort)
    .where(Attempt.uuid == bindparam("named"))
    .options(
        contains_eager(Attempt.enrolment).contains_eager(Enrolment.cohort),
        contains_eager(Attempt.edition),
    )
)
_OWN_ATTEMPT = _ATTEMPT.where(Enrolment.user_id == bindparam("asker")).with_for_update(
    of=Attempt
)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the record now holds for one question. Sent only after the commit."""

    question_key: str
    answer: Any
    op: UUID
    sequence: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submitted attempt: every answer that counted, and the mark."""

    attempt: Attempt
    quiz: Quiz
    held: Mapping[str, Acknowledgement]
    mark: Mark
    attempts_left: int | None

    @property
    def keys_shown(self) -> bool:
        """Right answers are shown once knowing them can no longer buy a pass."""
        return self.mark.passed or self.attempts_left == 0


def attempts_left(quiz: Quiz, used: int) -> int | None:
    """How many more attempts the quiz allows; nothing when it sets no limit."""
    if quiz.attempts_allowed is None:
        return None
    return max(quiz.attempts_allowed - used, 0)


def start_attempt(
    session: Session,
    enrolment: Enrolment,
    quiz: Quiz,
    *,
    op: UUID,
    seed: int,
    now: datetime,
    by: User,
    occurred_at: datetime | None = None,
) -> tuple[Attempt, bool]:
    """Begin an attempt, or return the one already open, and whether it is new.

    ``enrolment`` is locked by the caller, and the partial index allows one open
    attempt even so. Raises ``NoAttemptsLeft`` when every attempt was used,
    ``OperationConflict`` when ``op`` began an attempt elsewhere.
    """
    course = editions.course_of(session, enrolment.edition)
    if course.module_of_quiz(quiz.key) is None:
        raise UnknownQuiz(quiz.key)
    here = (Attempt.enrolment_id == enrolment.id) & (Attempt.quiz_key == quiz.key)
    past = session.scalars(
        select(Attempt)
        .where(or_(here, Attempt.uuid == op))
        .options(joinedload(Attempt.edition))
        .order_by(Attempt.number)
    ).all()
    place = (enrolment.id, quiz.key)
    if any((each.enrolment_id, each.quiz_key) != place for each in past):
        raise OperationConflict
    for attempt in past:
        if attempt.uuid == op or attempt.submitted_at is None:
            return attempt, False
    require_active(enrolment, now=now)
    if attempts_left(quiz, len(past)) == 0:
        raise NoAttemptsLeft(quiz.attempts_allowed or 0)
    attempt = Attempt(
        uuid=op,
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        quiz_key=quiz.key,
        number=len(past) + 1,
        edition=editions.quiz_edition(session, quiz, now=now),
        seed=seed,
        actor_id=by.id,
        occurred_at=occurred_at or now,
        recorded_at=now,
    )
    session.add(attempt)
    enrolment.last_active_at = now
    session.flush()
    return attempt, True


def find_attempt(
    session: Session, asker: User, uuid: UUID, *, for_update: bool = False
) -> Attempt | None:
    """The attempt of this name if the asker may see it.

    ``for_update`` finds only the asker's own: others may look, not answer.
    """
    if for_update:
        return session.scalar(_OWN_ATTEMPT, {"named": uuid, "asker": asker.id})
    return session.scalar(_ATTEMPT.where(visible_enrolments(asker)), {"named": uuid})


def open_attempt(
    session: Session, enrolment: Enrolment, quiz_key: str
) -> Attempt | None:
    """The attempt that the learner has not submitted yet."""
    return session.scalar(
        select(Attempt).where(
            Attempt.enrolment_id == enrolment.id,
            Attempt.quiz_key == quiz_key,
            Attempt.submitted_at.is_(None),
        )
    )


def attempts_at(session: Session, enrolment: Enrolment, quiz_key: str) -> list[Attempt]:
    """The learner's attempts at a quiz, in order."""
    return list(
        session.scalars(
            select(Attempt)
            .where(Attempt.enrolment_id == enrolment.id, Attempt.quiz_key == quiz_key)
            .order_by(Attempt.number)
        )
    )


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

    An ``op`` seen before changes nothing and is answered as it was. ``sequence``
    orders the saves of one question, so that a late one cannot undo a newer; without
    it the save is the newest. An answer of ``None`` clears the question. Raises
    ``InvalidAnswer``, ``UnknownQuestion``, ``AttemptClosed``, ``OperationConflict``.
    """
    question = question_of(quiz, question_key)
    checked = None if answer is None else question.check(answer)
    if attempt.submitted_at is not None:
        return _repeated(session, attempt, question_key, checked, op)
    require_active(attempt.enrolment, now=now)
    recorded = (
        session.connection()
        .execute(
            _save(session.get_bind().dialect.name),
            {
                "attempt": attempt.id,
                "question": question_key,
                "given": sequence,
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
        return _repeated(session, attempt, question_key, checked, op)
    if recorded[1] is None or recorded[1] <= recorded[0]:
        return Acknowledgement(question_key, checked, op, recorded[0], now)
    # A newer answer was saved before this one arrived: that one is what is held.
    return held_answers(session, attempt, question_key)[question_key]


def held_answers(
    session: Session,
    attempt: Attempt,
    question_key: str | None = None,
    *,
    until: Response | None = None,
) -> dict[str, Acknowledgement]:
    """The answer that counts for each question: that of the highest sequence.

    ``until`` asks what was held when that response had just been saved.
    """
    query = (
        select(Response)
        .where(Response.attempt_id == attempt.id)
        .order_by(Response.sequence, Response.id)
    )
    if question_key is not None:
        query = query.where(Response.question_key == question_key)
    if until is not None:
        query = query.where(Response.id <= until.id)
    held = {each.question_key: each for each in session.scalars(query)}
    return {key: _acknowledge(response) for key, response in held.items()}


def submit_attempt(
    session: Session,
    attempt: Attempt,
    quiz: Quiz,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> Receipt:
    """Close the attempt, mark it and complete whatever it completes.

    ``attempt`` and its enrolment are locked by the caller. An attempt that was
    submitted before gives the receipt it gave then.
    """
    held = held_answers(session, attempt)
    if attempt.submitted_at is None:
        require_active(attempt.enrolment, now=now)
        attempt.submitted_at = now
        _mark(session, attempt, quiz, held, now=now, by=by)
        note_standing(session, attempt.enrolment, now=now, office=office, by=by)
    return receipt_of(session, attempt, quiz, held)


def receipt_of(
    session: Session,
    attempt: Attempt,
    quiz: Quiz,
    held: Mapping[str, Acknowledgement] | None = None,
) -> Receipt:
    """What a submitted attempt holds and the mark that counts for it today."""
    mark = session.scalars(
        select(Mark)
        .where(Mark.attempt_id == attempt.id)
        .order_by(Mark.id.desc())
        .limit(1)
    ).one()
    used = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(
            Attempt.enrolment_id == attempt.enrolment_id,
            Attempt.quiz_key == attempt.quiz_key,
        )
    )
    return Receipt(
        attempt=attempt,
        quiz=quiz,
        held=held_answers(session, attempt) if held is None else held,
        mark=mark,
        attempts_left=attempts_left(quiz, used or 0),
    )


def question_of(quiz: Quiz, key: str) -> Question:
    """The question of this key, or ``UnknownQuestion``."""
    try:
        return quiz.question(key)
    except KeyError:
        raise UnknownQuestion(key) from None


def _mark(
    session: Session,
    attempt: Attempt,
    quiz: Quiz,
    held: Mapping[str, Acknowledgement],
    *,
    now: datetime,
    by: User,
) -> None:
    answers: dict[str, Answer] = {
        key: each.answer for key, each in held.items() if each.answer is not None
    }
    graded = grade(quiz, answers)
    session.add(
        Mark(
            attempt_id=attempt.id,
            edition_id=attempt.edition_id,
            points=graded.points,
            out_of=graded.out_of,
            passed=graded.passed,
            detail={
                key: [mark.points, mark.out_of] for key, mark in graded.marks.items()
            },
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()


def _repeated(
    session: Session,
    attempt: Attempt,
    question_key: str,
    answer: object,
    op: UUID,
) -> Acknowledgement:
    """The same operation sent again, answered as it was the first time."""
    # A response's uuid is its op, and is the one that an index leads to.
    earlier = session.scalar(select(Response).where(Response.uuid == op))
    if earlier is None and attempt.submitted_at is not None:
        raise AttemptClosed(attempt.submitted_at.isoformat())
    if (
        earlier is None
        or earlier.attempt_id != attempt.id
        or earlier.question_key != question_key
        or earlier.answer != answer
    ):
        raise OperationConflict
    # A save that came late was told of the newer answer, and is told so again.
    return held_answers(session, attempt, question_key, until=earlier)[question_key]


def _acknowledge(response: Response) -> Acknowledgement:
    return Acknowledgement(
        question_key=response.question_key,
        answer=response.answer,
        op=response.op,
        sequence=response.sequence,
        recorded_at=response.recorded_at,
    )


@cache
def _save(dialect: str) -> Executable:
    """The statement that saves an answer, built once: this is the busiest write.

    It gives back the sequence that the answer got and the highest before it.
    """
    highest = (
        select(func.max(Response.sequence))
        .where(
            Response.attempt_id == bindparam("attempt", type_=Integer),
            Response.question_key == bindparam("question", type_=String),
        )
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
        .returning(table.c.sequence, highest)
    )
    return statement
