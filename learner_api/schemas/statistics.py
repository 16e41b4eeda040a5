"""Completion figures as the wire carries them, always with their as-of."""

from marshmallow import Schema, fields, validate

from course.statistics import BREAKDOWNS
from learner_api.schemas.fields import Asked, Moment, as_of


class ExportQuerySchema(Asked):
    """Whose figures, as of when; with ``by``, counts instead of named rows."""

    by = fields.String(validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID()
    as_of = as_of()


class StatisticsQuerySchema(Asked):
    """Whose figures, as of when, counted by what."""

    by = fields.String(load_default="cohort", validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID()
    as_of = as_of()


class CountSchema(Schema):
    """How many of one group enrolled, started, completed and hold an award."""

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
    """Counts by group, and the total that they add up to."""

    course = fields.String(required=True)
    as_of = Moment(required=True)
    by = fields.String(required=True, validate=validate.OneOf(BREAKDOWNS))
    cohort = fields.UUID(required=True, allow_none=True)
    counts = fields.List(fields.Nested(CountSchema), required=True)
    total = fields.Nested(CountSchema, required=True)
