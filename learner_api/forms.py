"""Forms of the pages: what was typed, what it means and what is wrong with it.

A page shows its form again with what was typed, and an error summary from ``errors``,
whenever ``errors`` is not empty.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from uuid import UUID, uuid4

from flask import request
from marshmallow import (
    RAISE,
    Schema,
    ValidationError,
    fields,
    missing,
    pre_load,
    validate,
)

from course.canonical import canonical_json
from course.errors import sentence
from learner_api.showing import showable
from learner_api.translation import gettext as _

_CHOOSE = sentence("Choose one of the options.")
_LOAD_AGAIN = sentence(
    "This form is not the one that this page shows now. Load the page again."
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it holds as text, what that means, and its errors by field.

    The error of the field "" is about the form as a whole.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def refused(self, name: str, message: str) -> "Form":
        """The same form with one more error."""
        return replace(self, errors={**self.errors, name: _(message)})


class FormSchema(Schema):
    """The fields of a form. A field left blank counts as not filled in.

    ``hidden`` names those that no person sees, besides operations.
    """

    hidden: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        unknown = RAISE

    @pre_load
    def drop_blanks(self, data: Mapping[str, str], **_: Any) -> dict[str, str]:
        return {name: text for name, text in data.items() if text.strip()}


def text_to_keep(text: str) -> str:
    """The text itself; ``ValidationError`` where a part of it can be kept by nobody."""
    if showable(text) != text:
        raise ValidationError(
            "This holds characters that cannot be kept. Type it again."
        )
    return text


class Line(fields.String):
    """One line of text, trimmed.

    ``ask`` is what to say where it is not filled in; without it it may stay empty.
    """

    def __init__(self, ask: str | None = None, *, most: int = 200) -> None:
        super().__init__(
            required=ask is not None,
            load_default=missing if ask else None,
            error_messages={"required": ask} if ask else {},
            validate=validate.Length(
                max=most, error=sentence("Write at most {max} characters here.")
            ),
        )

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = " ".join(str(super()._deserialize(value, attr, data, **options)).split())
        return text_to_keep(text)


class Secret(fields.String):
    """A password, kept exactly as it was typed."""

    def __init__(self, ask: str) -> None:
        super().__init__(
            required=True,
            error_messages={"required": ask},
            validate=validate.Length(max=1000, error=sentence("This is too long.")),
        )


class OneOf(fields.String):
    """One value of a short list; without ``ask`` it may stay empty."""

    def __init__(self, values: Iterable[str], ask: str | None = None) -> None:
        super().__init__(
            required=ask is not None,
            load_default=missing if ask else None,
            error_messages={"required": ask} if ask else {},
            validate=validate.OneOf(tuple(values), error=_CHOOSE),
        )


class JsonObject(fields.Field[dict[str, Any]]):
    """Data that a form hands on unseen, exactly as a page wrote it."""

    @staticmethod
    def written(data: Mapping[str, Any] | None) -> str:
        """The text of the hidden field; nothing for no data."""
        return "" if data is None else canonical_json(data)

    def _deserialize(
        self, value: Any, attr: Any, data: Any, **options: Any
    ) -> dict[str, Any]:
        try:
            found = json.loads(value)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ValidationError(_LOAD_AGAIN)
        return found


class Operation(fields.UUID):
    """The hidden name of what the form does, so that a double click is one act."""

    def __init__(self) -> None:
        super().__init__(required=True)


def new_operation() -> str:
    """A name for the operation that a form about to be shown will carry."""
    return str(uuid4())


def read_form(schema: FormSchema) -> Form:
    """The form that was sent, judged by its schema."""
    values = request.form.to_dict()
    shown = {name: showable(text) for name, text in values.items()}
    try:
        return Form(shown, schema.load(values))
    except ValidationError as error:
        return Form(shown, {}, _first_messages(error, schema))


def typed_fields() -> dict[str, list[str]]:
    """Every field of the form that was sent, as it can be shown again."""
    typed = request.form.to_dict(flat=False)
    return {name: [showable(text) for text in texts] for name, texts in typed.items()}


def operation_or_new(name: str = "op") -> UUID:
    """The operation that the form names, or a new one where it names none."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return uuid4()


def _first_messages(error: ValidationError, schema: FormSchema) -> dict[str, str]:
    """The first message of each field. What no person could see is the form's fault."""
    errors: dict[str, str] = {}
    for name, messages in error.messages_dict.items():
        known = schema.fields.get(name)
        if name == "_schema":
            errors[""] = _(messages[0])
        elif known is None or isinstance(known, Operation) or name in schema.hidden:
            errors[""] = _(_LOAD_AGAIN)
        else:
            errors[name] = _(messages[0])
    return errors
