"""Rounds of peer review: a trainer opens one for a cohort, and closes it.

The deadline stops nobody from writing; closing does. What peers wrote is read by the
authors once their round is closed, so that nobody writes in answer to what they got,
and a trainer can set a review aside before anybody has read it. No peer review decides
whether a roadmap is accepted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased, contains_eager

from course import outbox
from course.errors import NotPermitted
from course.models import (
    Cohort,
    Enrolment,
    PeerAssignment,
    PeerReview,
    PeerReviewAct,
    PeerRound,
    PeerRoundClosing,
    User,
)
from course.operations import made_by
from course.peer_errors import (
    DeadlinePast,
    NoSuchRubric,
    PeerRoundClosed,
    PeerRoundOpen,
)
from course.policy import visible_cohorts
from modules import Roadmap, Rubric, rubric_of

MOST_EACH = 5

ClosedLetter: TypeAlias = Callable[[User, UUID, PeerRound], outbox.Words]
"""The words that tell an author, by their enrolment, that reviews can be read."""


@dataclass(frozen=True, slots=True)
class RoundShown:
    """A round with how far it is: assigned, handed in, and when it was closed."""

    round: PeerRound
    closed_at: datetime | None
    assigned: int
    given: int

    @property
    def rubric(self) -> Rubric:
        """The rubric as it stood when the round was opened."""
        return rubric_of(self.round.rubric)

    @property
    def is_open(self) -> bool:
        """Whether reviews are written still."""
        return self.closed_at is None


def open_peer_review(
    session: Session,
    cohort: Cohort,
    plan: Roadmap,
    *,
    op: UUID,
    rubric: str | None,
    reviews_each: int,
    due_at: datetime,
    zone: str,
    is_anonymous: bool,
    now: datetime,
    by: User,
) -> tuple[PeerRound, bool]:
    """Open a round for a cohort, which is visible to whoever asks; whether it is new.

    Without a ``rubric`` it is the roadmap's own. Raises ``NotPermitted``,
    ``PeerRoundOpen``, ``NoSuchRubric``, ``DeadlinePast``, ``OperationConflict``.
    """
    _require_staff(by)
    named = [each for each in plan.rubrics if rubric in (None, each.key)]
    if not named:
        raise NoSuchRubric
    said: dict[str, Any] = {
        "cohort_id": cohort.id,
        "reviews_each": reviews_each,
        "due_at": due_at,
        "zone": zone,
        "is_anonymous": is_anonymous,
        "actor_id": by.id,
    }
    session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    repeated = made_by(session, PeerRound, op, said)
    if repeated is not None:
        return repeated, False
    if due_at <= now:
        raise DeadlinePast
    latest = list_rounds(session, cohort)[:1]
    if latest and latest[0].is_open:
        raise PeerRoundOpen
    row = PeerRound(
        uuid=op,
        number=latest[0].round.number + 1 if latest else 1,
        rubric=named[0].as_data(),
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        made_by(session, PeerRound, op, said)
        raise PeerRoundOpen from None
    return row, True


def list_rounds(session: Session, cohort: Cohort) -> list[RoundShown]:
    """Every round of a cohort, the latest first: one statement."""
    rows = session.execute(
        _rounds()
        .where(PeerRound.cohort_id == cohort.id)
        .order_by(PeerRound.number.desc())
    )
    return [RoundShown(*row) for row in rows]


def find_round(session: Session, asker: User, uuid: UUID) -> RoundShown | None:
    """The round of this name if the asker leads its cohort."""
    row = session.execute(
        _rounds().where(PeerRound.uuid == uuid, visible_cohorts(asker))
    ).one_or_none()
    return None if row is None else RoundShown(*row)


def lock_round(session: Session, round_: PeerRound) -> None:
    """Lock a round, so that what is asked twice at once is done once."""
    session.execute(
        select(PeerRound.id).where(PeerRound.id == round_.id).with_for_update()
    )


def require_open(session: Session, round_: PeerRound) -> None:
    """Raise ``PeerRoundClosed`` unless a round, which is locked, is open."""
    if _closing_of(session, round_) is not None:
        raise PeerRoundClosed


def close_peer_review(
    session: Session,
    round_: PeerRound,
    *,
    op: UUID,
    letter: ClosedLetter | None,
    now: datetime,
    by: User,
) -> tuple[PeerRoundClosing, bool]:
    """Close a round; whether this did it. Its authors are told what they can read.

    Raises ``NotPermitted``, ``PeerRoundClosed``, ``OperationConflict``.
    """
    _require_staff(by)
    lock_round(session, round_)
    repeated = made_by(session, PeerRoundClosing, op, {"round_id": round_.id})
    if repeated is not None:
        return repeated, False
    require_open(session, round_)
    row = PeerRoundClosing(
        uuid=op,
        round_id=round_.id,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=max(now, round_.recorded_at),
    )
    session.add(row)
    session.flush()
    if letter is not None:
        authors = _authors_with_reviews(session, round_)
        outbox.tell_all(
            session,
            [
                (
                    person,
                    letter(person, name, round_),
                    f"peer-read:{round_.uuid}:{name}",
                )
                for person, name in authors
            ],
            now=now,
        )
    return row, True


def set_aside(review_id: Any) -> Any:
    """A clause: the review of this column was set aside and not restored."""
    later = aliased(PeerReviewAct)
    return exists(
        select(PeerReviewAct.id).where(
            PeerReviewAct.review_id == review_id,
            PeerReviewAct.act == "set-aside",
            ~exists(
                select(later.id).where(
                    later.review_id == PeerReviewAct.review_id,
                    later.number > PeerReviewAct.number,
                )
            ),
        )
    )


def _rounds() -> Select[Any]:
    assigned = (
        select(func.count(PeerAssignment.id))
        .where(PeerAssignment.round_id == PeerRound.id)
        .scalar_subquery()
    )
    given = (
        select(func.count(PeerReview.id))
        .join(PeerAssignment, PeerReview.assignment_id == PeerAssignment.id)
        .where(PeerAssignment.round_id == PeerRound.id)
        .scalar_subquery()
    )
    return (
        select(PeerRound, PeerRoundClosing.recorded_at, assigned, given)
        .join(PeerRound.cohort)
        .outerjoin(PeerRoundClosing, PeerRoundClosing.round_id == PeerRound.id)
        .options(contains_eager(PeerRound.cohort))
    )


def _authors_with_reviews(
    session: Session, round_: PeerRound
) -> list[tuple[User, UUID]]:
    rows = session.execute(
        select(User, Enrolment.uuid)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(
            Enrolment.withdrawn_at.is_(None),
            Enrolment.run > 0,
            exists(
                select(PeerReview.id)
                .join(PeerAssignment, PeerReview.assignment_id == PeerAssignment.id)
                .where(
                    PeerAssignment.round_id == round_.id,
                    PeerAssignment.author_id == Enrolment.id,
                    ~set_aside(PeerReview.id),
                )
            ),
        )
        .order_by(Enrolment.id)
    )
    return [(person, name) for person, name in rows]


def _closing_of(session: Session, round_: PeerRound) -> PeerRoundClosing | None:
    return session.scalar(
        select(PeerRoundClosing).where(PeerRoundClosing.round_id == round_.id)
    )


def _require_staff(by: User) -> None:
    if not by.is_staff:
        raise NotPermitted
