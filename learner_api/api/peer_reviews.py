"""Peer reviews: what a learner writes of another's roadmap, and what they get."""

from typing import Any
from uuid import UUID

from flask import abort

from course import peer_reading, peer_reviews
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.peer_errors import (
    PeerReviewGiven,
    PeerReviewIncomplete,
    PeerReviewUnchanged,
    PeerRoundClosed,
)
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.filled_in import visible_enrolment
from learner_api.peer_views import draft_of, visible_task
from learner_api.resources import Resource
from learner_api.schemas.peer_reviews import (
    NewPeerReviewActSchema,
    PeerDraftSchema,
    PeerReviewSchema,
    PeerReviewsSchema,
    PeerWordsSchema,
    draft_data,
    received_data,
    review_data,
    task_data,
)

bp = Resource(
    "api-peer-reviews",
    __name__,
    description="Reviews that learners write of each other's roadmaps.",
)

REVIEW = "/peer-reviews/<uuid:peer_review>"


@bp.get("/enrolments/<uuid:enrolment>/peer-reviews")
@signed_in
@bp.tagged()
@bp.gives(PeerReviewsSchema)
def list_peer_reviews(enrolment: UUID) -> dict[str, Any]:
    """What a learner is to write for peers, and what peers wrote of their roadmap."""
    found, session = visible_enrolment(enrolment), get_database().session
    return {
        "to_write": [
            task_data(each) for each in peer_reading.tasks_of(session, asker(), found)
        ],
        "received": [
            received_data(each) for each in peer_reading.received_by(session, found)
        ],
    }


@bp.get(REVIEW)
@signed_in
@bp.tagged()
@bp.gives(PeerReviewSchema)
def get_peer_review(peer_review: UUID) -> dict[str, Any]:
    """One review with the roadmap that is read, for its reviewer and for staff."""
    task = visible_task(peer_review)
    return review_data(task, draft_of(task))


@bp.put(f"{REVIEW}/draft")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    PeerReviewGiven,
    PeerRoundClosed,
)
@bp.takes(PeerWordsSchema)
@bp.gives(PeerDraftSchema, description="Kept")
def save_peer_draft(body: dict[str, Any], peer_review: UUID) -> dict[str, Any]:
    """Keep what is written of a review so far. What the rubric lacks is left out."""
    database, task = get_database(), visible_task(peer_review)
    draft, _ = peer_reviews.save_peer_draft(
        database.session, task.assignment, **body, now=now(), by=asker()
    )
    database.commit()
    return draft_data(draft)


@bp.post(f"{REVIEW}/review")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    PeerReviewGiven,
    PeerReviewIncomplete,
    PeerRoundClosed,
)
@bp.takes(PeerWordsSchema)
@bp.gives_also(PeerReviewSchema, 200, "What this operation handed in before")
@bp.gives(PeerReviewSchema, 201, description="Handed in")
def submit_peer_review(body: dict[str, Any], peer_review: UUID) -> Any:
    """Hand in a review for good. Its author reads it once the round is closed."""
    database, task = get_database(), visible_task(peer_review)
    _review, is_new = peer_reviews.submit_peer_review(
        database.session, task.assignment, **body, now=now(), by=asker()
    )
    database.commit()
    return _told(peer_review), 201 if is_new else 200


@bp.post(f"{REVIEW}/acts")
@staff
@bp.refuses(404, NotPermitted, OperationConflict, PeerReviewUnchanged)
@bp.takes(NewPeerReviewActSchema)
@bp.gives_also(PeerReviewSchema, 200, "What this operation did before")
@bp.gives(PeerReviewSchema, 201, description="Done")
def act_on_peer_review(body: dict[str, Any], peer_review: UUID) -> Any:
    """Set a review aside, so that its author does not read it, or restore it."""
    database, task = get_database(), visible_task(peer_review)
    if task.review is None or not task.is_led:
        abort(404)
    _act, is_new = peer_reviews.act_on_peer_review(
        database.session, task.review, **body, now=now(), by=asker()
    )
    database.commit()
    return _told(peer_review), 201 if is_new else 200


def _told(peer_review: UUID) -> dict[str, Any]:
    """The review as it is by now."""
    task = visible_task(peer_review)
    return review_data(task, draft_of(task))
