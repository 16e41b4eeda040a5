"""Question banks in and out, as the wire carries them."""

from marshmallow import Schema, fields, validate

from learner_api.question_banks import EXPORTS
from learner_api.schemas.fields import Asked, Key, Text
from quizzes.exchange import EXCHANGE_FORMATS
from quizzes.exchange.report import OUTCOMES

_LESSON = f"^{Key.PATTERN}/{Key.PATTERN}$"


class ExportQuestionsQuerySchema(Asked):
    """In which format the questions are asked for."""

    format = fields.String(load_default="moodle-xml", validate=validate.OneOf(EXPORTS))


class ImportQuestionsQuerySchema(Asked):
    """What the file is, and what to say where it does not."""

    format = fields.String(required=True, validate=validate.OneOf(EXCHANGE_FORMATS))
    quiz = Key(80)
    title = Text(200)
    lesson = fields.String(
        validate=[validate.Length(max=200), validate.Regexp(_LESSON)],
        metadata={"description": "That of every question which names none."},
    )
    strict = fields.String(
        load_default="false",
        validate=validate.OneOf(("true", "false")),
        metadata={"description": "With true, everything is taken or nothing."},
    )
    shape = fields.String(
        data_key="as",
        validate=validate.OneOf(("json", "zip")),
        metadata={"description": "Overrules the Accept header."},
    )


class ImportEntrySchema(Schema):
    """What became of one question, one scenario, or the file as a whole."""

    kind = fields.String(
        required=True, validate=validate.OneOf(("file", "scenario", "question"))
    )
    file = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Which file of a package; null for a single file."},
    )
    line = fields.Integer(required=True)
    name = fields.String(
        required=True, metadata={"description": "What the source calls it."}
    )
    key = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What it is called now; null if it was refused."},
    )
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    remarks = fields.List(fields.String(), required=True)


class BankFileSchema(Schema):
    """A picture to put beside the bank."""

    name = fields.String(required=True)
    path = fields.String(
        required=True, metadata={"description": "From the folder of the banks."}
    )
    size = fields.Integer(required=True, metadata={"description": "In bytes."})
    digest = fields.String(required=True)


class ImportCountsSchema(Schema):
    """How many questions were taken, changed and refused."""

    taken = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    refused = fields.Integer(required=True)


class ImportedSchema(Schema):
    """A bank made of a file: its text, its pictures, and what became of everything."""

    quiz = fields.String(required=True)
    title = fields.String(required=True)
    digest = fields.String(required=True)
    path = fields.String(required=True)
    toml = fields.String(required=True)
    files = fields.List(fields.Nested(BankFileSchema), required=True)
    counts = fields.Nested(ImportCountsSchema, required=True)
    entries = fields.List(fields.Nested(ImportEntrySchema), required=True)
