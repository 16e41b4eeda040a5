"""Marks that only a person can give: what a trainer makes of an answer in free text.

A trainer chooses a level for each criterion of the question's rubric; the points follow
from these. Once no answer of an attempt waits any more, the attempt has its mark, and
whatever that completes is completed in the same transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from course import editions, outbox
from course.awards import AwardOffice
from course.enrolments import settled
from course.errors import (
    MarkedMeanwhile,
    NothingToMark,
    NotPermitted,
    sentence,
)
from course.marking import add_mark, current_mark, grade_held, response_marks
from course.models import Attempt, Enrolment, Mark, ResponseMark, User
from course.operations import made_by
from course.plain_text import paragraphs
from course.policy import visible_enrolments
from course.progress import note_standing
from course.responses import Acknowledgement, held_answers, question_of
from quizzes import FreeText, Quiz, paper

MarkLetter: TypeAlias = Callable[[Attempt, Quiz], outbox.Words]
"""The words of the letter that tells a learner of their result, made at the edge."""

MARKED_AGAIN = sentence("A trainer looked at an answer again.")


@dataclass(frozen=True, slots=True)
class Seen:
    """The mark that whoever marks saw on the answer; nothing where there was none."""

    mark: UUID | None


@dataclass(frozen=True, slots=True)
class GivenMark:
    """The mark that an answer has today, and the name of whoever gave it."""

    mark: ResponseMark
    by: str | None


def marks_given(session: Session, attempt: Attempt) -> dict[str, GivenMark]:
    """What people gave for the answers of an attempt, the latest of each."""
    marks = response_marks(session, attempt)
    givers = {each.actor_id for each in marks.values()}
    found = session.execute(select(User.id, User.name).where(User.id.in_(givers)))
    names: dict[int, str] = {each.id: each.name for each in found}
    return {
        key: GivenMark(mark, names.get(mark.actor_id or 0))
        for key, mark in marks.items()
    }


def find_to_mark(session: Session, asker: User, uuid: UUID) -> Attempt | None:
    """The attempt of this name if the asker may see its learner, locked for writing.

    Its enrolment is locked first, as a regrade does, which then marks the attempt.
    Whether it is submitted and whether it is the asker's own is for ``mark_response``.
    """
    found = session.scalar(
        select(Attempt)
        .join(Attempt.enrolment)
        .join(Enrolment.user)
        .join(Attempt.edition)
        .outerjoin(Enrolment.cohort)
        .where(Attempt.uuid == uuid, visible_enrolments(asker))
        .with_for_update(of=(Enrolment, Attempt))
        .options(
            contains_eager(Attempt.edition),
            contains_eager(Attempt.enrolment).options(
                contains_eager(Enrolment.user), contains_eager(Enrolment.cohort)
            ),
        )
    )
    if found is not None:
        settled(session, found.enrolment)
    return found


def mark_response(
    session: Session,
    attempt: Attempt,
    question_key: str,
    *,
    op: UUID,
    levels: Mapping[str, int],
    comment: str,
    seen: Seen | None = None,
    letter: MarkLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[ResponseMark, bool]:
    """Mark one answer by its rubric, or mark it anew; whether this made a new mark.

    ``attempt`` and its enrolment are locked by the caller, to whom its learner is
    visible. A later mark supersedes the one before; with ``seen`` it does so only if
    that is the one which the trainer saw. ``comment`` is for the learner, and says why
    where a mark is given anew. Raises ``NotPermitted``, ``NothingToMark``,
    ``UnknownQuestion``, ``InvalidLevels``, ``MarkedMeanwhile``, ``OperationConflict``.
    """
    require_marker(attempt, by)
    sheet = editions.sheet_of(session, attempt)
    held = held_answers(session, attempt)
    question = question_to_mark(attempt, sheet, held, question_key)
    given = {
        "attempt_id": attempt.id,
        "question_key": question_key,
        "points": question.points_for(levels),
        "levels": dict(levels),
        "comment": paragraphs(comment),
        "actor_id": by.id,
    }
    repeated = made_by(session, ResponseMark, op, given)
    if repeated is not None:
        return repeated, False
    before = response_marks(session, attempt).get(question_key)
    if seen is not None and seen.mark != (before.uuid if before else None):
        raise MarkedMeanwhile
    known = current_mark(session, attempt)
    moment = _not_before(now, before, known)
    mark = ResponseMark(
        uuid=op,
        out_of=question.points,
        supersedes_id=before.id if before else None,
        occurred_at=now,
        recorded_at=moment,
        **given,
    )
    _add(session, mark, given)
    if before is None or before.points != mark.points:
        made = add_mark(
            session,
            attempt,
            sheet,
            held,
            now=moment,
            by=by,
            supersedes=known,
            reason=MARKED_AGAIN if known else None,
        )
        if made is not None:
            note_standing(session, attempt.enrolment, now=moment, office=office, by=by)
            _tell(session, attempt, sheet, known, letter, now=now)
    return mark, True


def require_marker(attempt: Attempt, by: User) -> None:
    """Raise ``NotPermitted`` for all but staff, and for whoever sat the attempt."""
    if not by.is_staff or attempt.enrolment.user_id == by.id:
        raise NotPermitted


def questions_to_mark(
    attempt: Attempt, sheet: Quiz, held: Mapping[str, Acknowledgement]
) -> tuple[FreeText, ...]:
    """The answered questions of an attempt that a person marks, as it saw them."""
    return tuple(
        each.question
        for each in paper(sheet, attempt.seed)
        if isinstance(each.question, FreeText) and _is_answered(held, each.question)
    )


def question_to_mark(
    attempt: Attempt,
    sheet: Quiz,
    held: Mapping[str, Acknowledgement],
    question_key: str,
) -> FreeText:
    """The question of this key, or ``NothingToMark`` where no person marks it here."""
    question = question_of(sheet, question_key)
    if (
        attempt.submitted_at is None
        or not isinstance(question, FreeText)
        or not _is_answered(held, question)
    ):
        raise NothingToMark
    return question


def still_waiting(session: Session, attempt: Attempt) -> tuple[str, ...]:
    """The questions of a submitted attempt whose answers wait for a first mark.

    One that was withdrawn, or whose points everybody was given, waits for nobody.
    """
    sheet = editions.sheet_of(session, attempt)
    held = held_answers(session, attempt)
    awaiting = grade_held(session, attempt, sheet, held).awaiting
    asked = questions_to_mark(attempt, sheet, held)
    return tuple(each.key for each in asked if each.key in awaiting)


def _is_answered(held: Mapping[str, Acknowledgement], question: FreeText) -> bool:
    answer = held.get(question.key)
    return answer is not None and answer.answer is not None


def _add(session: Session, mark: ResponseMark, given: Mapping[str, Any]) -> None:
    """Keep the mark. The database admits one successor, and one first mark."""
    try:
        with session.begin_nested():
            session.add(mark)
    except IntegrityError:
        # Without a lock another could come between; or the operation is another's.
        made_by(session, ResponseMark, mark.uuid, given)
        raise MarkedMeanwhile from None


def _not_before(now: datetime, *earlier: ResponseMark | Mark | None) -> datetime:
    """Now, or the moment of what came before if another server's clock is ahead.

    Whoever works a mark out again goes by these moments.
    """
    return max([now, *(each.recorded_at for each in earlier if each is not None)])


def _tell(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    known: Mark | None,
    letter: MarkLetter,
    *,
    now: datetime,
) -> None:
    """Write to the learner that the result is there, the first time that it is."""
    if known is None:
        learner, occasion = attempt.enrolment.user, f"marked:{attempt.uuid}"
        words = letter(attempt, sheet)
        outbox.tell(session, learner, words, now=now, occasion=occasion)
