"""Rounds of peer review as the wire carries them, for those who lead a cohort."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, ValidationError, fields, validate

from course.peer_reading import TASK_STATES, PeerTask
from course.peer_rounds import MOST_EACH, RoundShown
from learner_api.schemas.fields import Asked, Flag, Key, Moment, Text, operation
from learner_api.schemas.paging import PageSchema

MOST_SEED = 60


def known_zone(name: str) -> None:
    """Refuse what is no time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValidationError("Name a time zone, such as Africa/Accra.") from None


class NewPeerRoundSchema(Asked):
    """Open a round of peer review for a cohort."""

    op = operation()
    rubric = Key(
        100,
        load_default=None,
        allow_none=True,
    )
    reviews_each = fields.Integer(
        strict=True, required=True, validate=validate.Range(min=1, max=MOST_EACH)
    )
    due_at = Moment(
        required=True,
        metadata={"description": "The deadline. It stops nobody from writing."},
    )
    zone = Text(
        50,
        required=True,
        metadata={
            "description": "The time zone in whose words the deadline is told.",
            "example": "Africa/Accra",
        },
    )
    is_anonymous = Flag(required=True)


class SeedQuerySchema(Asked):
    """By which seed pairs are drawn; the same seed and people make the same pairs."""

    seed = Text(MOST_SEED, load_default="1")


class NewPeerDrawSchema(Asked):
    """Assign what a plan showed, by its seed and its token."""

    op = operation()
    seed = Text(MOST_SEED, required=True)
    token = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}\Z"))


class PeerRubricLevelSchema(Schema):
    """How well a line can be met."""

    points = fields.Integer(required=True)
    label = fields.String(required=True)


class PeerRubricLineSchema(Schema):
    """One thing that is looked at."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    levels = fields.List(fields.Nested(PeerRubricLevelSchema), required=True)


class PeerRubricSchema(Schema):
    """The rubric of a round, as it stood when the round was opened."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    lines = fields.List(fields.Nested(PeerRubricLineSchema), required=True)


class DeadlineSchema(Schema):
    """Until when reviews of a round are asked for."""

    number = fields.Integer(required=True)
    due_at = Moment(required=True)
    zone = fields.String(required=True)
    is_anonymous = fields.Boolean(required=True)
    is_closed = fields.Boolean(required=True)


class PeerRoundSchema(DeadlineSchema):
    """A round of peer review, and how far it is."""

    uuid = fields.UUID(required=True)
    cohort = fields.UUID(required=True)
    rubric = fields.Nested(PeerRubricSchema, required=True)
    reviews_each = fields.Integer(required=True)
    opened_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    assigned = fields.Integer(required=True)
    given = fields.Integer(required=True)


class PeerRoundsSchema(Schema):
    """Every round of a cohort, the latest first."""

    items = fields.List(fields.Nested(PeerRoundSchema), required=True)


class PeerPersonSchema(Schema):
    """A learner, as staff are told."""

    enrolment = fields.UUID(required=True, attribute="uuid")
    name = fields.String(required=True, attribute="user.name")


class PlannedPairSchema(Schema):
    """Who is to read whose roadmap."""

    reviewer = fields.Nested(PeerPersonSchema, required=True)
    author = fields.Nested(PeerPersonSchema, required=True)
    are_colleagues = fields.Boolean(required=True)


class PeerPlanSchema(Schema):
    """What a draw would assign; apply it by its seed and its token."""

    seed = fields.String(required=True)
    token = fields.String(required=True)
    number = fields.Integer(required=True)
    peers = fields.Integer(required=True)
    colleagues = fields.Integer(
        required=True,
        metadata={"description": "Pairs of one organisation: none where avoidable."},
    )
    pairs = fields.List(fields.Nested(PlannedPairSchema), required=True)
    without_roadmap = fields.List(fields.Nested(PeerPersonSchema), required=True)


class PeerAssignmentSchema(Schema):
    """One assignment, as staff are told."""

    uuid = fields.UUID(required=True)
    reviewer = fields.Nested(PeerPersonSchema, required=True)
    author = fields.Nested(PeerPersonSchema, required=True)
    submission = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"enum": list(TASK_STATES)})


class PeerAssignmentPageSchema(PageSchema):
    """The assignments of a round, in the order in which they were made."""

    items = fields.List(fields.Nested(PeerAssignmentSchema), required=True)


def round_data(shown: RoundShown) -> dict[str, Any]:
    """A round as ``PeerRoundSchema`` dumps it."""
    found = shown.round
    return {
        "uuid": found.uuid,
        "cohort": found.cohort.uuid,
        "number": found.number,
        "rubric": found.rubric,
        "reviews_each": found.reviews_each,
        "due_at": found.due_at.astimezone(UTC),
        "zone": found.zone,
        "is_anonymous": found.is_anonymous,
        "is_closed": not shown.is_open,
        "opened_at": found.recorded_at,
        "closed_at": shown.closed_at,
        "assigned": shown.assigned,
        "given": shown.given,
    }


def assignment_data(task: PeerTask) -> dict[str, Any]:
    """An assignment as ``PeerAssignmentSchema`` dumps it."""
    found = task.assignment
    return {
        "uuid": found.uuid,
        "reviewer": found.reviewer,
        "author": found.author,
        "submission": found.submission.uuid,
        "state": task.state,
    }
