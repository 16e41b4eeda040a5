"""Reports of every month as the wire carries them, and their history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, validate

from course.models import ReportSchedule, User
from course.models.export import CONTENTS
from course.models.report_schedule import LAST_DAY
from course.report_schedules import MOST_READERS, Sent
from course.reports_due import WaitingMonth
from learner_api.schemas.exports import ExportSchema, WantedSchema, export_data
from learner_api.schemas.fields import Moment, Text, operation
from learner_api.schemas.jobs import JobErrorSchema
from learner_api.schemas.paging import PageSchema

_WHEN = "It is as of the last moment of the month before, by the clock of the office."


class NewReportScheduleSchema(WantedSchema):
    """What is to be sent, when and to whom. An `as_of` is not heeded."""

    op = operation()
    title = Text(200, required=True)
    day = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=LAST_DAY),
        metadata={"description": f"The day of each month. {_WHEN}"},
    )
    hour = fields.Integer(
        required=True,
        validate=validate.Range(min=0, max=23),
        metadata={"description": "From this hour on, by the clock of the office."},
    )
    readers = fields.List(
        fields.Email(),
        required=True,
        validate=validate.Length(min=1, max=MOST_READERS),
        metadata={
            "description": "The addresses of trainers and administrators. Whoever may "
            "not see what it holds when it is sent is left out."
        },
    )


class ReportScheduleSchema(Schema):
    """A report that is sent every month."""

    schedule = fields.UUID(required=True)
    title = fields.String(required=True)
    content = fields.String(required=True, validate=validate.OneOf(CONTENTS))
    format = fields.String(required=True)
    course = fields.String(required=True)
    question = fields.Dict(keys=fields.String(), required=True)
    purpose = fields.String(required=True, allow_none=True)
    day = fields.Integer(required=True)
    hour = fields.Integer(required=True)
    readers = fields.List(fields.String(), required=True)
    scheduled_by = fields.String(required=True)
    scheduled_at = Moment(required=True)
    ended_at = Moment(required=True, allow_none=True)


class SentReportSchema(Schema):
    """What was made of one month, who was told, and who was not allowed to see it."""

    month = fields.String(required=True, metadata={"example": "2026-03"})
    export = fields.Nested(ExportSchema, required=True)
    told = fields.List(fields.String(), required=True)
    skipped = fields.List(fields.String(), required=True)


class WaitingMonthSchema(Schema):
    """A month that is due and was not sent yet. It is tried again every hour."""

    month = fields.String(required=True, metadata={"example": "2026-03"})
    error = fields.Nested(
        JobErrorSchema,
        required=True,
        allow_none=True,
        metadata={"description": "What stands against it; null: it is about to come."},
    )


class ReportHistorySchema(ReportScheduleSchema):
    """A scheduled report with its history, the latest month first."""

    waiting = fields.List(fields.Nested(WaitingMonthSchema), required=True)
    history = fields.List(fields.Nested(SentReportSchema), required=True)


class ReportSchedulePageSchema(PageSchema):
    """Some scheduled reports, the latest first."""

    items = fields.List(fields.Nested(ReportScheduleSchema), required=True)


def schedule_data(schedule: ReportSchedule, readers: Sequence[User]) -> dict[str, Any]:
    """A scheduled report as ``ReportScheduleSchema`` dumps it."""
    return {
        "schedule": schedule.uuid,
        "title": schedule.title,
        "content": schedule.content,
        "format": schedule.format,
        "course": schedule.course_key,
        "question": schedule.asked,
        "purpose": schedule.purpose,
        "day": schedule.day,
        "hour": schedule.hour,
        "readers": [each.email for each in readers],
        "scheduled_by": schedule.actor.name,
        "scheduled_at": schedule.recorded_at,
        "ended_at": schedule.end.recorded_at if schedule.end else None,
    }


def sent_data(sent: Sent, now: datetime) -> dict[str, Any]:
    """One month as ``SentReportSchema`` dumps it."""
    return {
        "month": sent.month,
        "export": export_data(sent.found, now),
        "told": [each.email for each in sent.told],
        "skipped": [each.email for each in sent.skipped],
    }


def waiting_data(waiting: WaitingMonth) -> dict[str, Any]:
    """A month as ``WaitingMonthSchema`` dumps it."""
    refusal = waiting.refusal
    error = refusal and {"kind": type(refusal).__name__, "message": refusal.message}
    return {"month": waiting.month, "error": error}
