"""The forms in which people write to each other."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from course.errors import sentence
from course.message_text import MOST_LETTERS
from learner_api.forms import FormSchema, Line, Operation, showable

_EMPTY = sentence("Write your message first.")
MOST_TITLE = 200


class Message(fields.String):
    """What somebody writes: several lines of Markdown, none of them lost."""

    def __init__(self) -> None:
        super().__init__(
            required=True,
            error_messages={"required": _EMPTY},
            validate=validate.Length(
                max=MOST_LETTERS,
                error=sentence(
                    "Write at most {max} characters, in two posts if need be."
                ),
            ),
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options))
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        if showable(text) != text:
            raise ValidationError(
                "This holds characters that cannot be kept. Type it again."
            )
        return text


class PostForm(FormSchema):
    """A message in a thread, or what a thread came to."""

    op = Operation()
    body = Message()


class ThreadForm(PostForm):
    """A message that opens a thread."""

    title = Line(sentence("Write what the thread is about."), most=MOST_TITLE)


class ReasonForm(FormSchema):
    """Why something is done, or asked for."""

    op = Operation()
    reason = Line(sentence("Write why."), most=500)


class ActForm(FormSchema):
    """Something that is done, and needs no words."""

    op = Operation()
