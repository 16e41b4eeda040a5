"""Completion figures as the wire carries them, always with their as-of."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.exports.completions import BREAKDOWNS
from learner_api.schemas.fields import Asked, Moment, Purpose, as_of


class ExportQuerySchema(Asked):
    """Whose figures, as of when; with ``by``, counts instead of named rows."""

    by = fields.String(validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID()
    as_of = as_of()
    purpose = Purpose(
        metadata={
            "description": "What the names are needed for, where `by` is left out. It "
            "stays on record with who takes them."
        },
    )

    @validates_schema
    def _names_have_a_purpose(self, data: dict[str, Any], **_options: Any) -> None:
        if "by" not in data and "purpose" not in data:
            raise ValidationError("Say what the names are for.", "purpose")
        if "by" in data and "purpose" in data:
            raise ValidationError("Leave this out: counts name nobody.", "purpose")


class StatisticsQuerySchema(Asked):
    """Whose figures, as of when, counted by what."""

    by = fields.String(load_default="cohort", validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID()
    as_of = as_of()


class StatementsQuerySchema(Asked):
    """Whose record, as known when; with names only for a purpose that is kept."""

    cohort = fields.UUID(metadata={"description": "Only this cohort."})
    as_of = as_of()
    with_names = fields.String(
        load_default="false",
        validate=validate.OneOf(("true", "false")),
        metadata={
            "description": "With true, people are known by name and address instead of "
            "by an account. For administrators."
        },
    )
    purpose = Purpose()

    @validates_schema
    def _names_have_a_purpose(self, data: dict[str, Any], **_options: Any) -> None:
        is_named = data.get("with_names") == "true"
        if is_named and "purpose" not in data:
            raise ValidationError("Say what the names are for.", "purpose")
        if "purpose" in data and not is_named:
            raise ValidationError("Ask for names, or leave this out.", "purpose")


class CountSchema(Schema):
    """How many people of one group enrolled, started, completed and are certified."""

    group = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null for those of whom it is not known."},
    )
    enrolled = fields.Integer(required=True)
    started = fields.Integer(required=True)
    completed = fields.Integer(required=True)
    certified = fields.Integer(required=True)


class StatisticsSchema(Schema):
    """People by group, and in all. Whoever is in several groups is one in the total."""

    course = fields.String(required=True)
    as_of = Moment(required=True)
    by = fields.String(required=True, validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID(required=True, allow_none=True)
    counts = fields.List(fields.Nested(CountSchema), required=True)
    total = fields.Nested(CountSchema, required=True)
