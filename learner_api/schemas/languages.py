"""The language of a person's letters, as the wire carries it."""

from marshmallow import Schema, fields

from learner_api.schemas.fields import Asked, Text, operation


class LetterLanguageAskedSchema(Asked):
    """The language to read letters in from now on."""

    op = operation()
    language = Text(8, required=True, metadata={"example": "fr"})


class LetterLanguageSchema(Schema):
    """The language in which the asker reads letters."""

    language = fields.String(required=True)
    is_chosen = fields.Boolean(
        required=True, metadata={"description": "False: it is that of the office."}
    )
