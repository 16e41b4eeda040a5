"""Choose the one right answer among several."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import post_load, validates_schema

from quizzes.choices import (
    Choice,
    ChoicesSchema,
    check_choices,
    not_among,
    options_of,
)
from quizzes.controls import Radios
from quizzes.question import Answer, Question, question_type
from quizzes.schemas import FaultsOf, Text


class SingleChoiceSchema(ChoicesSchema):
    """``correct`` is the value of one choice."""

    correct = Text(required=True)

    @validates_schema(skip_on_field_errors=False)
    def check_key(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        choices = check_choices(data, faults)
        correct = data.get("correct")
        if choices and correct and correct not in {choice.value for choice in choices}:
            faults.add(not_among(correct, choices), "correct")
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "choices": tuple(data["choices"])}


@question_type("single-choice")
@dataclass(frozen=True, slots=True, kw_only=True)
class SingleChoice(Question):
    """One of the choices is right."""

    schema: ClassVar[SingleChoiceSchema] = SingleChoiceSchema()

    choices: tuple[Choice, ...]
    correct: str
    keep_order: bool = False

    def control(self, seed: int) -> Radios:
        return Radios(
            options_of(
                self.choices,
                keep_order=self.keep_order,
                seed=seed,
                question_key=self.key,
            )
        )

    def check(self, raw: object) -> Answer:
        if isinstance(raw, str) and any(raw == choice.value for choice in self.choices):
            return raw
        raise self.refusal("Choose one of the options.")

    @property
    def correct_answer(self) -> Answer:
        return self.correct

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        return tuple(choice.label for choice in self.choices if choice.value == answer)

    def feedback_on_choice(self, answer: Answer | None) -> tuple[str, ...]:
        return tuple(
            choice.feedback
            for choice in self.choices
            if choice.value == answer and choice.feedback
        )
