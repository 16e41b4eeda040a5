"""Worksheets as the wire carries them: what they ask, and what is written there."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from course.models import Enrolment
from course.worksheet_content import SectionContent, WorksheetContent
from course.worksheets import MOST_ENTRIES, HeldEntry, last_change
from learner_api.schemas.attempts import OptionSchema
from learner_api.schemas.fields import (
    HIGHEST_SEQUENCE,
    Asked,
    Moment,
    Text,
    happened,
    operation,
)
from learner_api.schemas.paging import PageSchema
from modules import LONGEST_TEXT, Section, Worksheet
from modules.worksheet import COLUMN_KINDS, SECTION_KINDS

_FIELD = {
    "description": "Its address: the section of a text, section/row/column of a cell, "
    "section/row of a row that the learner added.",
    "example": "questions/who-moves/gap",
}
_VALUE = {
    "description": "Text; one of the options of a choice; a date as 2027-03-31; a "
    "number with a point. Null where it is cleared. At a row, removed takes it away."
}


class NewEntrySchema(Asked):
    """A value to keep in one field."""

    field = Text(200, required=True, metadata=_FIELD)
    value = fields.String(
        required=True,
        allow_none=True,
        validate=validate.Length(max=LONGEST_TEXT),
        metadata=_VALUE,
    )
    op = operation()
    sequence = fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=HIGHEST_SEQUENCE),
        metadata={
            "description": "Orders the saves of one field: the highest counts, "
            "whichever comes first. Left out, this save is the newest."
        },
    )
    occurred_at = happened()


class NewEntriesSchema(Asked):
    """Values to keep, together or not at all."""

    entries = fields.List(
        fields.Nested(NewEntrySchema),
        required=True,
        validate=validate.Length(min=1, max=MOST_ENTRIES),
    )


class EntrySchema(Schema):
    """What the record holds for one field."""

    field = fields.String(required=True, metadata=_FIELD)
    value = fields.String(required=True, allow_none=True, metadata=_VALUE)
    op = fields.UUID(required=True)
    sequence = fields.Integer(required=True)
    recorded_at = Moment(required=True)


class SavedEntrySchema(EntrySchema):
    """What the record holds for one field, committed."""

    previous_op = fields.UUID(
        required=True,
        allow_none=True,
        metadata={
            "description": "The save that was held before. One that you did not know "
            "of came from another window or device."
        },
    )


class SavedEntriesSchema(Schema):
    """What is held for each field that was sent, in the order of sending."""

    entries = fields.List(fields.Nested(SavedEntrySchema), required=True)


class WorksheetNameSchema(Schema):
    """A worksheet, and how far it is filled in."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    purpose = fields.String(required=True)
    minutes = fields.Integer(required=True)
    filled = fields.Integer(
        required=True, metadata={"description": "How many places hold something."}
    )
    places = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    last_change = Moment(required=True, allow_none=True)


class WorksheetPageSchema(PageSchema):
    """The worksheets of an enrolment, in their order."""

    items = fields.List(fields.Nested(WorksheetNameSchema), required=True)


class WorksheetColumnSchema(Schema):
    """One thing to fill in, in each row."""

    key = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": list(COLUMN_KINDS)})
    help = fields.String(required=True)
    options = fields.List(
        fields.Nested(OptionSchema),
        required=True,
        metadata={
            "description": "Of a choice; of an indicator, which takes other words too."
        },
    )


class WorksheetRowSchema(Schema):
    """One row, and what its cells hold: values by column, and as people read them."""

    key = fields.String(required=True)
    label = fields.String(required=True)
    values = fields.Dict(
        keys=fields.String(), values=fields.String(allow_none=True), required=True
    )
    words = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class WorksheetSectionSchema(Schema):
    """One part of a worksheet, with what is written there.

    A ``reading`` has the columns, rows and text of the section that it ``reads``.
    """

    key = fields.String(required=True)
    title = fields.String(required=True)
    help = fields.String(required=True)
    kind = fields.String(required=True, metadata={"enum": list(SECTION_KINDS)})
    reads = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "worksheet/section, of a reading."},
    )
    columns = fields.List(fields.Nested(WorksheetColumnSchema), required=True)
    rows = fields.List(fields.Nested(WorksheetRowSchema), required=True)
    row_title = fields.String(required=True, allow_none=True)
    most = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Rows, of a list."}
    )
    text = fields.String(required=True, allow_none=True)


class WorksheetSchema(WorksheetNameSchema):
    """A worksheet, whole."""

    enrolment = fields.UUID(required=True)
    sections = fields.List(fields.Nested(WorksheetSectionSchema), required=True)
    entries = fields.List(
        fields.Nested(EntrySchema),
        required=True,
        metadata={"description": "What is held, cleared fields too, for saving anew."},
    )


def name_data(
    content: WorksheetContent, held: Mapping[str, HeldEntry]
) -> dict[str, Any]:
    """The worksheet as ``WorksheetNameSchema`` dumps it."""
    sheet: Worksheet = content.worksheet
    return {
        "key": sheet.key,
        "title": sheet.title,
        "purpose": sheet.purpose,
        "minutes": sheet.minutes,
        "filled": content.filled,
        "places": content.places,
        "percent": content.percent,
        "last_change": last_change(held.values()),
    }


def worksheet_data(
    enrolment: Enrolment, content: WorksheetContent, held: Mapping[str, HeldEntry]
) -> dict[str, Any]:
    """The worksheet as ``WorksheetSchema`` dumps it."""
    return {
        **name_data(content, held),
        "enrolment": enrolment.uuid,
        "sections": [_section(each) for each in content.sections],
        "entries": [held[field] for field in sorted(held)],
    }


def _section(content: SectionContent) -> dict[str, Any]:
    section: Section = content.section
    shown = content.shown or content
    asked = shown.section
    return {
        "key": section.key,
        "title": section.title,
        "help": section.help,
        "kind": section.kind,
        "reads": section.reads or None,
        "columns": [
            {
                "key": column.key,
                "title": column.title,
                "kind": column.kind,
                "help": column.help,
                "options": [
                    {"value": value, "label": label}
                    for value, label in column.options.items()
                ],
            }
            for column in asked.columns
        ],
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "values": {cell.column.key: cell.value for cell in row.cells},
                "words": {cell.column.key: cell.words for cell in row.cells},
            }
            for row in shown.rows
        ],
        "row_title": asked.row_title or None,
        "most": asked.most or None,
        "text": shown.cell.value if shown.cell else None,
    }
