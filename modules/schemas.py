"""What each file must say: the fields of modules, lessons, sources and terms."""

import re
from datetime import date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BAD_KEY = "A key is lower-case words joined by hyphens, such as 'situation-analysis'."
_AS_OF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")


def is_key(text: str) -> bool:
    """Whether the text may name a module, a lesson, a source, a figure or a quiz."""
    return KEY.fullmatch(text) is not None


def a_key(value: str) -> None:
    """Refuse a bad key."""
    if not is_key(value):
        raise ValidationError(f"{value!r} is not a key. {BAD_KEY}")


def filled(value: str) -> None:
    """Refuse text of nothing but spaces."""
    if not value.strip():
        raise ValidationError("Must not be empty.")


class Day(fields.Field[date]):
    """A TOML date, without a time and without quotes."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise ValidationError("Must be a date without quotes, such as 2026-11-23.")


def a_text(*, required: bool = True) -> fields.String:
    """A field of words, and not of spaces alone."""
    return fields.String(required=required, validate=filled)


def _texts(fewest: int, most: int) -> fields.List[str]:
    return fields.List(
        fields.String(validate=filled),
        required=True,
        validate=validate.Length(min=fewest, max=most),
    )


def _keys(*, fewest: int = 0, required: bool = True) -> fields.List[str]:
    return fields.List(
        fields.String(validate=a_key),
        required=required,
        load_default=missing if required else list,
        validate=[validate.Length(min=fewest), _different],
    )


def _different(values: list[str]) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValidationError(f"Named more than once: {', '.join(repeated)}.")


def _dated(value: str) -> None:
    if not _AS_OF.fullmatch(value):
        raise ValidationError("Must be YYYY, YYYY-MM or YYYY-MM-DD.")


def _address(value: str) -> None:
    if not _ADDRESS.fullmatch(value):
        raise ValidationError("Must be a web address that begins with https://.")


class FileSchema(Schema):
    """Reports what it does not know rather than ignoring it."""

    class Meta:
        unknown = RAISE


class TaskSchema(FileSchema):
    """One ``[[tasks]]`` of a module: what the learner does for their own country."""

    title = a_text()
    minutes = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=10, max=240)
    )
    steps = _texts(1, 8)
    worksheet = fields.String(validate=a_key, load_default=None)


class ModuleSchema(FileSchema):
    """The front matter of ``module.md``.

    ``objectives`` is a table of keys and texts: questions name an objective by key.
    """

    title = a_text()
    summary = a_text()
    hours = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=100)
    )
    objectives = fields.Dict(
        keys=fields.String(validate=a_key),
        values=fields.String(validate=filled),
        required=True,
        validate=validate.Length(min=3, max=5),
    )
    tasks = fields.List(
        fields.Nested(TaskSchema), load_default=list, validate=validate.Length(max=4)
    )
    lessons = _keys(fewest=1)
    quiz = fields.String(validate=a_key, load_default=None)
    practice = _keys(required=False)
    key_points = _texts(3, 7)
    discussion_question = a_text()
    further_reading = _keys()
    figures_as_of = Day(required=True)


class LessonSchema(FileSchema):
    """The front matter of a lesson."""

    title = a_text()
    objectives = _texts(1, 3)
    exercise_minutes = fields.Integer(
        strict=True, load_default=0, validate=validate.Range(min=0, max=15)
    )


class SourceSchema(FileSchema):
    """One ``[[sources]]`` of the register."""

    key = fields.String(required=True, validate=a_key)
    title = a_text()
    body = a_text()
    year = fields.Integer(
        strict=True, load_default=None, validate=validate.Range(min=1000, max=9999)
    )
    as_of = fields.String(load_default=None, validate=_dated)
    address = fields.String(load_default=None, validate=_address)
    kind = fields.String(
        required=True, validate=validate.OneOf(["official", "secondary"])
    )
    yearly = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    reviewed = Day(load_default=None)


class SourcesSchema(FileSchema):
    """The register of sources."""

    sources = fields.List(
        fields.Nested(SourceSchema), required=True, validate=validate.Length(min=1)
    )


class TermSchema(FileSchema):
    """One ``[[terms]]`` of the glossary."""

    key = fields.String(required=True, validate=a_key)
    name = a_text()
    short = fields.String(validate=filled, load_default=None)
    meaning = a_text()
    sources = _keys(required=False)
    see = _keys(required=False)


class GlossarySchema(FileSchema):
    """The glossary."""

    terms = fields.List(fields.Nested(TermSchema), required=True)
