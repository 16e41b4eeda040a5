"""Attempts that were handed in, with all that they are marked by, many at once.

For those who judge a whole quiz anew: a few statements for a thousand attempts, and
never more than a chunk of them in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from course.models import Attempt, Edition, Mark, Response, ResponseMark
from quizzes import Answer

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class KeptMark:
    """One mark of an attempt, as its row keeps it."""

    id: int
    points: int
    out_of: int
    passed: bool
    detail: Mapping[str, Any]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class GivenPoints:
    """What a person once gave for one answer."""

    question_key: str
    points: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submitted attempt: the answers held, every mark it had, and what people gave.

    ``saves`` names the save that holds each answer, a cleared one too. ``digest`` is
    their fingerprint as it was kept when they were handed in.
    """

    id: int
    uuid: UUID
    number: int
    enrolment_id: int
    edition_id: int
    drawn: tuple[str, ...] | None
    submitted_at: datetime
    digest: str | None
    saves: Mapping[str, UUID]
    answers: Mapping[str, Answer]
    marks: tuple[KeptMark, ...]
    given: tuple[GivenPoints, ...]

    @property
    def mark(self) -> KeptMark | None:
        """The mark that counts today, or nothing while a person is awaited."""
        return self.marks[-1] if self.marks else None


def points_given(given: Iterable[GivenPoints]) -> dict[str, int]:
    """What people gave for each answer, in the end."""
    return {each.question_key: each.points for each in given}


def handed_in_at(session: Session, quiz_key: str) -> Iterator[list[HandedIn]]:
    """Every submitted attempt at a quiz, in chunks: four statements each."""
    return _chunks(session, select(Attempt).where(Attempt.quiz_key == quiz_key))


def all_handed_in(session: Session) -> Iterator[list[HandedIn]]:
    """Every submitted attempt there is, in chunks."""
    return _chunks(session, select(Attempt))


def editions_at(session: Session, quiz_key: str) -> dict[int, Edition]:
    """Every edition of a quiz that the record knows, by its id, the oldest first."""
    found = session.scalars(
        select(Edition)
        .where(Edition.kind == "quiz", Edition.key == quiz_key)
        .order_by(Edition.id)
    )
    return {edition.id: edition for edition in found}


def _chunks(session: Session, attempts: Select[Any]) -> Iterator[list[HandedIn]]:
    last = 0
    while True:
        rows: Sequence[Any] = session.execute(
            attempts.with_only_columns(
                Attempt.id,
                Attempt.uuid,
                Attempt.number,
                Attempt.enrolment_id,
                Attempt.edition_id,
                Attempt.drawn,
                Attempt.submitted_at,
                Attempt.digest,
            )
            .where(Attempt.id > last, Attempt.submitted_at.is_not(None))
            .order_by(Attempt.id)
            .limit(CHUNK)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        yield _with_all(session, rows)
        if len(rows) < CHUNK:
            return


def _with_all(session: Session, rows: Sequence[Any]) -> list[HandedIn]:
    ids = [row.id for row in rows]
    held = _held(session, ids)
    marks = _marks(session, ids)
    given = _given(session, ids)
    return [
        HandedIn(
            id=row.id,
            uuid=row.uuid,
            number=row.number,
            enrolment_id=row.enrolment_id,
            edition_id=row.edition_id,
            drawn=None if row.drawn is None else tuple(row.drawn),
            submitted_at=row.submitted_at,
            digest=row.digest,
            saves={key: op for key, (_answer, op) in held.get(row.id, {}).items()},
            answers={
                key: answer
                for key, (answer, _op) in held.get(row.id, {}).items()
                if answer is not None
            },
            marks=tuple(marks.get(row.id, ())),
            given=tuple(given.get(row.id, ())),
        )
        for row in rows
    ]


def _held(session: Session, ids: list[int]) -> dict[int, dict[str, tuple[Any, UUID]]]:
    """The save that counts for each question: the last in this order."""
    found: Iterable[Any] = session.execute(
        select(Response.attempt_id, Response.question_key, Response.answer, Response.op)
        .where(Response.attempt_id.in_(ids))
        .order_by(Response.sequence, Response.id)
    )
    held: dict[int, dict[str, tuple[Any, UUID]]] = {}
    for attempt_id, key, answer, op in found:
        held.setdefault(attempt_id, {})[key] = (answer, op)
    return held


def _marks(session: Session, ids: list[int]) -> dict[int, list[KeptMark]]:
    found: Iterable[Any] = session.execute(
        select(
            Mark.attempt_id,
            Mark.id,
            Mark.points,
            Mark.out_of,
            Mark.passed,
            Mark.detail,
            Mark.recorded_at,
        )
        .where(Mark.attempt_id.in_(ids))
        .order_by(Mark.id)
    )
    marks: dict[int, list[KeptMark]] = {}
    for attempt_id, *mark in found:
        marks.setdefault(attempt_id, []).append(KeptMark(*mark))
    return marks


def _given(session: Session, ids: list[int]) -> dict[int, list[GivenPoints]]:
    found: Iterable[Any] = session.execute(
        select(
            ResponseMark.attempt_id,
            ResponseMark.question_key,
            ResponseMark.points,
            ResponseMark.recorded_at,
        )
        .where(ResponseMark.attempt_id.in_(ids))
        .order_by(ResponseMark.id)
    )
    given: dict[int, list[GivenPoints]] = {}
    for attempt_id, *points in found:
        given.setdefault(attempt_id, []).append(GivenPoints(*points))
    return given
