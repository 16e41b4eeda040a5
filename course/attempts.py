"""Starting attempts, submitting them, and the receipts they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from course import editions
from course.awards import AwardOffice
from course.enrolments import require_active
from course.errors import NoAttemptsLeft, OperationConflict, UnknownQuiz
from course.models import Attempt, Cohort, Edition, Enrolment, Mark, User
from course.policy import visible_enrolments
from course.progress import note_standing
from course.responses import Acknowledgement, held_answers
from quizzes import Answer, Quiz, grade

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
    _NAMED.where(Enrolment.user_id == bindparam("asker"))
    .with_for_update(of=Attempt)
    .options(
        contains_eager(Attempt.enrolment).options(
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

    An open attempt is its learner's alone; what was submitted, those who answer for
    the learner may see as well. ``for_update`` finds only the asker's own.
    """
    if for_update:
        return session.scalar(_OWN_ATTEMPT, {"named": uuid, "asker": asker.id})
    is_shown = (Enrolment.user_id == asker.id) | Attempt.submitted_at.is_not(None)
    return session.scalar(
        _ATTEMPT.where(visible_enrolments(asker), is_shown), {"named": uuid}
    )


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
