"""Calls, join codes and joining, as the wire carries them."""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.calls import APPLICATION, ASKS, OPEN
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation

MOST_DOMAINS = 50
MOST_LANGUAGES = 10
MOST_PLACES = 100_000
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_DOMAIN = re.compile(r"[^\s@/:.]+(\.[^\s@/:.]+)+")


class Domain(Text):
    """A domain of e-mail addresses: what stands after the @."""

    def __init__(self) -> None:
        super().__init__(253, metadata={"example": "gov.example"})

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        text = text.strip().lower().removeprefix("@").strip(".")
        if not _DOMAIN.fullmatch(text):
            raise ValidationError("Write a domain such as gov.example, without the @.")
        return text


class NewCallSchema(Asked):
    """What a cohort's door says from now on."""

    op = operation()
    door = fields.String(required=True, validate=validate.OneOf((OPEN, APPLICATION)))
    deadline = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={"description": "The last day, in the time zone of the office."},
    )
    quota = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1, max=MOST_PLACES),
        metadata={"description": "Places in the cohort; no limit, if left out."},
    )
    for_whom = Text(1000, lines=True, required=True)
    languages = fields.List(
        Text(20), load_default=["en"], validate=validate.Length(1, MOST_LANGUAGES)
    )
    focal_point_name = Text(200, required=True)
    focal_point_address = Text(300, required=True)
    with_code = Flag(load_default=True)
    domains = fields.List(
        Domain(), load_default=[], validate=validate.Length(max=MOST_DOMAINS)
    )
    asks = fields.List(
        fields.String(validate=validate.OneOf(ASKS)),
        load_default=[],
        validate=validate.Length(max=len(ASKS)),
    )
    waiting_list = Flag(load_default=True)

    @validates_schema
    def check_languages(self, data: dict[str, Any], **_: Any) -> None:
        for language in data["languages"]:
            if not re.fullmatch(LANGUAGE, language):
                raise ValidationError(
                    "Write languages as en, fr or pt-BR.", "languages"
                )


class ClosingSchema(Asked):
    """Why a door is closed."""

    op = operation()
    reason = Text(500, required=True)


class TermsSchema(Schema):
    """What a call says to those who come."""

    for_whom = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    focal_point_name = fields.String(required=True)
    focal_point_address = fields.String(required=True)
    with_code = fields.Boolean(required=True)
    domains = fields.List(fields.String(), required=True)
    asks = fields.List(fields.String(), required=True)
    waiting_list = fields.Boolean(required=True)


class CallSchema(Schema):
    """An open call, as anybody may read it."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    course = fields.String(required=True)
    course_title = fields.String(required=True)
    summary = fields.String(required=True)
    objectives = fields.List(fields.String(), required=True)
    hours = fields.Integer(required=True)
    mode = fields.String(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    door = fields.String(required=True, metadata={"enum": [OPEN, APPLICATION]})
    deadline = fields.Date(required=True, allow_none=True)
    is_open = fields.Boolean(required=True)
    quota = fields.Integer(required=True, allow_none=True)
    is_full = fields.Boolean(required=True)
    terms = fields.Nested(TermsSchema, required=True)


class CallListSchema(Schema):
    """Calls that take people today, the nearest deadline first."""

    items = fields.List(fields.Nested(CallSchema), required=True)


class CallQuerySchema(Asked):
    """Of which course."""

    course = Text(100, load_default=None)


class CallVersionSchema(Schema):
    """One version of what a cohort's door said, for staff."""

    number = fields.Integer(required=True)
    door = fields.String(required=True)
    deadline = fields.Date(required=True, allow_none=True)
    quota = fields.Integer(required=True, allow_none=True)
    terms = fields.Nested(TermsSchema, required=True)
    reason = fields.String(required=True, allow_none=True)
    said_by = fields.String(required=True)
    said_at = Moment(required=True)


class DoorSchema(Schema):
    """The door of a cohort, for staff: what holds, the code, and all that was said."""

    door = fields.String(required=True)
    key = fields.String(required=True)
    code = fields.String(required=True, allow_none=True)
    places_taken = fields.Integer(required=True)
    versions = fields.List(fields.Nested(CallVersionSchema), required=True)


class JoinCodeSchema(Schema):
    """The code that opens a cohort's door from now on."""

    code = fields.String(required=True)
    number = fields.Integer(required=True)
    made_at = Moment(required=True, attribute="recorded_at")


class JoiningSchema(Asked):
    """Coming in by the open door."""

    op = operation()
    code = Text(40, load_default=None, allow_none=True)


class JoinedSchema(Schema):
    """Somebody is in the cohort."""

    enrolment = fields.UUID(required=True)
    cohort = fields.String(required=True)
    course = fields.String(required=True)
