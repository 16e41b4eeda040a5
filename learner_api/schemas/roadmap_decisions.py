"""Second markers, decisions and appeals of roadmaps, as the wire carries them."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.models import RoadmapDecision
from course.roadmap_appeals import ANSWERS
from course.roadmap_reviews import VERDICTS
from course.roadmap_standing import AGREED, APPEAL, DIFFERED, STATES, HandedIn
from course.roadmap_tasks import KINDS, RoadmapTask
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.reviews import MOST_COMMENTS
from learner_api.schemas.roadmaps import (
    RoadmapReviewSchema,
    WaitingRoadmapSchema,
    review_data,
    waiting_data,
)


class NewSecondMarkerSchema(Asked):
    """Ask somebody for a second review."""

    op = operation()
    marker = fields.UUID(
        required=True, metadata={"description": "One of `listSecondMarkers`."}
    )


class NewDecisionSchema(Asked):
    """Decide between two reviews that differ, and say why. The learner reads it."""

    op = operation()
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = Text(MOST_COMMENTS, required=True, lines=True)


class NewAppealSchema(Asked):
    """Say why a review that sent a roadmap back should be looked at again."""

    op = operation()
    words = Text(MOST_COMMENTS, required=True, lines=True)


class NewAppealAnswerSchema(Asked):
    """Uphold the review or accept the roadmap after all, and say why."""

    op = operation()
    answer = fields.String(required=True, validate=validate.OneOf(ANSWERS))
    reason = Text(MOST_COMMENTS, required=True, lines=True)


class PossibleMarkerSchema(Schema):
    """Somebody who may be asked for a second review."""

    uuid = fields.UUID(required=True)
    name = fields.String(required=True)


class PossibleMarkersSchema(Schema):
    """Those who may be asked for a second review of a roadmap."""

    items = fields.List(fields.Nested(PossibleMarkerSchema), required=True)


class SecondMarkerSchema(Schema):
    """Who was asked for a second review, and when."""

    name = fields.String(required=True)
    asked_at = Moment(required=True)


class RoadmapDecisionSchema(Schema):
    """What was decided where more than one person had a say."""

    uuid = fields.UUID(required=True)
    ground = fields.String(required=True, metadata={"enum": [AGREED, DIFFERED, APPEAL]})
    verdict = fields.String(required=True, metadata={"enum": list(VERDICTS)})
    reason = fields.String(required=True)
    decided_by = fields.String(required=True, allow_none=True)
    decided_at = Moment(required=True)


class AppealSchema(Schema):
    """What a learner wrote against a review, and what was decided on it."""

    uuid = fields.UUID(required=True)
    words = fields.String(required=True)
    appealed_at = Moment(required=True)
    decision = fields.Nested(RoadmapDecisionSchema, required=True, allow_none=True)


class RoadmapOutcomeSchema(Schema):
    """All that was said of a roadmap that was handed in, as far as the asker sees it.

    Whoever is to review it a second time does not see the first review before.
    """

    submission = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    review = fields.Nested(RoadmapReviewSchema, required=True, allow_none=True)
    second_marker = fields.Nested(SecondMarkerSchema, required=True, allow_none=True)
    second_review = fields.Nested(RoadmapReviewSchema, required=True, allow_none=True)
    decision = fields.Nested(RoadmapDecisionSchema, required=True, allow_none=True)
    appeal = fields.Nested(AppealSchema, required=True, allow_none=True)


class RoadmapTaskSchema(WaitingRoadmapSchema):
    """A roadmap on which the asker is to say something, and what."""

    kind = fields.String(required=True, metadata={"enum": list(KINDS)})


class RoadmapTasksSchema(Schema):
    """What waits for the asker beside first reviews, the oldest first."""

    items = fields.List(fields.Nested(RoadmapTaskSchema), required=True)


def outcome_data(shown: HandedIn) -> dict[str, Any]:
    """What was said of a submission, as ``RoadmapOutcomeSchema`` dumps it."""
    marker, appeal = shown.marker, shown.appeal
    return {
        "submission": shown.submission.uuid,
        "state": shown.state,
        "review": review_data(shown),
        "second_marker": marker
        and {"name": shown.marked_by, "asked_at": marker.recorded_at},
        "second_review": _second(shown),
        "decision": _decision(shown.settled, shown.settled_by),
        "appeal": appeal
        and {
            "uuid": appeal.uuid,
            "words": appeal.words,
            "appealed_at": appeal.recorded_at,
            "decision": _decision(shown.answer, shown.answered_by),
        },
    }


def task_data(task: RoadmapTask) -> dict[str, Any]:
    """A task as ``RoadmapTaskSchema`` dumps it."""
    return {**waiting_data(task.submission), "kind": task.kind}


def _second(shown: HandedIn) -> dict[str, Any] | None:
    second = shown.second
    if second is None:
        return None
    return {
        "uuid": second.uuid,
        "verdict": second.verdict,
        "comments": second.comments,
        "reviewed_by": shown.marked_by,
        "reviewed_at": second.recorded_at,
    }


def _decision(
    decision: RoadmapDecision | None, name: str | None
) -> dict[str, Any] | None:
    if decision is None:
        return None
    # That two agreed is nobody's decision.
    return {
        "uuid": decision.uuid,
        "ground": decision.ground,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "decided_by": None if decision.ground == AGREED else name,
        "decided_at": decision.recorded_at,
    }
