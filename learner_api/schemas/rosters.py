"""Lists of learners as the wire carries them: planned, applied, taken back."""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.roster_columns import FIELDS
from course.roster_listing import KINDS
from course.roster_tables import MOST_ROWS
from course.roster_workbooks import MOST_COLUMNS
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation

_REASON = "Why. It stays on the record."


class Base64(fields.String):
    """Bytes as text."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        try:
            return b64decode(text, validate=True)
        except (NotBase64, ValueError) as error:
            raise ValidationError("Send the file in base64.") from error


def _column() -> fields.Integer:
    return fields.Integer(
        strict=True, validate=validate.Range(min=0, max=MOST_COLUMNS - 1)
    )


ColumnsSchema = type(
    "ColumnsSchema",
    (Asked,),
    {
        "__doc__": "Which column holds what, counted from 0, and the heading's row.",
        "heading": fields.Integer(
            strict=True,
            load_default=0,
            validate=validate.Range(min=0, max=1_000_000),
            metadata={"description": "The number of the heading's row; 0 without one."},
        ),
        **{field: _column() for field in FIELDS},
    },
)


class NewRosterPlanSchema(Asked):
    """A list to plan: pasted text, or a CSV or XLSX file in base64."""

    op = operation()
    list = fields.String(
        validate=validate.Length(min=1, max=5_000_000),
        metadata={"example": "name,email\nAma Mensah,ama@example.org"},
    )
    file = Base64(
        metadata={
            "format": "byte",
            "description": "A CSV file in any usual encoding, or an XLSX workbook.",
        }
    )
    file_name = Text(200, load_default="")
    columns = fields.Nested(
        ColumnsSchema,
        metadata={"description": "Left out, the headings say which column is which."},
    )
    is_whole = Flag(
        load_default=False,
        metadata={
            "description": "Whether the list is everybody: whoever is in the cohorts "
            "that it names, and not on it, is proposed to be dropped."
        },
    )

    @validates_schema
    def check_one(self, data: dict[str, Any], **_: Any) -> None:
        if ("list" in data) == ("file" in data):
            raise ValidationError("Send either `list` or `file`.", "list")


class PlanRowSchema(Schema):
    """What is to become of one row, and why."""

    row = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Its number in the file; null for a drop."},
    )
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    reason = fields.String(required=True, metadata={"example": "joins"})
    detail = fields.String(
        required=True, metadata={"description": "The reason as a sentence."}
    )
    email = fields.String(required=True)
    name = fields.String(required=True)
    cohort = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The key of the cohort that the row is for."},
    )
    origin = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The key of the cohort that the learner leaves."},
    )
    enrolment = fields.UUID(required=True, allow_none=True)
    changes = fields.Boolean(
        required=True,
        metadata={"description": "Whether anything is done for it once it is agreed."},
    )


class RosterPlanSchema(Schema):
    """What a list would do. Nothing was done yet."""

    uuid = fields.UUID(required=True)
    token = fields.String(
        required=True, metadata={"description": "Stands for all of this; apply by it."}
    )
    is_whole = fields.Boolean(required=True)
    cohorts = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "The keys of the cohorts that the list speaks of."},
    )
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    rows = fields.List(
        fields.Nested(PlanRowSchema),
        required=True,
        validate=validate.Length(max=2 * MOST_ROWS),
    )


class ApplyRosterSchema(Asked):
    """The token of a plan, and the yes to what needs one of its own."""

    token = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z"))
    drops = fields.List(
        fields.UUID(),
        load_default=list,
        metadata={"description": "The enrolments that may be withdrawn."},
    )
    taken = fields.List(
        fields.Integer(strict=True),
        load_default=list,
        metadata={"description": "Ambiguous rows to take as they stand."},
    )
    reason = Text(
        500,
        least=0,
        load_default="",
        metadata={"description": "Why learners are withdrawn; needed with `drops`."},
    )


class KeptRowSchema(Schema):
    """Somebody for whom a list could not be taken back, and why."""

    enrolment = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    reason = fields.String(
        required=True,
        metadata={
            "enum": ["did-something", "moved-since", "awarded", "account-used"],
        },
    )


class RosterUndoSchema(Schema):
    """How a list was taken back, and what could not be."""

    uuid = fields.UUID(required=True)
    undone_at = Moment(required=True, attribute="recorded_at")
    reason = fields.String(required=True)
    taken_back = fields.Integer(required=True, attribute="outcome.taken_back")
    accounts_closed = fields.Integer(required=True, attribute="outcome.closed")
    letters_stopped = fields.Integer(required=True, attribute="outcome.stopped")
    kept = fields.List(
        fields.Nested(KeptRowSchema), required=True, attribute="outcome.kept"
    )


class RosterImportSummarySchema(Schema):
    """A list that was applied: when, by whom, how much it did, and its undo."""

    uuid = fields.UUID(required=True)
    token = fields.String(required=True)
    file_name = fields.String(required=True)
    applied_at = Moment(required=True)
    by = fields.String(required=True, allow_none=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many rows were carried out, by their kind."},
    )
    undoable_until = Moment(required=True, allow_none=True)
    undone = fields.Nested(RosterUndoSchema, required=True, allow_none=True)


class AppliedRowSchema(PlanRowSchema):
    """One row of a list that was applied."""

    done = fields.Boolean(required=True)


class RosterImportSchema(RosterImportSummarySchema):
    """A list that was applied, row by row."""

    rows = fields.List(fields.Nested(AppliedRowSchema), required=True)


class RosterImportsSchema(Schema):
    """The lists that were applied to a cohort, the latest first."""

    items = fields.List(fields.Nested(RosterImportSummarySchema), required=True)


class UndoRosterSchema(Asked):
    """Why a list is taken back."""

    op = operation()
    reason = Text(500, required=True, metadata={"description": _REASON})
