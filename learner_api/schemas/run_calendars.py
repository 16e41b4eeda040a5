"""The calendar of a run and a person's time zone, as the wire carries them."""

from marshmallow import Schema, fields, validate

from course.pace import STATES
from learner_api.schemas.fields import Asked, Key, Moment, Text, operation

MOST_MODULES = 100


class WeekAskedSchema(Asked):
    """A module and its two days."""

    module = Key(100, required=True)
    opens_on = fields.Date(required=True)
    due_on = fields.Date(
        required=True,
        metadata={"description": "The last day; it ends where the learner lives."},
    )


class NewCalendarSchema(Asked):
    """The weeks of a run, each module of the course once, and why they are set so."""

    op = operation()
    number = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": "That of the calendar that was read; 0 if none."},
    )
    reason = Text(500, required=True)
    weeks = fields.List(
        fields.Nested(WeekAskedSchema),
        required=True,
        validate=validate.Length(1, MOST_MODULES),
    )


class WeekSchema(Schema):
    """A module, the day on which it is begun and the one on which it is due."""

    module = fields.String(required=True)
    title = fields.String(required=True)
    opens_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    due_at = Moment(
        required=True,
        metadata={"description": "When that day ends in the zone of who asks."},
    )
    state = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(STATES),
        metadata={"description": "How the asker stands; null for who does not learn."},
    )


class CalendarSettingSchema(Schema):
    """A time at which the weeks were set, by whom and why."""

    number = fields.Integer(required=True)
    reason = fields.String(required=True)
    set_by = fields.String(required=True)
    set_at = Moment(required=True)


class CalendarSchema(Schema):
    """The calendar of a run. Without weeks, everybody goes at their own pace."""

    mode = fields.String(required=True)
    number = fields.Integer(required=True)
    time_zone = fields.String(required=True)
    weeks = fields.List(fields.Nested(WeekSchema), required=True)
    settings = fields.List(
        fields.Nested(CalendarSettingSchema),
        required=True,
        metadata={"description": "Every setting, the latest first; for staff alone."},
    )


class ZoneAskedSchema(Asked):
    """The zone to live by from now on."""

    op = operation()
    time_zone = Text(64, required=True, metadata={"example": "Asia/Bishkek"})


class ZoneSchema(Schema):
    """The zone that the asker lives by."""

    time_zone = fields.String(required=True)
    is_chosen = fields.Boolean(
        required=True, metadata={"description": "False: it is that of the office."}
    )
