"""The forms in which people write to each other."""

from dataclasses import replace
from typing import Any

from marshmallow import fields, validate

from course.errors import CourseError, OperationConflict, sentence
from course.message_text import MOST_LETTERS
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    text_to_keep,
)
from learner_api.translation import said

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
        return text_to_keep(text)


class PostForm(FormSchema):
    """A message in a thread."""

    op = Operation()
    body = Message()


class SummaryForm(FormSchema):
    """What a thread came to."""

    op = Operation()
    summary = Message()


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


def refused_message(form: Form, refusal: CourseError) -> Form:
    """The form of a message that was refused, with its words.

    Where its operation has written something else already, what stands here now is
    another message and gets a name of its own.
    """
    if isinstance(refusal, OperationConflict):
        form = replace(form, values={**form.values, "op": new_operation()})
    return form.refused("", said(refusal))
