"""The privacy notice and its acceptance, as the wire carries them."""

from marshmallow import Schema, fields

from learner_api.schemas.fields import Asked, Moment, Text, operation


class NoticeSchema(Schema):
    """The privacy notice that is in force."""

    number = fields.Integer(required=True)
    version = fields.String(
        required=True,
        metadata={"description": "The fingerprint of its words; send it to accept."},
    )
    in_force_from = fields.Date(required=True)
    changed = fields.String(
        required=True,
        metadata={"description": "What is new since the version before."},
    )
    language = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    text = fields.String(required=True, metadata={"description": "Markdown."})


class NoticeQuerySchema(Asked):
    """In which language."""

    language = Text(10, load_default="en")


class NewAcceptanceSchema(Asked):
    """The version that was read and is accepted."""

    op = operation()
    version = Text(64, required=True)


class AcceptanceSchema(Schema):
    """That somebody accepted a version of the notice."""

    version = fields.String(required=True)
    accepted_at = Moment(required=True, attribute="recorded_at")
