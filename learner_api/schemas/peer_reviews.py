"""What learners write of each other's roadmaps, as the wire carries it.

What goes out to learners names nobody by a uuid.
"""

from typing import Any

from marshmallow import Schema, fields, validate

from course.models import PeerDraft
from course.peer_reading import TASK_STATES, PeerTask, Received
from course.peer_reviews import ACTS
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.peer_rounds import DeadlineSchema, PeerRubricSchema
from learner_api.schemas.roadmaps import RoadmapDocumentSchema

MOST_COMMENT = 2_000
MOST_SUMMARY = 5_000
MOST_REASON = 500
_MOST_LINES = 12


class PeerWordsSchema(Asked):
    """What a reviewer says: a level and a comment by the line's key, and words."""

    op = operation()
    levels = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        load_default=dict,
        validate=validate.Length(max=_MOST_LINES),
        metadata={"description": "The points of the level, by the key of the line."},
    )
    comments = fields.Dict(
        keys=fields.String(),
        values=Text(MOST_COMMENT, least=0, lines=True),
        load_default=dict,
        validate=validate.Length(max=_MOST_LINES),
    )
    summary = Text(
        MOST_SUMMARY,
        least=0,
        lines=True,
        load_default="",
        metadata={"description": "What would help the author most."},
    )


class NewPeerReviewActSchema(Asked):
    """Set a review aside, or let it stand again, and why."""

    op = operation()
    act = fields.String(required=True, validate=validate.OneOf(ACTS))
    reason = Text(MOST_REASON, required=True)


class PeerContentSchema(Schema):
    """What a review or a draft of one says."""

    levels = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    comments = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    summary = fields.String(required=True)


class PeerDraftSchema(PeerContentSchema):
    """What is kept of a review that is being written."""

    saved_at = Moment(required=True)


class PeerTaskSchema(Schema):
    """A review to write, or written, as its reviewer is told."""

    uuid = fields.UUID(required=True)
    round = fields.Nested(DeadlineSchema, required=True)
    author = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Nothing in a round without names."},
    )
    state = fields.String(required=True, metadata={"enum": list(TASK_STATES)})


class ReceivedReviewSchema(PeerContentSchema):
    """What a peer wrote of one's roadmap."""

    round = fields.Integer(required=True)
    rubric = fields.Nested(PeerRubricSchema, required=True)
    reviewer = fields.String(required=True, allow_none=True)
    submission = fields.UUID(required=True)


class PeerReviewsSchema(Schema):
    """What a learner is to write for peers, and what peers wrote."""

    to_write = fields.List(fields.Nested(PeerTaskSchema), required=True)
    received = fields.List(
        fields.Nested(ReceivedReviewSchema),
        required=True,
        metadata={"description": "Of rounds that are closed."},
    )


class PeerReviewSchema(PeerTaskSchema):
    """One review with the roadmap that is read, as it was handed in."""

    rubric = fields.Nested(PeerRubricSchema, required=True)
    document = fields.Nested(RoadmapDocumentSchema, required=True)
    draft = fields.Nested(PeerContentSchema, required=True, allow_none=True)
    review = fields.Nested(PeerContentSchema, required=True, allow_none=True)


def task_data(task: PeerTask) -> dict[str, Any]:
    """A review to write as ``PeerTaskSchema`` dumps it."""
    found = task.assignment
    return {
        "uuid": found.uuid,
        "round": {
            "number": found.round.number,
            "due_at": found.round.due_at,
            "zone": found.round.zone,
            "is_anonymous": found.round.is_anonymous,
            "is_closed": task.is_closed,
        },
        "author": None if task.names_hidden else found.author.user.name,
        "state": task.state,
    }


def draft_data(draft: PeerDraft) -> dict[str, Any]:
    """A draft as ``PeerDraftSchema`` dumps it."""
    return {**draft.content, "saved_at": draft.recorded_at}


def received_data(received: Received) -> dict[str, Any]:
    """A peer's review as ``ReceivedReviewSchema`` dumps it."""
    return {
        "round": received.round.number,
        "rubric": received.round.rubric,
        "reviewer": received.reviewer,
        "submission": received.submission.uuid,
        "levels": received.review.levels,
        "comments": received.review.comments,
        "summary": received.review.summary,
    }


def review_data(task: PeerTask, draft: PeerDraft | None) -> dict[str, Any]:
    """One review as ``PeerReviewSchema`` dumps it; a draft is for its reviewer."""
    return {
        **task_data(task),
        "rubric": task.assignment.round.rubric,
        "document": task.document,
        "draft": draft.content if draft and task.review is None else None,
        "review": task.review,
    }
