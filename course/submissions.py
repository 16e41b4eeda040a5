"""Handing an attempt in: by its learner, or by its limit once the time is over."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions
from course.awards import AwardOffice
from course.corrections import Corrections, corrections_of
from course.enrolments import require_active
from course.errors import AnswersDiffer
from course.marking import add_mark
from course.models import Attempt, Mark, Response, User
from course.progress import note_standing
from course.receipts import Receipt, receipt_of
from course.responses import Acknowledgement, digest_of, held_answers
from quizzes import Quiz

LEARNER = "learner"
LIMIT = "limit"


def submit_attempt(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    *,
    seen: Mapping[str, UUID] | None = None,
    digest: str | None = None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> Receipt:
    """Close the attempt, mark it and complete whatever it completes.

    ``attempt`` and its enrolment are locked by the caller. ``seen`` names the save
    that the learner saw for each question, ``digest`` all of them together; where the
    record holds others nothing is submitted and ``AnswersDiffer`` says which. An
    attempt that was submitted before gives the receipt it gave then. One whose time is
    over is closed at its limit.
    """
    if close_if_over(session, attempt, now=now, office=office):
        return receipt_of(session, attempt, sheet, now=now)
    held = held_answers(session, attempt)
    mark, corrections = None, None
    if attempt.submitted_at is None:
        require_active(attempt.enrolment, now=now)
        _require_seen(session, attempt, held, seen, digest)
        mark, corrections = _close(
            session, attempt, sheet, held, LEARNER, at=now, now=now, by=by
        )
        note_standing(session, attempt.enrolment, now=now, office=office, by=by)
    return receipt_of(
        session, attempt, sheet, held, mark, now=now, corrections=corrections
    )


def close_if_over(
    session: Session, attempt: Attempt, *, now: datetime, office: AwardOffice
) -> bool:
    """Close an attempt whose time has run out, as of its limit; whether it did.

    Whoever next touches the attempt does this: no timer is needed, and none can come
    late. ``attempt`` and its enrolment are locked by the caller.
    """
    if not attempt.is_over(now):
        return False
    # More time may have been granted while this waited for the lock.
    session.refresh(attempt, ["extended_to"])
    limit = attempt.limit_at
    if limit is None or not attempt.is_over(now):
        return False
    sheet = editions.sheet_of(session, attempt)
    held = held_answers(session, attempt)
    _close(session, attempt, sheet, held, LIMIT, at=limit, now=now, by=None)
    note_standing(session, attempt.enrolment, now=now, office=office, by=None)
    return True


def _close(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    held: Mapping[str, Acknowledgement],
    closed_by: str,
    *,
    at: datetime,
    now: datetime,
    by: User | None,
) -> tuple[Mark | None, Corrections]:
    """Close and mark an attempt, and hand over the mark and what it was judged by.

    Closing is written before the corrections are read: while a regrade is under way
    this waits, and then reads what the regrade recorded.
    """
    attempt.submitted_at = at
    attempt.submitted_by = closed_by
    attempt.digest = digest_of(held)
    session.flush()
    corrections = corrections_of(session, attempt.quiz_key)
    mark = add_mark(
        session, attempt, sheet, held, now=now, by=by, corrections=corrections
    )
    return mark, corrections


def _require_seen(
    session: Session,
    attempt: Attempt,
    held: Mapping[str, Acknowledgement],
    seen: Mapping[str, UUID] | None,
    digest: str | None,
) -> None:
    """Refuse where what is held is not what the learner saw, and say where."""
    holds = {key: each.op for key, each in held.items()}
    if seen is None:
        if digest is not None and digest != digest_of(held):
            raise AnswersDiffer((), tuple(sorted(holds)))
        return
    if dict(seen) == holds:
        return
    known = _recorded(session, attempt)
    differing = [
        key for key in sorted({*seen, *holds}) if seen.get(key) != holds.get(key)
    ]
    again = tuple(key for key in differing if key in seen and seen[key] not in known)
    elsewhere = tuple(key for key in differing if key not in again)
    raise AnswersDiffer(again, elsewhere)


def _recorded(session: Session, attempt: Attempt) -> set[UUID]:
    """Every save of this attempt that ever arrived."""
    return set(
        session.scalars(select(Response.op).where(Response.attempt_id == attempt.id))
    )
