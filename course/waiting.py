"""What waits for a person: attempts without a mark, work without a review."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    exists,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session, contains_eager

from course.models import (
    Attempt,
    Cohort,
    Enrolment,
    Mark,
    PaperReview,
    PaperSubmission,
    RoadmapDecision,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
    User,
)
from course.policy import answered_enrolments
from course.queues import comes_after

_NOBODY: frozenset[str] = frozenset()


def attempts_to_mark(
    session: Session,
    asker: User,
    *,
    after: Attempt | None = None,
    before: Attempt | None = None,
    limit: int = 50,
) -> list[Attempt]:
    """What waits for the asker to mark it, the oldest first: one statement.

    ``after`` is the last attempt seen. ``before`` asks for those that come before an
    attempt instead, the nearest first. Nobody is given an attempt of their own.
    """
    moment, last = Attempt.submitted_at, Attempt.id
    query = _of_others(asker).where(_is_waiting()).limit(limit)
    if before is not None:
        query = query.where(
            (moment < before.submitted_at)
            | ((moment == before.submitted_at) & (last < before.id))
        ).order_by(moment.desc(), last.desc())
        return list(session.scalars(query))
    if after is not None:
        query = query.where(comes_after(moment, last, (after.submitted_at, after.id)))
    return list(session.scalars(query.order_by(moment, last)))


def overdue_attempts(
    session: Session, asker: User, *, now: datetime, limit: int = 200
) -> list[Attempt]:
    """Open attempts of those the asker answers for whose time is over.

    Whoever looks for what is to be marked closes them first: their learners may never
    come back to them.
    """
    return list(
        session.scalars(
            _of_others(asker)
            .where(
                Attempt.submitted_at.is_(None),
                func.coalesce(Attempt.extended_to, Attempt.closes_at) <= now,
            )
            .order_by(Attempt.id)
            .limit(limit)
        )
    )


def quizzes_waiting(
    session: Session, enrolments: Iterable[Enrolment]
) -> Mapping[int, frozenset[str]]:
    """For each enrolment, by its id, the quizzes at which an attempt waits."""
    asked = [each.id for each in enrolments]
    found: dict[int, frozenset[str]] = dict.fromkeys(asked, _NOBODY)
    rows: Sequence[tuple[int, str]] = session.execute(
        select(Attempt.enrolment_id, Attempt.quiz_key).where(
            Attempt.enrolment_id.in_(asked), _is_waiting()
        )
    ).all()
    for enrolment_id, quiz_key in rows:
        found[enrolment_id] |= {quiz_key}
    return found


def work_waiting(session: Session, cohort: Cohort) -> Mapping[int, frozenset[str]]:
    """All that waits for a person in a cohort, by enrolment: one statement.

    The keys of quizzes, and ``roadmap`` and ``paper`` for what was handed in.
    """
    here = Enrolment.cohort_id == cohort.id
    rows: Iterable[Any] = session.execute(
        union_all(
            select(Attempt.enrolment_id, Attempt.quiz_key)
            .join(Attempt.enrolment)
            .where(here, _is_waiting()),
            select(RoadmapSubmission.enrolment_id, literal_column("'roadmap'"))
            .join(RoadmapSubmission.enrolment)
            .outerjoin(
                RoadmapReview, RoadmapReview.submission_id == RoadmapSubmission.id
            )
            .where(here, RoadmapReview.id.is_(None)),
            select(PaperSubmission.enrolment_id, literal_column("'paper'"))
            .join(PaperSubmission.enrolment)
            .outerjoin(PaperReview, PaperReview.submission_id == PaperSubmission.id)
            .where(here, PaperReview.id.is_(None)),
        )
    )
    found: dict[int, frozenset[str]] = {}
    for enrolment_id, key in rows:
        found[enrolment_id] = found.get(enrolment_id, _NOBODY) | {key}
    return found


def roadmap_waits(session: Session, enrolment: Enrolment) -> bool:
    """Whether a roadmap was handed in for an enrolment and no verdict is told yet."""
    held = exists(
        select(SecondMarker.id).where(
            SecondMarker.submission_id == RoadmapSubmission.id, SecondMarker.is_held
        )
    ) & ~exists(
        select(RoadmapDecision.id).where(
            RoadmapDecision.submission_id == RoadmapSubmission.id
        )
    )
    found = session.scalar(
        select(RoadmapSubmission.id)
        .outerjoin(RoadmapReview, RoadmapReview.submission_id == RoadmapSubmission.id)
        .where(
            RoadmapSubmission.enrolment_id == enrolment.id,
            RoadmapReview.id.is_(None) | held,
        )
        .limit(1)
    )
    return found is not None


def paper_waits(session: Session, enrolment: Enrolment) -> bool:
    """Whether a paper was handed in for an enrolment that nobody has read yet."""
    found = session.scalar(
        select(PaperSubmission.id)
        .outerjoin(PaperReview, PaperReview.submission_id == PaperSubmission.id)
        .where(PaperSubmission.enrolment_id == enrolment.id, PaperReview.id.is_(None))
        .limit(1)
    )
    return found is not None


def _of_others(asker: User) -> Select[Attempt]:
    """The attempts of those the asker answers for, with all that a list shows."""
    return (
        select(Attempt)
        .join(Attempt.enrolment)
        .join(Enrolment.user)
        .join(Attempt.edition)
        .outerjoin(Enrolment.cohort)
        .where(answered_enrolments(asker), Enrolment.user_id != asker.id)
        .options(
            contains_eager(Attempt.edition),
            contains_eager(Attempt.enrolment).options(
                contains_eager(Enrolment.user).load_only(User.name),
                contains_eager(Enrolment.cohort).load_only(Cohort.uuid, Cohort.title),
            ),
        )
    )


def _is_waiting() -> ColumnElement[bool]:
    return Attempt.submitted_at.is_not(None) & ~exists(
        select(Mark.id).where(Mark.attempt_id == Attempt.id)
    )
