"""Rooms, threads and posts as the wire carries them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from course.message_text import MOST_LETTERS
from course.post_states import HIDDEN, SHOWN, STATES
from learner_api.message_forms import MOST_TITLE
from learner_api.schemas.fields import Asked, Flag, Moment, Text, operation
from learner_api.schemas.paging import PageQuerySchema, PageSchema

_BODY = {
    "description": "Markdown without raw HTML and without pictures. `@` and a name of "
    "the cohort mentions somebody."
}
_UNREAD = {"description": "Null where the asker may not read it: hidden or withdrawn."}


class NewMessageSchema(Asked):
    """What somebody writes: a reply, an answer to the question, or a new thread."""

    op = operation()
    body = Text(MOST_LETTERS, lines=True, required=True, metadata=_BODY)
    thread = fields.UUID(
        load_default=None,
        metadata={"description": "The thread; the module's question, if left out."},
    )
    title = Text(
        MOST_TITLE,
        load_default=None,
        metadata={"description": "What a new thread is about; it opens one."},
    )

    @validates_schema(skip_on_field_errors=True)
    def check_place(self, data: dict[str, Any], **_: Any) -> None:
        """A message stands in a thread or opens one, not both."""
        if data["thread"] and data["title"]:
            raise ValidationError("Leave one of both out: thread or title.", "title")


class NewTextSchema(Asked):
    """What a post or a summary says from now on."""

    op = operation()
    body = Text(MOST_LETTERS, lines=True, required=True, metadata=_BODY)


class ReportSchema(Asked):
    """Why the trainers should look at a post."""

    op = operation()
    reason = Text(500, required=True)


class ModerationSchema(ReportSchema):
    """What becomes of a post, and why. Its writer reads the reason."""

    act = fields.String(required=True, validate=validate.OneOf((HIDDEN, SHOWN)))


class MarkedAnswerSchema(Asked):
    """Which post answers its thread."""

    op = operation()
    post = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "A post of the thread; null for none any more."},
    )


class MessageSchema(Schema):
    """A post as it stands."""

    uuid = fields.UUID(required=True)
    cohort = fields.UUID(required=True)
    module = fields.String(required=True)
    thread = fields.UUID(required=True)
    title = fields.String(required=True, allow_none=True)
    writer = fields.String(required=True, allow_none=True, metadata=_UNREAD)
    is_trainer = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    body = fields.String(required=True, allow_none=True, metadata=_UNREAD)
    html = fields.String(required=True, allow_none=True, metadata=_UNREAD)
    mentions = fields.List(fields.String(), required=True)
    written_at = Moment(required=True)
    edited_at = Moment(required=True, allow_none=True)
    reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it was hidden or shown, for who may read it."},
    )
    is_answer = fields.Boolean(required=True)
    address = fields.String(
        required=True, metadata={"description": "A page of the platform."}
    )


class TextSchema(Schema):
    """One text of a post."""

    number = fields.Integer(required=True)
    body = fields.String(required=True)
    words = fields.Integer(required=True)
    recorded_at = Moment(required=True)


class PostActSchema(Schema):
    """Something that was done about a post."""

    act = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(required=True)
    at = Moment(required=True)


class WholeMessageSchema(MessageSchema):
    """A post with its history, for its writer and the trainers; else that is empty."""

    texts = fields.List(fields.Nested(TextSchema), required=True)
    acts = fields.List(fields.Nested(PostActSchema), required=True)


class RoomSchema(Schema):
    """A room of a cohort: the module that is discussed there."""

    module = fields.String(required=True)
    title = fields.String(required=True)
    question = fields.String(required=True)
    posts = fields.Integer(required=True)
    latest_at = Moment(required=True, allow_none=True)


class RoomListSchema(Schema):
    """The rooms of a cohort, in the order of the course."""

    items = fields.List(fields.Nested(RoomSchema), required=True)


class ThreadSchema(Schema):
    """A thread in the list of its room. The question is there before any post."""

    uuid = fields.UUID(required=True)
    title = fields.String(required=True)
    is_question = fields.Boolean(required=True)
    writer = fields.String(required=True, allow_none=True)
    posts = fields.Integer(required=True)
    latest_at = Moment(required=True, allow_none=True)
    has_answer = fields.Boolean(required=True)
    has_summary = fields.Boolean(required=True)


class ThreadListSchema(PageSchema):
    """The threads of a room: what was written last comes first."""

    question = fields.Nested(ThreadSchema, required=True)
    items = fields.List(fields.Nested(ThreadSchema), required=True)


class SummarySchema(Schema):
    """What a thread came to, in a trainer's words."""

    uuid = fields.UUID(required=True)
    body = fields.String(required=True)
    by = fields.String(required=True)
    recorded_at = Moment(required=True)


class WholeThreadSchema(PageSchema):
    """A thread, its answer and summary, and a page of its posts, the oldest first."""

    uuid = fields.UUID(required=True)
    title = fields.String(required=True)
    is_question = fields.Boolean(required=True)
    posts = fields.Integer(required=True)
    answer = fields.Nested(MessageSchema, required=True, allow_none=True)
    summary = fields.Nested(SummarySchema, required=True, allow_none=True)
    items = fields.List(fields.Nested(MessageSchema), required=True)


class AnswerMarkSchema(Schema):
    """A thread's answer as a trainer marked it, or took the mark away."""

    uuid = fields.UUID(required=True)
    thread = fields.UUID(required=True)
    post = fields.UUID(required=True, allow_none=True)
    recorded_at = Moment(required=True)


class ReportedSchema(Schema):
    """A report, once it is on the record."""

    uuid = fields.UUID(required=True)
    post = fields.UUID(required=True)
    reason = fields.String(required=True)
    recorded_at = Moment(required=True)


class ReportOfSchema(Schema):
    """Why somebody asked for a decision."""

    reason = fields.String(required=True)
    by = fields.String(required=True)
    at = Moment(required=True)


class ReportedMessageSchema(Schema):
    """A post that waits for a trainer's decision."""

    uuid = fields.UUID(required=True)
    cohort = fields.String(required=True)
    writer = fields.String(required=True)
    body = fields.String(required=True)
    address = fields.String(required=True)
    reports = fields.List(fields.Nested(ReportOfSchema), required=True)


class ReportedListSchema(Schema):
    """The posts that wait, the oldest report first."""

    items = fields.List(fields.Nested(ReportedMessageSchema), required=True)


class NamesQuerySchema(Asked):
    """How a name begins; of nothing there is none."""

    q = Text(100, least=0, load_default="")


class NamesSchema(Schema):
    """Names of people of a cohort, and nothing but names."""

    items = fields.List(fields.String(), required=True)


class DigestChoiceSchema(Asked):
    """Whether somebody wants letters about what is new in the discussion."""

    is_wanted = Flag(required=True)


class PostsQuerySchema(PageQuerySchema):
    """Which page of a thread."""
