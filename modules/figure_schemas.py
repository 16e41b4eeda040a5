"""What the file of a figure must say: fields of every kind, and of each its own."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from modules.schemas import FileSchema, a_key, a_text

MOST_STAGES = 10
MOST_GROUPS = 3
BOXES_A_ROW = 2


class Amount(fields.Field[int | float]):
    """A number that a picture can show: finite and not negative."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValidationError("Must be a number.")
        if not 0 <= value < float("inf"):
            raise ValidationError("Must be 0 or more.")
        return value


def _several(
    of: type[FileSchema], fewest: int = 1, most: int | None = None
) -> fields.List[Any]:
    length = validate.Length(min=fewest, max=most)
    return fields.List(fields.Nested(of), required=True, validate=length)


def _source(*, required: bool = False) -> fields.String:
    if required:
        return fields.String(required=True, validate=a_key)
    return fields.String(load_default=None, validate=a_key)


class FigureSchema(FileSchema):
    """The fields of every figure; ``kind`` says which others there are."""

    kind = fields.String(load_default="bars")
    title = a_text()
    caption = a_text()
    alternative = a_text()
    source = _source(required=True)
    label_column = a_text()
    value_column = a_text()


class FigureRowSchema(FileSchema):
    """One row of a figure's group: a bar."""

    label = a_text()
    value = Amount(required=True)


class FigureGroupSchema(FileSchema):
    """One ``[[groups]]`` of a figure with bars."""

    name = a_text()
    rows = _several(FigureRowSchema)


class BarFigureSchema(FigureSchema):
    """A figure of bars."""

    groups = _several(FigureGroupSchema)


class PointSchema(FileSchema):
    """One point of a line. Its edition and source are those of its line by default."""

    year = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1000, max=9999)
    )
    value = Amount(required=True)
    edition = a_text(required=False)
    source = _source()


class LineSchema(FileSchema):
    """One ``[[lines]]`` of a figure over time."""

    name = a_text()
    joined = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    edition = a_text(required=False)
    source = _source()
    points = _several(PointSchema)

    @validates_schema(skip_on_field_errors=True)
    def check_editions(self, data: dict[str, Any], **_: Any) -> None:
        """Every point has an edition, and a joined line has one for all."""
        editions = [
            point.get("edition") or data.get("edition") for point in data["points"]
        ]
        if None in editions:
            raise ValidationError(
                "Every point needs an edition: of its own, or that of its line.",
                "points",
            )
        sources = {point["source"] or data["source"] for point in data["points"]}
        if data["joined"] and max(len(set(editions)), len(sources)) > 1:
            raise ValidationError(
                "A joined line has one edition and one source for all its points: "
                "figures of different editions may not be compared. Make a line of "
                "each, or set joined = false.",
                "points",
            )

    @validates_schema(skip_on_field_errors=True)
    def check_years(self, data: dict[str, Any], **_: Any) -> None:
        years = [point["year"] for point in data["points"]]
        if years != sorted(years):
            raise ValidationError("Put the points in the order of years.", "points")
        if data["joined"] and len(set(years)) < len(years):
            raise ValidationError("A joined line has one value a year.", "points")


class LineFigureSchema(FigureSchema):
    """A figure of values over time."""

    edition_column = a_text()
    begins_at = Amount(load_default=0)
    lines = _several(LineSchema, most=MOST_GROUPS)

    @validates_schema(skip_on_field_errors=True)
    def check_beginning(self, data: dict[str, Any], **_: Any) -> None:
        """Every point lies above the lower end of the axis."""
        points = [point for line in data["lines"] for point in line["points"]]
        if min(point["value"] for point in points) < data["begins_at"]:
            raise ValidationError("A value lies below it.", "begins_at")
        if len({point["year"] for point in points}) == 1:
            raise ValidationError("Show more than one year.", "lines")


class StageSchema(FileSchema):
    """One of the ``stages`` of a cycle."""

    name = a_text()
    note = a_text()
    source = _source()


class CycleFigureSchema(FigureSchema):
    """A figure of stages that come round again."""

    stages = _several(StageSchema, 3, MOST_STAGES)


class BoxSchema(FileSchema):
    """One of the ``boxes`` of a structure's group."""

    key = fields.String(required=True, validate=a_key)
    name = a_text()
    note = a_text()
    row = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=12)
    )


class BoxGroupSchema(FileSchema):
    """One ``[[groups]]`` of a structure."""

    name = a_text()
    source = _source()
    boxes = _several(BoxSchema)


class BoxLinkSchema(FileSchema):
    """One ``[[links]]`` of a structure, between the keys of two boxes."""

    start = fields.String(required=True, validate=a_key)
    end = fields.String(required=True, validate=a_key)
    words = a_text()
    certain = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class StructureFigureSchema(FigureSchema):
    """A figure of boxes and links."""

    links_name = a_text()
    groups = _several(BoxGroupSchema, most=MOST_GROUPS)
    links = fields.List(fields.Nested(BoxLinkSchema), load_default=list)

    @validates_schema(skip_on_field_errors=True)
    def check_boxes(self, data: dict[str, Any], **_: Any) -> None:
        """Keys are different, rows are not too full, and links lead between boxes."""
        boxes = [box for group in data["groups"] for box in group["boxes"]]
        keys = [box["key"] for box in boxes]
        rows = [box["row"] for box in boxes]
        if len(set(keys)) < len(keys):
            raise ValidationError("Two boxes have the same key.", "groups")
        if any(rows.count(row) > BOXES_A_ROW for row in rows):
            words = f"A row holds {BOXES_A_ROW} boxes at most."
            raise ValidationError(words, "groups")
        for at, link in enumerate(data["links"]):
            for name in ("start", "end"):
                if link[name] not in keys:
                    words = f"There is no box '{link[name]}'."
                    raise ValidationError({"links": {at: {name: [words]}}})
            if link["start"] == link["end"]:
                words = "A link leads from one box to another."
                raise ValidationError({"links": {at: {"end": [words]}}})
