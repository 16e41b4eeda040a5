"""The glossary, the library and the search as the wire carries them."""

from marshmallow import Schema, fields, validate

from learner_api.library import SOURCE_KINDS
from learner_api.schemas.courses import SourceSchema, TermSchema
from learner_api.schemas.fields import Asked, Text
from learner_api.schemas.paging import PageSchema
from learner_api.searching import SHOWN
from modules.search import KINDS

MOST_HITS = 50
_WORDS = {"description": "Only what holds all of these words."}


class TaughtInSchema(Schema):
    """A lesson by its keys, in a course that the asker is on where there is one."""

    course = fields.String(required=True, attribute="course_key")
    module = fields.String(required=True, attribute="lesson.module_key")
    key = fields.String(required=True, attribute="lesson.key")
    title = fields.String(required=True, attribute="lesson.title")


class GlossaryEntrySchema(TermSchema):
    """A term, and the lessons in which it is taught."""

    sources = fields.List(fields.Nested(SourceSchema), required=True)
    see = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Keys of terms that help to understand it."},
    )
    lessons = fields.List(fields.Nested(TaughtInSchema), required=True)


class WordsQuerySchema(Asked):
    """Words that narrow a list."""

    q = Text(200, least=0, load_default="", metadata=_WORDS)


class GlossarySchema(PageSchema):
    """Every term, by name."""

    items = fields.List(fields.Nested(GlossaryEntrySchema), required=True)


class ShelvedSchema(SourceSchema):
    """A source, the lessons that cite it, the modules that suggest it."""

    lessons = fields.List(fields.Nested(TaughtInSchema), required=True)
    further_reading_of = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Keys of modules; such reading is optional."},
    )


class SourcesQuerySchema(WordsQuerySchema):
    """Which sources to list."""

    kind = fields.String(load_default="", validate=validate.OneOf(SOURCE_KINDS))
    body = Text(300, load_default="", metadata={"description": "Who published it."})


class SourcesSchema(PageSchema):
    """Every source, by its body and title."""

    items = fields.List(fields.Nested(ShelvedSchema), required=True)


class SearchQuerySchema(Asked):
    """What to look for."""

    q = Text(
        200,
        least=0,
        load_default="",
        metadata={"description": "Words or an acronym; nothing finds nothing."},
    )
    kind = fields.String(load_default="", validate=validate.OneOf(KINDS))
    limit = fields.Integer(
        load_default=SHOWN, validate=validate.Range(min=1, max=MOST_HITS)
    )


class SnippetPieceSchema(Schema):
    """Some words of a snippet."""

    text = fields.String(required=True)
    hit = fields.Boolean(
        required=True,
        attribute="is_hit",
        metadata={"description": "Whether these words are what was looked for."},
    )


class FoundSchema(Schema):
    """Something that was found, the best first, and the words that show why."""

    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    key = fields.String(required=True)
    course = fields.String(required=True, allow_none=True, attribute="course_key")
    module = fields.String(required=True, allow_none=True, attribute="module_key")
    title = fields.String(required=True)
    short = fields.String(required=True, allow_none=True)
    heading = fields.String(required=True, allow_none=True, attribute="snippet.heading")
    snippet = fields.List(
        fields.Nested(SnippetPieceSchema), required=True, attribute="snippet.pieces"
    )
    address = fields.String(
        required=True, metadata={"description": "The page where it is read."}
    )


class SearchSchema(PageSchema):
    """What was found; ``total`` counts all of it."""

    items = fields.List(fields.Nested(FoundSchema), required=True)
    total = fields.Integer(required=True)
    whole = fields.Boolean(
        required=True,
        attribute="is_whole",
        metadata={"description": "Whether what was found holds all the words."},
    )
    meant = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The query as it may have been meant to be spelt."},
    )
