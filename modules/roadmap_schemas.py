"""What the file of the roadmap must say."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from modules.schemas import a_key, filled
from modules.worksheet_schemas import MOST_ROWS

_PLACE = r"[a-z0-9-]+/[a-z0-9-]+\Z"


class _Said(Schema):
    """Reports what it does not know rather than ignoring it."""

    class Meta:
        unknown = RAISE


def _text(**options: Any) -> fields.String:
    return fields.String(validate=filled, **options)


def _place(error: str) -> fields.String:
    return fields.String(required=True, validate=validate.Regexp(_PLACE, error=error))


def _section() -> fields.String:
    return _place("Must be worksheet-key/section-key.")


def _cell() -> fields.String:
    return _place("Must be row-key/column-key.")


def _different(rows: list[dict[str, Any]]) -> None:
    keys = [row["key"] for row in rows]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValidationError(f"Named more than once: {', '.join(repeated)}.")


class RoadmapCoverSchema(_Said):
    """``[cover]``: where the words of the first page are written."""

    section = _section()
    country = _cell()
    office = _cell()
    group = _cell()


class RoadmapPartSchema(_Said):
    """One ``[[parts]]`` of the document."""

    key = fields.String(required=True, validate=a_key)
    title = _text(required=True)


class RoadmapBlockSchema(_Said):
    """One ``[[blocks]]``: a section of a worksheet, in a part of the document."""

    part = fields.String(required=True, validate=a_key)
    section = _section()
    title = _text(required=True)
    rows = _text(load_default="")
    columns = fields.Dict(
        keys=fields.String(), values=_text(required=True), load_default=dict
    )
    needed = fields.Integer(
        strict=True, validate=validate.Range(min=1, max=MOST_ROWS), load_default=0
    )
    open_at = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String(), validate=validate.Length(min=1)),
        load_default=dict,
    )


class RubricLevelSchema(_Said):
    """One of ``levels``: how well a line can be met."""

    points = fields.Integer(
        strict=True, required=True, validate=validate.Range(min=0, max=100)
    )
    label = _text(required=True)


def _no_points_twice(levels: list[dict[str, Any]]) -> None:
    points = [level["points"] for level in levels]
    if len(points) != len(set(points)):
        raise ValidationError("Two levels bear the same points.")


class RubricLineSchema(_Said):
    """One of ``lines``: one thing that is looked at."""

    key = fields.String(required=True, validate=a_key)
    label = _text(required=True)
    levels = fields.List(
        fields.Nested(RubricLevelSchema),
        required=True,
        validate=[validate.Length(min=2, max=8), _no_points_twice],
    )


class RubricSchema(_Said):
    """One of ``[[rubrics]]``: what readers of a roadmap go by."""

    key = fields.String(required=True, validate=a_key)
    title = _text(required=True)
    lines = fields.List(
        fields.Nested(RubricLineSchema),
        required=True,
        validate=[validate.Length(min=1, max=12), _different],
    )


class RoadmapSchema(_Said):
    """The file of the roadmap."""

    title = _text(required=True)
    cover = fields.Nested(RoadmapCoverSchema, required=True)
    parts = fields.List(
        fields.Nested(RoadmapPartSchema),
        required=True,
        validate=[validate.Length(min=1), _different],
    )
    blocks = fields.List(
        fields.Nested(RoadmapBlockSchema),
        required=True,
        validate=validate.Length(min=1),
    )
    rubrics = fields.List(
        fields.Nested(RubricSchema), load_default=list, validate=_different
    )
