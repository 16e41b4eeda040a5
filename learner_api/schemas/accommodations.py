"""Accommodations as the wire carries them: what was granted, by whom and why."""

from typing import Any

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from course.accommodations import Granted
from course.granting import MOST_EXTRA_ATTEMPTS, MOST_EXTRA_TIME
from learner_api.schemas.fields import Asked, Moment, Text, operation
from learner_api.schemas.paging import PageQuerySchema, PageSchema

_LEARNER = {"description": "The enrolment of the learner, by its uuid."}
_COHORT = {"description": "The cohort, by its uuid."}
_REASON = {
    "description": "For staff alone: it is never shown to the learner. Say what was "
    "seen, not what somebody suffers from."
}


class NewAccommodationSchema(Asked):
    """Extra time or extra attempts, for one learner or for a cohort."""

    op = operation()
    learner = fields.UUID(metadata=_LEARNER)
    cohort = fields.UUID(metadata=_COHORT)
    quiz = Text(
        100,
        metadata={"description": "At this quiz alone; at every quiz, if left out."},
    )
    extra_time_percent = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=MOST_EXTRA_TIME),
        metadata={"description": "Of the time limit; of several the longest counts."},
    )
    extra_attempts = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=MOST_EXTRA_ATTEMPTS),
        metadata={"description": "Several accommodations are added up."},
    )
    reason = Text(500, required=True, metadata=_REASON)

    @validates_schema
    def check_whole(self, data: dict[str, Any], **_: Any) -> None:
        """It is for one learner or for one cohort, and it gives something."""
        if ("learner" in data) == ("cohort" in data):
            raise ValidationError("Name either a learner or a cohort.")
        if "extra_time_percent" not in data and "extra_attempts" not in data:
            raise ValidationError("Grant extra time or extra attempts, or both.")

    @post_load
    def fill_in(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        given = {"quiz_key": data.pop("quiz", None)}
        return {"extra_time_percent": 0, "extra_attempts": 0, **data, **given}


class AccommodationEndingSchema(Asked):
    """Why an accommodation ends."""

    op = operation()
    reason = Text(500, required=True, metadata=_REASON)


class AccommodationQuerySchema(PageQuerySchema):
    """Whose accommodations: a learner's, a cohort's, or all that one answers for."""

    learner = fields.UUID(metadata=_LEARNER)
    cohort = fields.UUID(metadata=_COHORT)

    @validates_schema
    def check_one(self, data: dict[str, Any], **_: Any) -> None:
        if "learner" in data and "cohort" in data:
            raise ValidationError("Name a learner or a cohort, not both.")


class AccommodationSchema(Schema):
    """What was granted, and whether it ended since."""

    uuid = fields.UUID(required=True)
    person = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The learner's name; null where a cohort holds it."},
    )
    cohort = fields.UUID(required=True, allow_none=True)
    quiz = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null for every quiz."},
    )
    extra_time_percent = fields.Integer(required=True)
    extra_attempts = fields.Integer(required=True)
    reason = fields.String(required=True)
    granted_at = Moment(required=True)
    granted_by = fields.String(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
    ended_by = fields.String(required=True, allow_none=True)
    end_reason = fields.String(required=True, allow_none=True)


class AccommodationPageSchema(PageSchema):
    """Accommodations, ended ones too, the latest first."""

    items = fields.List(fields.Nested(AccommodationSchema), required=True)


def accommodation_data(granted: Granted) -> dict[str, Any]:
    """An accommodation as ``AccommodationSchema`` dumps it."""
    accommodation, end = granted.accommodation, granted.end
    return {
        "uuid": accommodation.uuid,
        "person": accommodation.user.name if accommodation.user else None,
        "cohort": accommodation.cohort.uuid if accommodation.cohort else None,
        "quiz": accommodation.quiz_key,
        "extra_time_percent": accommodation.extra_time_percent,
        "extra_attempts": accommodation.extra_attempts,
        "reason": accommodation.reason,
        "granted_at": accommodation.recorded_at,
        "granted_by": granted.by,
        "ended_at": end.recorded_at if end else None,
        "ended_by": granted.ended_by,
        "end_reason": end.reason if end else None,
    }
