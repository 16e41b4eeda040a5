"""What a worksheet's file and the menu of indicators must say."""

from typing import Any

from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    validate,
    validates_schema,
)

from modules.schemas import a_key, filled
from modules.worksheet import COLUMN_KINDS, FRAMEWORKS, SECTION_KINDS

MOST_ROWS = 60
# What a section of each kind says besides; what it need not say is not here.
_NEEDED = {
    "text": frozenset[str](),
    "table": frozenset({"rows", "columns"}),
    "list": frozenset({"columns", "row_title", "fewest", "most"}),
    "reading": frozenset({"reads"}),
}
_EVERY = frozenset().union(*_NEEDED.values())


class _Said(Schema):
    """Reports what it does not know rather than ignoring it."""

    class Meta:
        unknown = RAISE


def _key() -> fields.String:
    return fields.String(required=True, validate=a_key)


def _text() -> fields.String:
    return fields.String(required=True, validate=filled)


def _whole(least: int, most: int, *, required: bool = True) -> fields.Integer:
    return fields.Integer(
        required=required, strict=True, validate=validate.Range(min=least, max=most)
    )


def _different(rows: list[dict[str, Any]]) -> None:
    keys = [row["key"] for row in rows]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValidationError(f"Named more than once: {', '.join(repeated)}.")


def _some(schema: type[Schema]) -> fields.List[Any]:
    return fields.List(
        fields.Nested(schema), validate=[validate.Length(min=1), _different]
    )


class IndicatorSchema(_Said):
    """One ``[[indicators]]`` of the menu."""

    key = _key()
    framework = fields.String(required=True, validate=validate.OneOf(FRAMEWORKS))
    code = _text()
    text = _text()
    sources = fields.List(
        fields.String(validate=a_key), required=True, validate=validate.Length(min=1)
    )


class IndicatorsSchema(_Said):
    """The menu of indicators."""

    indicators = fields.List(
        fields.Nested(IndicatorSchema),
        required=True,
        validate=[validate.Length(min=1), _different],
    )


class ColumnSchema(_Said):
    """One column of a table or a list."""

    key = _key()
    title = _text()
    kind = fields.String(required=True, validate=validate.OneOf(COLUMN_KINDS))
    help = fields.String(load_default="", validate=filled)
    options = fields.Dict(
        keys=fields.String(validate=a_key),
        values=fields.String(validate=filled),
        load_default=dict,
    )

    @validates_schema
    def _options_where_they_belong(self, data: dict[str, Any], **_: Any) -> None:
        is_choice = data["kind"] == "choice"
        if is_choice and len(data["options"]) < 2:
            raise ValidationError("A choice needs two options or more.", "options")
        if not is_choice and data["options"]:
            raise ValidationError("Only a choice has options.", "options")


class RowSchema(_Said):
    """One row of a table."""

    key = _key()
    label = _text()


class SectionSchema(_Said):
    """One ``[[sections]]`` of a worksheet."""

    key = _key()
    title = _text()
    help = _text()
    kind = fields.String(required=True, validate=validate.OneOf(SECTION_KINDS))
    columns = _some(ColumnSchema)
    rows = _some(RowSchema)
    row_title = fields.String(validate=filled)
    fewest = _whole(1, MOST_ROWS, required=False)
    most = _whole(1, MOST_ROWS, required=False)
    reads = fields.String(
        validate=validate.Regexp(
            r"[a-z0-9-]+/[a-z0-9-]+\Z", error="Must be worksheet-key/section-key."
        )
    )

    @validates_schema
    def _what_the_kind_asks(self, data: dict[str, Any], **_: Any) -> None:
        kind = data["kind"]
        for name in sorted(_NEEDED[kind] - data.keys()):
            raise ValidationError(f"A section of kind '{kind}' needs this.", name)
        for name in sorted((_EVERY - _NEEDED[kind]) & data.keys()):
            raise ValidationError(f"A section of kind '{kind}' has no {name}.", name)
        if data.get("fewest", 0) > data.get("most", 0):
            raise ValidationError("Must not be more than 'most'.", "fewest")


class WorksheetSchema(_Said):
    """A worksheet's file."""

    title = _text()
    purpose = _text()
    minutes = _whole(10, 240)
    order = _whole(1, 99)
    sources = fields.List(fields.String(validate=a_key), load_default=list)
    sections = fields.List(
        fields.Nested(SectionSchema),
        required=True,
        validate=[validate.Length(min=1), _different],
    )
