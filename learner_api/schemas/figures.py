"""Figures as the wire carries them: whom a question counted, and how many."""

from marshmallow import Schema, fields, validate

from course.figures.query import BREAKDOWNS, DETAILS, MEASURES
from learner_api.schemas.fields import Moment


class RateSchema(Schema):
    """A share of those enrolled, exactly and in per cent, rounded down to a tenth."""

    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    per_cent = fields.Float(required=True)


class CountsSchema(Schema):
    """How many people; null is hidden. Whoever took the course twice is one person."""

    enrolled = fields.Integer(required=True, allow_none=True)
    withdrawn = fields.Integer(required=True, allow_none=True)
    started = fields.Integer(required=True, allow_none=True)
    assessed = fields.Integer(required=True, allow_none=True)
    completed = fields.Integer(required=True, allow_none=True)
    certified = fields.Integer(required=True, allow_none=True)
    participated = fields.Integer(required=True, allow_none=True)
    completion_rate = fields.Nested(RateSchema, required=True, allow_none=True)
    certification_rate = fields.Nested(RateSchema, required=True, allow_none=True)


class FiguresGroupSchema(Schema):
    """One group: its key by each breakdown, null where it is not known, and counts."""

    keys = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True), required=True
    )
    counts = fields.Nested(CountsSchema, required=True)


class MonthSchema(Schema):
    """How many people did what in a month, by UTC; null is hidden."""

    month = fields.String(required=True, metadata={"example": "2026-03"})
    enrolled = fields.Integer(required=True, allow_none=True)
    started = fields.Integer(required=True, allow_none=True)
    completed = fields.Integer(required=True, allow_none=True)
    certified = fields.Integer(required=True, allow_none=True)


class DaysSchema(Schema):
    """The days within which a quarter, half and three quarters completed."""

    people = fields.Integer(required=True)
    lower = fields.Integer(required=True)
    middle = fields.Integer(required=True)
    upper = fields.Integer(required=True)


class LessonFiguresSchema(Schema):
    """How many people opened and completed a lesson; null is hidden."""

    module = fields.String(required=True)
    lesson = fields.String(required=True)
    opened = fields.Integer(required=True, allow_none=True)
    completed = fields.Integer(required=True, allow_none=True)


class ModuleFiguresSchema(Schema):
    """How many completed every lesson of a module, and its hours; null is hidden."""

    module = fields.String(required=True)
    completed = fields.Integer(required=True, allow_none=True)
    hours = fields.Float(required=True, allow_none=True)


class LessonsFiguresSchema(Schema):
    """How far people came in the order of the outline, and the hours they learned."""

    lessons = fields.List(fields.Nested(LessonFiguresSchema), required=True)
    modules = fields.List(fields.Nested(ModuleFiguresSchema), required=True)
    hours = fields.Float(required=True, allow_none=True)


class GainFiguresSchema(Schema):
    """What was learned between the first test and the last, as shares."""

    people = fields.Integer(required=True)
    before = fields.Float(required=True)
    after = fields.Float(required=True)
    rose = fields.Integer(required=True, allow_none=True)
    stayed = fields.Integer(required=True, allow_none=True)
    fell = fields.Integer(required=True, allow_none=True)
    with_gain = fields.Integer(required=True, allow_none=True)
    gain = fields.Float(required=True, allow_none=True)
    gain_of_average = fields.Float(required=True, allow_none=True)


class QuestionSchema(Schema):
    """A question as it was understood; what it leaves open is not there."""

    course = fields.String(required=True)
    as_of = fields.String(required=True, metadata={"format": "date-time"})
    cohort = fields.String(metadata={"format": "uuid"})
    edition = fields.String()
    enrolled_since = fields.String(metadata={"format": "date"})
    enrolled_until = fields.String(metadata={"format": "date"})
    where = fields.Dict(keys=fields.String(), values=fields.String())
    by = fields.List(fields.String(validate=validate.OneOf(BREAKDOWNS)))
    measures = fields.List(fields.String(validate=validate.OneOf(MEASURES)))
    detail = fields.String(required=True, validate=validate.OneOf(DETAILS))


class FiguresSchema(Schema):
    """The question as it was understood, the groups, and the total of people.

    A person may be in several groups and is counted once in the total. ``digest`` is
    the question's fingerprint: the same question has the same.
    """

    query = fields.Nested(QuestionSchema, required=True)
    digest = fields.String(required=True)
    as_of = Moment(required=True)
    groups = fields.List(fields.Nested(FiguresGroupSchema), required=True)
    total = fields.Nested(
        CountsSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Null where a protected table has groups."},
    )
    months = fields.List(fields.Nested(MonthSchema))
    days = fields.Nested(DaysSchema, allow_none=True)
    outline = fields.String(
        allow_none=True,
        metadata={
            "description": "The edition by whose outline lessons and gain are counted: "
            "the one that was asked for, or the latest that was known then. Null where "
            "none was, and the outline is that of today's files."
        },
    )
    lessons = fields.Nested(LessonsFiguresSchema)
    gain = fields.Nested(GainFiguresSchema, allow_none=True)
