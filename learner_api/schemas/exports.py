"""Exports as the wire carries them: what is wanted, how far it is, what was written."""

from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.exporting import EXPORT_STATES, READY, FoundExport
from course.exports import EXPORT_FORMATS
from course.figures.query import DETAILS
from course.models.export import CONTENTS, LISTS, ROWS
from learner_api.schemas.fields import Moment, Purpose, Text, operation
from learner_api.schemas.figure_questions import FiguresQuerySchema
from learner_api.schemas.figures import QuestionSchema
from learner_api.schemas.jobs import JobErrorSchema
from learner_api.schemas.paging import PageSchema


class WantedSchema(FiguresQuerySchema):
    """What a file is to hold: a question of the figures, and how to write it."""

    content = fields.String(
        required=True,
        validate=validate.OneOf(CONTENTS),
        metadata={
            "description": "`rows` name people, and need a purpose; `figures` count."
        },
    )
    course = Text(100, required=True)
    format = fields.String(
        load_default="csv", validate=validate.OneOf(sorted(EXPORT_FORMATS))
    )
    purpose = Purpose()

    @validates_schema
    def check_purpose(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("content") == ROWS) != ("purpose" in data):
            raise ValidationError("Rows need a purpose, figures take none.", "purpose")


class NewExportSchema(WantedSchema):
    """Ask for a file. Without `as_of` it is of the latest moment that is settled."""

    op = operation()


class ExportQuestionSchema(QuestionSchema):
    """What a file was asked, or a list of names that was handed over."""

    list = fields.String(validate=validate.OneOf(LISTS))
    on = fields.String(
        metadata={
            "format": "date",
            "description": "The day of which a list of the certified tells.",
        }
    )
    group = fields.String(
        metadata={"description": "Which list of those whom another rule would touch."}
    )
    detail = fields.String(
        validate=validate.OneOf(DETAILS),
        metadata={"description": "Of figures and rows; lists of names have none."},
    )


class ExportSchema(Schema):
    """A file that was asked for, and how far it is."""

    export = fields.UUID(required=True)
    content = fields.String(required=True, validate=validate.OneOf(CONTENTS))
    list = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(LISTS),
        metadata={
            "description": "Which list of names was handed over as it was read; null "
            "for files that are written and kept."
        },
    )
    format = fields.String(required=True)
    course = fields.String(required=True)
    question = fields.Nested(ExportQuestionSchema, required=True)
    as_of = Moment(required=True)
    purpose = fields.String(required=True, allow_none=True)
    asked_by = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null: it was asked from the command line."},
    )
    asked_at = Moment(required=True)
    state = fields.String(
        required=True,
        validate=validate.OneOf(EXPORT_STATES),
        metadata={
            "description": "`taken`: it was handed over and is not kept here. "
            "`removed`: its days were over."
        },
    )
    done = fields.Integer(required=True)
    total = fields.Integer(required=True, allow_none=True)
    error = fields.Nested(JobErrorSchema, required=True, allow_none=True)
    row_count = fields.Integer(required=True, allow_none=True)
    byte_count = fields.Integer(required=True, allow_none=True)
    sha256 = fields.String(required=True, allow_none=True)
    kept_until = Moment(required=True, allow_none=True)
    file = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where to fetch it, while it is there."},
    )
    manifest = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where its manifest is, once it was written."},
    )


class ManifestColumnSchema(Schema):
    """One column of a file: its heading, the kind of its values, what it tells."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    description = fields.String(required=True)


class ManifestSchema(Schema):
    """What a file holds, so that whoever has both can tell that neither changed."""

    schema_version = fields.Integer(required=True)
    file_name = fields.String(required=True)
    media_type = fields.String(required=True)
    byte_count = fields.Integer(required=True)
    sha256 = fields.String(required=True)
    row_count = fields.Integer(required=True)
    totals = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "What the columns of whole numbers add up to."},
    )
    as_of = fields.String(required=True, allow_none=True)
    question = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "What was asked; `where` and `by` where given."},
    )
    columns = fields.List(fields.Nested(ManifestColumnSchema), required=True)
    kinds = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "How the values of each kind are read."},
    )


class ExportPageSchema(PageSchema):
    """Some exports, the latest first."""

    items = fields.List(fields.Nested(ExportSchema), required=True)


def export_data(found: FoundExport, now: datetime) -> dict[str, Any]:
    """An export as ``ExportSchema`` dumps it."""
    export, job, file = found.export, found.job, found.export.file
    here, state = f"/api/v1/exports/{export.uuid}", found.state(now)
    return {
        "export": export.uuid,
        "content": export.content,
        "list": export.list_name,
        "format": export.format,
        "course": export.course_key,
        "question": export.asked,
        "as_of": datetime.fromisoformat(export.asked["as_of"]),
        "purpose": export.purpose,
        "asked_by": export.actor.name if export.actor else None,
        "asked_at": export.recorded_at,
        "state": state,
        "done": job.done if job else 0,
        "total": job.total if job else None,
        "error": job.error if job and file is None else None,
        "row_count": file.manifest["row_count"] if file else None,
        "byte_count": file.size if file else None,
        "sha256": file.digest if file else None,
        "kept_until": file.kept_until if file else None,
        "file": f"{here}/file" if state == READY else None,
        "manifest": f"{here}/manifest" if file else None,
    }
