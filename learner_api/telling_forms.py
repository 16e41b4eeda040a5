"""The forms by which trainers announce things and schedule sessions with experts."""

from typing import Any

from marshmallow import fields, validate

from course.announcements import MOST_LETTERS
from course.errors import sentence
from course.expert_sessions import Slot, slot_of
from course.models import Announcement, ExpertSession
from course.zones import zone_names
from learner_api.forms import FormSchema, Line, OneOf, Operation, text_to_keep

_WHY = sentence("Write why. The record keeps it.")
ON_DAY, FROM, UNTIL = "day", "starts", "ends"


class Words(fields.String):
    """What is announced: several lines of Markdown, none of them lost."""

    def __init__(self) -> None:
        super().__init__(
            required=True,
            error_messages={"required": sentence("Write what you announce.")},
            validate=validate.Length(
                max=MOST_LETTERS, error=sentence("Write at most {max} characters here.")
            ),
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options))
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        return text_to_keep(text)


class AnnouncementForm(FormSchema):
    """What to tell the cohort."""

    op = Operation()
    title = Line(sentence("Write what it is about."), most=200)
    body = Words()


class CorrectionForm(AnnouncementForm):
    """What an announcement says from now on, and whether it is mailed again."""

    mail = OneOf(("yes",))


class BecauseForm(FormSchema):
    """An act that takes something away, and why."""

    op = Operation()
    reason = Line(_WHY, most=500)


class SlotForm(FormSchema):
    """A session with an expert, by the clocks of a zone."""

    op = Operation()
    title = Line(sentence("Write what the session is about."), most=200)
    expert = Line(sentence("Write who speaks."), most=200)
    day = fields.Date(
        required=True,
        error_messages={
            "required": sentence("Choose a day."),
            "invalid": sentence("Write the day as year-month-day, such as 2026-11-23."),
        },
    )
    starts = fields.Time(
        required=True,
        error_messages={
            "required": sentence("Set the time at which it starts."),
            "invalid": sentence("Write the time as hours and minutes, such as 14:00."),
        },
    )
    ends = fields.Time(
        required=True,
        error_messages={
            "required": sentence("Set the time at which it ends."),
            "invalid": sentence("Write the time as hours and minutes, such as 14:00."),
        },
    )
    zone = OneOf(zone_names(), sentence("Choose a time zone."))
    place = Line(sentence("Write a room, or the link of the meeting."), most=500)


class SlotChangeForm(SlotForm):
    """How a session takes place from now on, and why."""

    reason = Line(_WHY, most=500)


def slot_in(data: dict[str, Any]) -> Slot:
    """The slot that a form describes; it ends on the day on which it starts.

    Raises ``UnknownZone``, ``NoSuchTime`` and ``EndsBeforeStart``.
    """
    day = data["day"].isoformat()
    starts, ends = (
        fields.NaiveDateTime().deserialize(f"{day}T{data[part]:%H:%M:%S}")
        for part in (FROM, UNTIL)
    )
    said = {name: data[name] for name in ("title", "expert", "zone", "place")}
    return slot_of(starts=starts, ends=ends, **said)


def values_of_announcement(row: Announcement) -> dict[str, str]:
    """What the form of a correction holds at first."""
    return {"title": row.title, "body": row.body}


def values_of_session(row: ExpertSession, starts: str, ends: str) -> dict[str, str]:
    """What the form of a change holds at first; both moments as ISO, local."""
    return {
        "title": row.title,
        "expert": row.expert,
        "zone": row.zone,
        "place": row.place,
        "day": starts[:10],
        "starts": starts[11:16],
        "ends": ends[11:16],
    }
