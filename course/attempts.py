"""Starting attempts and finding them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, contains_eager, load_only

from course import editions
from course.accommodations import allowance_of
from course.awards import AwardOffice
from course.enrolments import require_active
from course.errors import NoAttemptsLeft, OperationConflict, TooSoon, UnknownQuiz
from course.models import Attempt, AttemptStart, Cohort, Edition, Enrolment, User
from course.policy import visible_enrolments
from course.submissions import close_if_over
from course.turns import hold_enrolments
from quizzes import Quiz

# Built once, since an answer is saved more often than anything else is done.
_NAMED = (
    select(Attempt)
    .join(Attempt.enrolment)
    .join(Attempt.edition)
    .outerjoin(Enrolment.cohort)
    .where(Attempt.uuid == bindparam("named"))
)
_ATTEMPT = _NAMED.options(
    contains_eager(Attempt.enrolment).contains_eager(Enrolment.cohort),
    contains_eager(Attempt.edition),
)
# What saving asks of them and no more; the standing is folded anew by who submits.
_OWN_ATTEMPT = (
    _NAMED.join(Enrolment.user)
    .where(Enrolment.user_id == bindparam("asker"))
    # What refers to the attempt can be written meanwhile; see ``regrading``.
    .with_for_update(of=Attempt, key_share=True)
    .options(
        contains_eager(Attempt.enrolment).options(
            contains_eager(Enrolment.user),
            load_only(
                Enrolment.user_id,
                Enrolment.course_key,
                Enrolment.edition_id,
                Enrolment.cohort_id,
                Enrolment.withdrawn_at,
            ),
            contains_eager(Enrolment.cohort).load_only(Cohort.opens_on),
        ),
        contains_eager(Attempt.edition).load_only(Edition.key, Edition.digest),
    )
)

_HERE = (Attempt.enrolment_id == bindparam("enrolment")) & (
    Attempt.quiz_key == bindparam("quiz")
)
_IS_NAMED = or_(
    Attempt.uuid == bindparam("op"),
    Attempt.id.in_(
        select(AttemptStart.attempt_id).where(AttemptStart.uuid == bindparam("op"))
    ),
)
_PAST_AND_NAMED = (
    select(Attempt, _HERE, _IS_NAMED)
    .join(Attempt.edition)
    .where(_HERE | _IS_NAMED)
    .options(contains_eager(Attempt.edition))
    .order_by(Attempt.number)
)


def start_attempt(
    session: Session,
    enrolment: Enrolment,
    quiz: Quiz,
    *,
    op: UUID,
    seed: int,
    now: datetime,
    office: AwardOffice,
    by: User,
    occurred_at: datetime | None = None,
) -> tuple[Attempt, bool]:
    """Begin an attempt, or return the one already open, and whether it is new.

    ``enrolment`` is locked by the caller, and the partial index allows one open
    attempt even so. An open attempt whose time is over is closed first. Raises
    ``UnknownQuiz``, ``NoAttemptsLeft``, ``TooSoon``, and ``OperationConflict`` when
    ``op`` began an attempt elsewhere.
    """
    course = editions.course_of(session, enrolment.edition)
    if not course.asks(quiz.key):
        raise UnknownQuiz(quiz.key)
    past, named = _past_and_named(session, enrolment, quiz.key, op)
    if named is not None:
        if named not in past:
            raise OperationConflict
        return named, False
    unfinished = past[-1] if past and past[-1].submitted_at is None else None
    if unfinished and not close_if_over(session, unfinished, now=now, office=office):
        _note_start(session, unfinished, op, now=now, by=by, occurred_at=occurred_at)
        return unfinished, False
    require_active(enrolment, now=now)
    allowance = allowance_of(session, enrolment, quiz.key)
    if allowance.attempts_left(quiz, len(past)) == 0:
        raise NoAttemptsLeft(allowance.attempts_allowed(quiz) or 0)
    _require_waited(quiz, past, now)
    attempt = Attempt(
        uuid=op,
        enrolment_id=enrolment.id,
        enrolment=enrolment,
        quiz_key=quiz.key,
        number=len(past) + 1,
        edition=editions.quiz_edition(session, quiz, now=now),
        seed=seed,
        drawn=_drawn(quiz, seed, past),
        closes_at=allowance.closes_at(quiz, now),
        extended_to=None,
        actor_id=by.id,
        occurred_at=occurred_at or now,
        recorded_at=now,
    )
    session.add(attempt)
    enrolment.last_active_at = now
    session.flush()
    return attempt, True


def available_at(quiz: Quiz, past: Sequence[Attempt]) -> datetime | None:
    """When the next attempt may begin, where the quiz asks for a pause between two."""
    ends = [each.submitted_at for each in past if each.submitted_at is not None]
    if not quiz.wait_hours or not ends:
        return None
    return max(ends) + timedelta(hours=quiz.wait_hours)


def find_own_attempt(session: Session, user_id: int, uuid: UUID) -> Attempt | None:
    """The attempt of this name if it is this learner's, locked for writing.

    The learner is read with it: an answer is saved more often than anything else is
    done, and who saves it has to be known anyway.
    """
    return session.scalar(_OWN_ATTEMPT, {"named": uuid, "asker": user_id})


def find_attempt(session: Session, asker: User, uuid: UUID) -> Attempt | None:
    """The attempt of this name if the asker may see it.

    An open attempt is its learner's alone; what was submitted, those who answer for
    the learner may see as well.
    """
    is_shown = (Enrolment.user_id == asker.id) | Attempt.submitted_at.is_not(None)
    return session.scalar(
        _ATTEMPT.where(visible_enrolments(asker), is_shown), {"named": uuid}
    )


def find_overdue(
    session: Session, asker: User, uuid: UUID, *, now: datetime
) -> Attempt | None:
    """An open attempt of this name whose time is over, if its learner is visible."""
    found = session.scalar(_ATTEMPT.where(visible_enrolments(asker)), {"named": uuid})
    return found if found is not None and found.is_over(now) else None


def lock_attempts(
    session: Session, uuids: Sequence[UUID], office: AwardOffice
) -> list[Attempt]:
    """These attempts with their enrolments, locked for writing."""
    named = select(Attempt.enrolment_id).where(Attempt.uuid.in_(uuids))
    locked = session.scalars(
        named.order_by(Attempt.id).with_for_update(of=Attempt, key_share=True)
    )
    hold_enrolments(session, locked, office.programmes)
    found = session.scalars(
        select(Attempt)
        .join(Attempt.enrolment)
        .join(Attempt.edition)
        .outerjoin(Enrolment.cohort)
        .where(Attempt.uuid.in_(uuids))
        .order_by(Attempt.id)
        .options(
            contains_eager(Attempt.enrolment).contains_eager(Enrolment.cohort),
            contains_eager(Attempt.edition),
        )
        .execution_options(populate_existing=True)
    )
    return list(found)


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


def attempts_of(session: Session, enrolment: Enrolment) -> dict[str, list[Attempt]]:
    """The learner's attempts at every quiz by its key, in order: one statement."""
    found: dict[str, list[Attempt]] = {}
    for attempt in session.scalars(
        select(Attempt)
        .where(Attempt.enrolment_id == enrolment.id)
        .order_by(Attempt.quiz_key, Attempt.number)
    ):
        found.setdefault(attempt.quiz_key, []).append(attempt)
    return found


def _past_and_named(
    session: Session, enrolment: Enrolment, quiz_key: str, op: UUID
) -> tuple[list[Attempt], Attempt | None]:
    """The learner's attempts at a quiz, and the one that this operation names already.

    It names the attempt that it began, or the one that it found open.
    """
    asked = {"enrolment": enrolment.id, "quiz": quiz_key, "op": op}
    rows = session.execute(_PAST_AND_NAMED, asked).all()
    past = [attempt for attempt, is_here, _ in rows if is_here]
    named = next((attempt for attempt, _, is_it in rows if is_it), None)
    return past, named


def _note_start(
    session: Session,
    attempt: Attempt,
    op: UUID,
    *,
    now: datetime,
    by: User,
    occurred_at: datetime | None,
) -> None:
    """Keep that this operation found the attempt open: it names no other for ever."""
    session.add(
        AttemptStart(
            uuid=op,
            attempt_id=attempt.id,
            actor_id=by.id,
            occurred_at=occurred_at or now,
            recorded_at=now,
        )
    )
    session.flush()


def _require_waited(quiz: Quiz, past: Sequence[Attempt], now: datetime) -> None:
    moment = available_at(quiz, past)
    if moment is not None and now < moment:
        raise TooSoon(moment)


def _drawn(quiz: Quiz, seed: int, past: Sequence[Attempt]) -> list[str] | None:
    """What this attempt draws from the bank: first what the learner has not met."""
    seen = {key for each in past for key in each.drawn or ()}
    keys = quiz.draw(seed, seen)
    return None if keys is None else list(keys)
