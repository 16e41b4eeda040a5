"""The forms of peer review: opening a round, and a review by its rubric."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import request
from marshmallow import ValidationError, fields, validate

from course.errors import sentence
from course.peer_rounds import MOST_EACH
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    operation_or_new,
)
from learner_api.schemas.peer_reviews import MOST_COMMENT, MOST_SUMMARY
from learner_api.schemas.peer_rounds import known_zone
from learner_api.showing import showable
from learner_api.translation import gettext as _
from modules import Rubric


class Zone(Line):
    """The name of a time zone."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        name = super()._deserialize(value, attr, data, **options)
        try:
            known_zone(name)
        except ValidationError:
            raise ValidationError(
                sentence("Name a time zone, such as Africa/Accra.")
            ) from None
        return name


class RoundForm(FormSchema):
    """What a trainer says of a new round."""

    op = Operation()
    rubric = Line()
    reviews_each = fields.Integer(
        required=True,
        validate=validate.Range(
            1, MOST_EACH, error=sentence("Choose a number of reviews from 1 to 5.")
        ),
        error_messages={
            "required": sentence("Choose a number of reviews from 1 to 5."),
            "invalid": sentence("Choose a number of reviews from 1 to 5."),
        },
    )
    due_on = fields.Date(
        required=True,
        error_messages={
            "required": sentence("Choose the day of the deadline."),
            "invalid": sentence("Choose the day of the deadline."),
        },
    )
    due_time = fields.Time(
        format="%H:%M",
        required=True,
        error_messages={
            "required": sentence("Write the time of the deadline as 17:00."),
            "invalid": sentence("Write the time of the deadline as 17:00."),
        },
    )
    zone = Zone(sentence("Name a time zone, such as Africa/Accra."), most=50)
    is_anonymous = OneOf(("yes",))


def due_at(day: date, at: time, zone: str) -> datetime:
    """The moment that a day and a time name in a zone."""
    return datetime.combine(day, at, ZoneInfo(zone))


def level_field(key: str) -> str:
    """The name of the field that holds the level of a line."""
    return f"level.{key}"


def comment_field(key: str) -> str:
    """The name of the field that holds the comment on a line."""
    return f"comment.{key}"


def empty_review(content: Mapping[str, Any] | None) -> Form:
    """The form of a review as it is first shown: with the draft, if there is one."""
    held = content or {"levels": {}, "comments": {}, "summary": ""}
    return Form(
        {
            "op": new_operation(),
            "summary": held["summary"],
            **{level_field(k): str(points) for k, points in held["levels"].items()},
            **{comment_field(k): words for k, words in held["comments"].items()},
        }
    )


def read_review(rubric: Rubric, *, is_draft: bool) -> Form:
    """The form of a review that was sent. A draft may have gaps."""
    typed = {name: showable(text) for name, text in request.form.to_dict().items()}
    values = {**typed, "op": str(operation_or_new())}
    levels, comments, errors = {}, {}, {}
    for line in rubric.lines:
        offered = {str(level.points): level.points for level in line.levels}
        chosen = values.get(level_field(line.key), "")
        if chosen in offered:
            levels[line.key] = offered[chosen]
        elif not is_draft:
            errors[level_field(line.key)] = _(
                "Choose a level: %(line)s", line=line.label
            )
        comments[line.key] = values.get(comment_field(line.key), "")
        if len(comments[line.key]) > MOST_COMMENT:
            errors[comment_field(line.key)] = _too_long(MOST_COMMENT)
    summary = values.get("summary", "")
    if not summary.strip() and not is_draft:
        errors["summary"] = _("Write what would help the author most.")
    if len(summary) > MOST_SUMMARY:
        errors["summary"] = _too_long(MOST_SUMMARY)
    data = {
        "op": UUID(values["op"]),
        "levels": levels,
        "comments": comments,
        "summary": summary,
    }
    return Form(values, data, errors)


def _too_long(most: int) -> str:
    return _("Write at most %(most)s characters here.", most=most)
