"""What of roadmaps waits for staff beside a first review: second reviews, decisions."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, defer

from course.models import (
    Enrolment,
    RoadmapAppeal,
    RoadmapDecision,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
    SecondReview,
    User,
)
from course.policy import answered_enrolments
from course.roadmap_reviews import with_learner
from course.roadmap_standing import APPEAL

SECOND, DIFFERENCE, APPEALED = "second-review", "difference", "appeal"
KINDS = (SECOND, DIFFERENCE, APPEALED)
_MOST = 200


@dataclass(frozen=True, slots=True)
class RoadmapTask:
    """A roadmap on which the asker is to say something, and what."""

    kind: str
    submission: RoadmapSubmission


def roadmap_tasks(session: Session, asker: User) -> list[RoadmapTask]:
    """What waits for the asker, the oldest first: one statement.

    A second review of whoever was asked for one; a decision where two reviews differ;
    an appeal, unless the asker had a say in what it is about.
    """
    second, differs, appealed = _is_asked(asker), _differs(), _is_appealed(asker)
    rows = session.execute(
        select(RoadmapSubmission, second, differs)
        .join(RoadmapSubmission.enrolment)
        .join(Enrolment.user)
        .outerjoin(Enrolment.cohort)
        .where(
            answered_enrolments(asker),
            Enrolment.user_id != asker.id,
            or_(second, differs, appealed),
        )
        .order_by(RoadmapSubmission.recorded_at, RoadmapSubmission.id)
        .limit(_MOST)
        .options(defer(RoadmapSubmission.content), *with_learner())
    )
    return [
        RoadmapTask(SECOND if asked else DIFFERENCE if open_ else APPEALED, submission)
        for submission, asked, open_ in rows
    ]


def _is_asked(asker: User) -> ColumnElement[bool]:
    """The asker is who was asked last for a second review, and gave none."""
    other = aliased(SecondMarker)
    latest = (
        select(func.max(other.number))
        .where(other.submission_id == RoadmapSubmission.id)
        .scalar_subquery()
    )
    return and_(
        exists(
            select(SecondMarker.id).where(
                SecondMarker.submission_id == RoadmapSubmission.id,
                SecondMarker.number == latest,
                SecondMarker.marker_id == asker.id,
            )
        ),
        ~_has(SecondReview),
    )


def _differs() -> ColumnElement[bool]:
    return and_(_has(RoadmapReview), _has(SecondReview), ~_has(RoadmapDecision))


def _is_appealed(asker: User) -> ColumnElement[bool]:
    """There is an appeal without an answer, and the asker had no say before."""
    answered = exists(
        select(RoadmapDecision.id).where(
            RoadmapDecision.submission_id == RoadmapSubmission.id,
            RoadmapDecision.ground == APPEAL,
        )
    )
    return and_(
        _has(RoadmapAppeal),
        ~answered,
        ~_has(RoadmapReview, RoadmapReview.actor_id == asker.id),
        ~_has(SecondReview, SecondReview.actor_id == asker.id),
        ~_has(RoadmapDecision, RoadmapDecision.actor_id == asker.id),
    )


def _has(
    fact: type[RoadmapReview | SecondReview | RoadmapDecision | RoadmapAppeal],
    *more: ColumnElement[bool],
) -> ColumnElement[bool]:
    return exists(
        select(fact.id).where(fact.submission_id == RoadmapSubmission.id, *more)
    )
