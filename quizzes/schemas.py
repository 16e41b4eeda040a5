"""What the fields of a quiz file have in common, and the words for their faults."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_dump, validate

from quizzes.text import collapsed, has_control_characters

_KEY = r"[a-z0-9]+(-[a-z0-9]+)*"
MISSING = "is missing."
# marshmallow's name for what concerns a table as a whole, not one of its fields.
WHOLE = "_schema"
TABLE_WANTED = "must be a table."


def is_key(text: str) -> bool:
    """Whether the text is lower-case words joined by hyphens."""
    return re.fullmatch(_KEY, text) is not None


class FileSchema(Schema):
    """A table of a quiz file: every field is named here, any other is a fault.

    ``left_out`` names fields that canonical data holds only where they are set. Fields
    that came later belong there: the digests of older quizzes then stay what they are.
    """

    class Meta:
        unknown = RAISE

    also_known: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        known = ", ".join((*self.also_known, *self.fields))
        self.error_messages = {
            **self.error_messages,
            "unknown": f"is not a known field. The fields here are {known}.",
            "type": TABLE_WANTED,
        }

    @post_dump(pass_original=True)
    def leave_out(
        self, data: dict[str, Any], original: object, **_: Any
    ) -> dict[str, Any]:
        return {
            name: value
            for name, value in data.items()
            if name not in self.left_out
            or getattr(original, name) != self.fields[name].load_default
        }


class Text(fields.String):
    """A paragraph of plain text, never blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={
                "required": MISSING,
                "null": MISSING,
                "invalid": "must be text in quotation marks.",
                "blank": "must not be empty.",
                "control": "holds control characters. Write it without them.",
            },
            **options,
        )

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> str:
        text = collapsed(super()._deserialize(value, attr, data, **options) or "")
        if not text:
            raise self.make_error("blank")
        if has_control_characters(text):
            raise self.make_error("control")
        return text


class Key(Text):
    """A name made of lower-case words joined by hyphens."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            validate=validate.Regexp(
                rf"{_KEY}\Z",
                error="must be lower-case letters and digits, joined by hyphens, "
                "such as who-asked-first.",
            ),
            **options,
        )


class LessonPath(Text):
    """A module's key and a lesson's key, with a slash between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            validate=validate.Regexp(
                rf"{_KEY}/{_KEY}\Z",
                error="must name the module and the lesson, such as "
                "situation-analysis/sources-of-data.",
            ),
            **options,
        )


class Word(Text):
    """One of a short list of words."""

    def __init__(self, words: tuple[str, ...], **options: Any) -> None:
        listed = ", ".join(words)
        super().__init__(
            validate=validate.OneOf(words, error=f"must be one of: {listed}."),
            **options,
        )


class Language(Text):
    """A language as the web names it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            validate=validate.Regexp(
                r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
                error="must be the short name of a language, such as en, ar or "
                "zh-Hant.",
            ),
            **options,
        )


class WholeNumber(fields.Integer):
    """A whole number between bounds."""

    def __init__(self, least: int, most: int | None = None, **options: Any) -> None:
        wanted = (
            f"must be a whole number, {least} or more."
            if most is None
            else f"must be a whole number from {least} to {most}."
        )
        super().__init__(
            strict=True,
            validate=validate.Range(min=least, max=most, error=wanted),
            error_messages={
                "required": MISSING,
                "null": MISSING,
                "invalid": wanted,
                "too_large": wanted,
            },
            **options,
        )


class TrueOrFalse(fields.Boolean):
    """``true`` or ``false`` and nothing that merely resembles them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={
                "required": MISSING,
                "null": MISSING,
                "invalid": "must be true or false, without quotation marks.",
            },
            **options,
        )

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class ListOf(fields.List[Any]):
    """A list with a least and perhaps a greatest length."""

    def __init__(
        self,
        entry: fields.Field[Any],
        least: int,
        most: int | None = None,
        **options: Any,
    ) -> None:
        span = f"{least} or more" if most is None else f"{least} to {most}"
        self._length = validate.Length(
            min=least, max=most, error=f"must have {span} entries."
        )
        super().__init__(
            entry,
            error_messages={
                "required": MISSING,
                "null": MISSING,
                "invalid": "must be a list.",
            },
            **options,
        )

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> list[Any]:
        """A wrong length is told together with the faults of the entries."""
        try:
            entries = super()._deserialize(value, attr, data, **options)
        except ValidationError as error:
            if isinstance(error.messages, dict):
                error.messages.update(self._fault_of_length(value))
            raise
        if fault := self._fault_of_length(entries):
            raise ValidationError(fault[WHOLE], valid_data=entries)
        return entries or []

    def _fault_of_length(self, entries: list[Any]) -> dict[str, list[str]]:
        try:
            self._length(entries)
        except ValidationError as error:
            return {WHOLE: [str(message) for message in error.messages]}
        return {}


def repeated(texts: Iterable[str]) -> list[tuple[int, str]]:
    """The places, from 0, where a text stands that stood before; case is ignored."""
    seen: set[str] = set()
    found = []
    for place, text in enumerate(texts):
        folded = text.casefold()
        if folded in seen:
            found.append((place, text))
        seen.add(folded)
    return found


class FaultsOf:
    """Gathers the faults of a table, so that all of them are raised together."""

    def __init__(self) -> None:
        self._messages: dict[str | int, Any] = {}

    def add(self, message: str, *path: str | int) -> None:
        """Note a fault of what the path leads to: a field, an entry of a list, ..."""
        inner = self._messages
        for step in path:
            inner = inner.setdefault(step, {})
        inner.setdefault(WHOLE, []).append(message)

    @property
    def messages(self) -> Any:
        """What was noted: field names and places lead to lists of sentences."""
        return _plain(self._messages)

    def raise_any(self) -> None:
        """Raise what was noted, if anything was."""
        if self._messages:
            raise ValidationError(self.messages)


def _plain(messages: dict[str | int, Any]) -> Any:
    """The messages with a bare list wherever nothing further in has any."""
    if set(messages) == {WHOLE}:
        return messages[WHOLE]
    return {
        step: inner if step == WHOLE else _plain(inner)
        for step, inner in messages.items()
    }
