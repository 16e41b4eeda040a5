"""What trainers do with roadmaps: see which wait, read them, accept or send back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager, defer

from course.awards import AwardOffice
from course.enrolments import settled
from course.errors import NotPermitted
from course.models import (
    Cohort,
    Enrolment,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
    User,
)
from course.operations import made_by
from course.plain_text import paragraphs
from course.policy import answered_enrolments, visible_enrolments
from course.queues import comes_after
from course.roadmap_errors import CommentsNeeded, ReviewedMeanwhile
from course.roadmap_outcomes import (
    ReviewLetter,
    conclude,
    require_reviewer,
)
from course.roadmap_standing import ACCEPTED, SENT_BACK, handed_in

__all__ = [
    "VERDICTS",
    "ReviewLetter",
    "count_to_review",
    "find_submission",
    "require_reviewer",
    "review_roadmap",
    "roadmaps_to_review",
    "with_learner",
]

VERDICTS = (ACCEPTED, SENT_BACK)


def roadmaps_to_review(
    session: Session,
    asker: User,
    *,
    after: RoadmapSubmission | None = None,
    limit: int = 50,
) -> list[RoadmapSubmission]:
    """What waits for the asker to read it, the oldest first: one statement.

    ``after`` is the last one seen. Nobody is given a roadmap of their own.
    """
    moment, last = RoadmapSubmission.recorded_at, RoadmapSubmission.id
    query = _waiting(asker, select(RoadmapSubmission)).options(
        defer(RoadmapSubmission.content), *with_learner()
    )
    if after is not None:
        query = query.where(comes_after(moment, last, (after.recorded_at, after.id)))
    return list(session.scalars(query.order_by(moment, last).limit(limit)))


def count_to_review(session: Session, asker: User) -> int:
    """How many roadmaps wait for the asker."""
    counted = _waiting(asker, select(func.count(RoadmapSubmission.id)))
    return session.scalar(counted) or 0


def find_submission(
    session: Session, asker: User, uuid: UUID, *, for_update: bool = False
) -> RoadmapSubmission | None:
    """The submission of this name if the asker may see its learner.

    With ``for_update`` the enrolment is locked, as whoever hands in does first.
    """
    query = (
        select(RoadmapSubmission)
        .join(RoadmapSubmission.enrolment)
        .join(Enrolment.user)
        .outerjoin(Enrolment.cohort)
        .where(RoadmapSubmission.uuid == uuid, visible_enrolments(asker))
        .options(*with_learner())
    )
    if not for_update:
        return session.scalar(query)
    found = session.scalar(query.with_for_update(of=Enrolment))
    if found is not None:
        settled(session, found.enrolment)
    return found


def review_roadmap(
    session: Session,
    submission: RoadmapSubmission,
    *,
    op: UUID,
    verdict: str,
    comments: str,
    letter: ReviewLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[RoadmapReview, bool]:
    """Accept a roadmap or send it back; whether this made a new review.

    What an acceptance completes is completed with it.

    The enrolment is locked by the caller, to whom it is visible. A roadmap has one
    first review, and its learner is told by mail where there is a ``letter``; where a
    second marker was asked, once what both say is settled. Raises ``NotPermitted``,
    ``CommentsNeeded``, ``ReviewedMeanwhile``, ``OperationConflict``.
    """
    require_reviewer(submission, by)
    said = {
        "submission_id": submission.id,
        "verdict": verdict,
        "comments": paragraphs(comments),
        "actor_id": by.id,
    }
    repeated = made_by(session, RoadmapReview, op, said)
    if repeated is not None:
        return repeated, False
    if verdict == SENT_BACK and not said["comments"]:
        raise CommentsNeeded
    marker = handed_in(session, submission).marker
    if marker is not None and marker.marker_id == by.id:
        raise NotPermitted
    # Nothing was said before it was handed in, whatever another server's clock says.
    moment = max(now, submission.recorded_at)
    review = RoadmapReview(uuid=op, occurred_at=now, recorded_at=moment, **said)
    try:
        with session.begin_nested():
            session.add(review)
    except IntegrityError:
        made_by(session, RoadmapReview, op, said)
        raise ReviewedMeanwhile from None
    conclude(session, submission, letter=letter, now=now, office=office, by=by)
    return review, True


def _waiting(asker: User, query: Select[Any]) -> Select[Any]:
    """Narrow to submissions of those the asker answers for that nobody reviewed yet."""
    return (
        query.join(RoadmapSubmission.enrolment)
        .join(Enrolment.user)
        .outerjoin(Enrolment.cohort)
        .outerjoin(RoadmapReview, RoadmapReview.submission_id == RoadmapSubmission.id)
        .where(
            RoadmapReview.id.is_(None),
            answered_enrolments(asker),
            Enrolment.user_id != asker.id,
            ~exists(
                select(SecondMarker.id).where(
                    SecondMarker.submission_id == RoadmapSubmission.id,
                    SecondMarker.marker_id == asker.id,
                )
            ),
        )
    )


def with_learner() -> tuple[Any, ...]:
    """The enrolment, its learner and its cohort, read in the same statement."""
    return (
        contains_eager(RoadmapSubmission.enrolment).options(
            contains_eager(Enrolment.user),
            contains_eager(Enrolment.cohort).load_only(Cohort.uuid, Cohort.title),
        ),
    )
