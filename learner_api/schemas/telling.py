"""Announcements, sessions with experts and calendars, as the wire carries them."""

from marshmallow import Schema, fields

from course.announcements import MOST_LETTERS
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation


class AnnouncementAskedSchema(Asked):
    """What to tell the cohort. With ``announcement`` it is a version of that one."""

    op = operation()
    announcement = fields.UUID(load_default=None, allow_none=True)
    title = Text(200, required=True)
    body = Text(
        MOST_LETTERS,
        lines=True,
        required=True,
        metadata={"description": "Markdown without raw HTML and without pictures."},
    )
    mail = Flag(
        load_default=None,
        allow_none=True,
        metadata={
            "description": "Whether each learner gets it by mail, once. If left out, "
            "the first version is mailed and a later one is not."
        },
    )


class WithReasonSchema(Asked):
    """An act that takes something away, and why."""

    op = operation()
    reason = Text(500, required=True)


class AnnouncementSchema(Schema):
    """An announcement as it stands."""

    announcement = fields.UUID(required=True)
    number = fields.Integer(
        required=True, metadata={"description": "Of the version, from 1."}
    )
    title = fields.String(required=True)
    body = fields.String(required=True)
    html = fields.String(required=True)
    by = fields.String(required=True)
    posted_at = Moment(required=True)
    edited_at = Moment(required=True, allow_none=True)
    is_mailed = fields.Boolean(required=True)
    withdrawn_because = fields.String(required=True, allow_none=True)


class AnnouncementsSchema(Schema):
    """What was announced to a cohort, the newest first."""

    announcements = fields.List(fields.Nested(AnnouncementSchema), required=True)


class SlotAskedSchema(Asked):
    """A session with an expert. Times are those that the clocks of the zone show."""

    op = operation()
    title = Text(200, required=True)
    expert = Text(200, required=True)
    starts = fields.NaiveDateTime(
        required=True, metadata={"example": "2026-12-03T14:00:00"}
    )
    ends = fields.NaiveDateTime(
        required=True, metadata={"example": "2026-12-03T15:00:00"}
    )
    zone = Text(64, required=True, metadata={"example": "Asia/Bishkek"})
    place = Text(
        500,
        required=True,
        metadata={"description": "A room, or the link of a meeting on the web."},
    )


class SlotChangedSchema(SlotAskedSchema):
    """How the session takes place from now on, and why; learners read the reason."""

    reason = Text(500, required=True)


class ExpertSessionSchema(Schema):
    """A session as it stands."""

    session = fields.UUID(required=True)
    number = fields.Integer(
        required=True, metadata={"description": "Of the version, from 1."}
    )
    title = fields.String(required=True)
    expert = fields.String(required=True)
    starts_at = Moment(required=True)
    ends_at = Moment(required=True)
    zone = fields.String(required=True)
    place = fields.String(required=True)
    is_cancelled = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class ExpertSessionsSchema(Schema):
    """The sessions of a cohort in order of time."""

    sessions = fields.List(fields.Nested(ExpertSessionSchema), required=True)


class CalendarFeedSchema(Schema):
    """Whether a calendar program may read the asker's dates, and since when."""

    is_open = fields.Boolean(required=True)
    made_at = Moment(required=True, allow_none=True)


class NewCalendarFeedSchema(CalendarFeedSchema):
    """The address for a calendar program, which is told this once."""

    address = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null where the operation is sent again."},
    )
