"""Asking again, three to six months later: who agreed, who is written to, who answers.

Agreeing is a row, and so is taking it back. A link tells who may answer, once; what is
answered goes into a box as at the end of the course.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, contains_eager

from course import outbox
from course.errors import NotPermitted
from course.evaluation_errors import (
    EvaluationNotOffered,
    FollowUpInvalid,
    FollowUpUnchanged,
)
from course.evaluation_form import FOLLOW_UP, Questionnaire
from course.evaluations import given_before, is_at_end, record
from course.models import (
    Enrolment,
    EvaluationGiven,
    FollowUpChoice,
    FollowUpInvitation,
    User,
)
from course.operations import made_by
from course.outline import Course
from course.tokens import hash_secret

AGREED, WITHDRAWN = "agreed", "withdrawn"
VERDICTS = (AGREED, WITHDRAWN)

FIRST_AFTER = timedelta(days=91)
REMINDER_AFTER = timedelta(days=147)
OVER_AFTER = timedelta(days=183)
# A letter that came on the last day can still be answered for a month.
LINK_LASTS = timedelta(days=122)

FollowUpLetter: TypeAlias = Callable[[Enrolment, int, str], outbox.Words]
"""The letter with a link, by its number: the first, or the reminder."""


def choose_follow_up(
    session: Session,
    enrolment: Enrolment,
    course: Course,
    *,
    op: UUID,
    verdict: str,
    now: datetime,
    by: User,
) -> tuple[FollowUpChoice, bool]:
    """Agree to be asked again, or take that back; whether this made a new row.

    The enrolment is locked by the caller. Raises ``NotPermitted``,
    ``OperationConflict``, ``FollowUpUnchanged``, and ``EvaluationNotOffered`` for
    whoever is not through the course.
    """
    if enrolment.user_id != by.id:
        raise NotPermitted
    said = {"enrolment_id": enrolment.id, "verdict": verdict}
    repeated = made_by(session, FollowUpChoice, op, said)
    if repeated is not None:
        return repeated, False
    latest = latest_choice(session, enrolment)
    if verdict == (latest.verdict if latest else WITHDRAWN):
        raise FollowUpUnchanged
    if verdict == AGREED and not is_at_end(course, enrolment):
        raise EvaluationNotOffered
    choice = FollowUpChoice(
        uuid=op,
        enrolment_id=enrolment.id,
        number=latest.number + 1 if latest else 1,
        verdict=verdict,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=max(now, latest.recorded_at) if latest else now,
    )
    try:
        with session.begin_nested():
            session.add(choice)
    except IntegrityError:
        raise FollowUpUnchanged from None
    return choice, True


def latest_choice(session: Session, enrolment: Enrolment) -> FollowUpChoice | None:
    """What somebody last said of being asked again."""
    return session.scalar(
        select(FollowUpChoice)
        .where(FollowUpChoice.enrolment_id == enrolment.id)
        .order_by(FollowUpChoice.number.desc())
        .limit(1)
    )


def write_due(session: Session, *, letter: FollowUpLetter, now: datetime) -> int:
    """Write to everybody whose day has come; how many letters. Idle, one statement."""
    written = 0
    for enrolment, number in due(session, now=now):
        secret = token_urlsafe(32)
        invitation = FollowUpInvitation(
            enrolment_id=enrolment.id,
            number=number,
            token_hash=hash_secret(secret),
            occurred_at=now,
            recorded_at=now,
        )
        try:
            with session.begin_nested():
                session.add(invitation)
        except IntegrityError:
            # Another pass wrote at the same moment.
            continue
        words = letter(enrolment, number, secret)
        occasion = f"follow-up-{number}:{enrolment.uuid}"
        outbox.tell(session, enrolment.user, words, now=now, occasion=occasion)
        written += 1
    return written


def due(session: Session, *, now: datetime) -> list[tuple[Enrolment, int]]:
    """Who is to be written to today, and which letter it is.

    Months count from the day on which somebody agreed. Whoever was not reached in time
    for the first letter still gets it; nobody is written to after six months. Whoever
    is busy in this moment is left to the next pass: those who are written to are on
    courses and on programmes, which everybody else locks one after the other.
    """
    written = (
        select(func.count())
        .select_from(FollowUpInvitation)
        .where(FollowUpInvitation.enrolment_id == Enrolment.id)
        .scalar_subquery()
    )
    later = aliased(FollowUpChoice)
    is_latest = ~exists(
        select(later.id).where(
            later.enrolment_id == FollowUpChoice.enrolment_id,
            later.number > FollowUpChoice.number,
        )
    )
    rows = session.execute(
        select(Enrolment, written)
        .join(FollowUpChoice, FollowUpChoice.enrolment_id == Enrolment.id)
        .join(Enrolment.user)
        .where(
            FollowUpChoice.verdict == AGREED,
            is_latest,
            ~_has_answered(),
            User.closed_at.is_(None),
            FollowUpChoice.recorded_at > now - OVER_AFTER,
            or_(
                (written == 0) & (FollowUpChoice.recorded_at <= now - FIRST_AFTER),
                (written == 1)
                & (FollowUpChoice.recorded_at <= now - REMINDER_AFTER)
                & ~_was_written_since(now - (REMINDER_AFTER - FIRST_AFTER)),
            ),
        )
        .options(contains_eager(Enrolment.user))
        .order_by(Enrolment.id)
        .with_for_update(of=Enrolment, skip_locked=True)
    )
    return [(enrolment, count + 1) for enrolment, count in rows]


def find_invited(
    session: Session, secret: str, *, now: datetime, for_update: bool = False
) -> tuple[Enrolment, datetime | None]:
    """Whose link this is, and when they answered; ``FollowUpInvalid`` for any other."""
    query = (
        select(Enrolment)
        .join(FollowUpInvitation, FollowUpInvitation.enrolment_id == Enrolment.id)
        .join(Enrolment.user)
        .where(
            FollowUpInvitation.token_hash == hash_secret(secret),
            FollowUpInvitation.recorded_at > now - LINK_LASTS,
            User.closed_at.is_(None),
        )
        .options(contains_eager(Enrolment.user))
    )
    if for_update:
        query = query.with_for_update(of=Enrolment)
    enrolment = session.scalar(query)
    if enrolment is None:
        raise FollowUpInvalid
    answered_at = session.scalar(
        select(EvaluationGiven.recorded_at).where(
            EvaluationGiven.enrolment_id == enrolment.id,
            EvaluationGiven.form_key == FOLLOW_UP,
        )
    )
    choice = latest_choice(session, enrolment)
    if answered_at is None and (choice is None or choice.verdict != AGREED):
        raise FollowUpInvalid
    return enrolment, answered_at


def give_follow_up(
    session: Session,
    enrolment: Enrolment,
    form: Questionnaire,
    answers: Mapping[str, object],
    *,
    digest: str,
    op: UUID,
    now: datetime,
) -> tuple[EvaluationGiven, bool]:
    """Give the later form, by the link of this enrolment; whether this gave it anew.

    The enrolment is locked by the caller. Raises ``OperationConflict``,
    ``EvaluationGivenAlready``, ``FormChanged`` and ``AnswersInvalid``.
    """
    known = given_before(session, enrolment, FOLLOW_UP, op)
    if known is not None:
        return known, False
    given = record(session, enrolment, form, answers, digest=digest, op=op, now=now)
    return given, True


def stop_following_up(session: Session, enrolment: Enrolment, *, now: datetime) -> None:
    """Write to this person no more, by their link. Said twice, it is one row.

    The enrolment is locked by the caller.
    """
    latest = latest_choice(session, enrolment)
    if latest is None or latest.verdict == WITHDRAWN:
        return
    session.add(
        FollowUpChoice(
            enrolment_id=enrolment.id,
            number=latest.number + 1,
            verdict=WITHDRAWN,
            actor_id=enrolment.user_id,
            occurred_at=now,
            recorded_at=max(now, latest.recorded_at),
        )
    )
    session.flush()


def _has_answered() -> ColumnElement[bool]:
    return exists(
        select(EvaluationGiven.id).where(
            EvaluationGiven.enrolment_id == Enrolment.id,
            EvaluationGiven.form_key == FOLLOW_UP,
        )
    )


def _was_written_since(moment: datetime) -> ColumnElement[bool]:
    return exists(
        select(FollowUpInvitation.id).where(
            FollowUpInvitation.enrolment_id == Enrolment.id,
            FollowUpInvitation.recorded_at > moment,
        )
    )
