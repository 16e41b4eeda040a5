"""Choices with a value and a label, as single- and multiple-choice questions have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load

from quizzes.controls import Option
from quizzes.order import shuffled
from quizzes.question import QuestionSchema
from quizzes.schemas import (
    TABLE_WANTED,
    FaultsOf,
    FileSchema,
    Key,
    ListOf,
    Text,
    TrueOrFalse,
    repeated,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: what it is called, what it says, and what to tell who picks it."""

    value: str
    label: str
    feedback: str | None = None


class ChoiceSchema(FileSchema):
    """One entry of ``choices``."""

    value = Key(required=True)
    label = Text(required=True)
    feedback = Text(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Choice:
        return Choice(**data)


class ChoicesSchema(QuestionSchema):
    """The fields of a question that offers choices."""

    choices = ListOf(
        fields.Nested(ChoiceSchema, error_messages={"type": TABLE_WANTED}),
        2,
        8,
        required=True,
    )
    keep_order = TrueOrFalse(load_default=False)


def check_choices(
    data: Mapping[str, Any], faults: FaultsOf
) -> tuple[Choice, ...] | None:
    """Note choices that repeat each other; None where some cannot be read at all."""
    choices = data.get("choices")
    if not choices or not all(isinstance(choice, Choice) for choice in choices):
        return None
    for place, value in repeated(choice.value for choice in choices):
        faults.add(f"the value {value!r} is already that of another.", "choices", place)
    for place, label in repeated(choice.label for choice in choices):
        faults.add(f"the label {label!r} is already that of another.", "choices", place)
    return tuple(choices)


def not_among(value: str, choices: Iterable[Choice]) -> str:
    """The words for a value that none of the choices has."""
    values = ", ".join(choice.value for choice in choices)
    return f"{value!r} is not the value of a choice. The values are {values}."


def options_of(
    choices: tuple[Choice, ...], *, keep_order: bool, seed: int, question_key: str
) -> tuple[Option, ...]:
    """The choices as an attempt sees them, without their feedback."""
    options = tuple(Option(choice.value, choice.label) for choice in choices)
    if keep_order:
        return options
    return shuffled(options, lambda option: option.value, seed, question_key)
