"""Choose every right answer among several, and no wrong one."""

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
from quizzes.controls import Checkboxes, CreditRule
from quizzes.credit import CreditQuestion, CreditSchema
from quizzes.question import Answer, Part, question_type
from quizzes.schemas import FaultsOf, ListOf, Text, repeated


class MultipleChoiceSchema(ChoicesSchema, CreditSchema):
    """``correct`` is a list of the values of choices."""

    shared_among = "correct"

    correct = ListOf(Text(), 1, required=True)

    @validates_schema(skip_on_field_errors=False)
    def check_key(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        choices = check_choices(data, faults)
        correct = data.get("correct") or []
        for place, value in enumerate(correct if choices else []):
            if value not in {choice.value for choice in choices or ()}:
                faults.add(not_among(value, choices or ()), "correct", place)
        for place, value in repeated(correct):
            faults.add(f"{value!r} is already in the list.", "correct", place)
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The right values take the order of the choices: it carries no meaning."""
        choices = tuple(data["choices"])
        right = [choice.value for choice in choices if choice.value in data["correct"]]
        return {**data, "choices": choices, "correct": tuple(right)}


@question_type("multiple-choice")
@dataclass(frozen=True, slots=True, kw_only=True)
class MultipleChoice(CreditQuestion):
    """Some of the choices are right, perhaps one, perhaps all.

    With partial credit a wrong choice takes away what a right one earns, so that
    ticking everything earns nothing where half the choices are wrong.
    """

    schema: ClassVar[MultipleChoiceSchema] = MultipleChoiceSchema()
    credit_rule: ClassVar[CreditRule] = "each-choice"

    choices: tuple[Choice, ...]
    correct: tuple[str, ...]
    keep_order: bool = False

    def control(self, seed: int) -> Checkboxes:
        return Checkboxes(
            options_of(
                self.choices,
                keep_order=self.keep_order,
                seed=seed,
                question_key=self.key,
            ),
            self.credit_note,
        )

    def check(self, raw: object) -> Answer:
        values = [choice.value for choice in self.choices]
        if not isinstance(raw, list) or not raw or any(v not in values for v in raw):
            raise self.refusal("Choose one or more of the options.")
        if len(raw) != len(set(raw)):
            raise self.refusal("Choose each option once only.")
        return [value for value in values if value in raw]

    @property
    def correct_answer(self) -> Answer:
        return list(self.correct)

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        return tuple(choice.label for choice in self._chosen(answer))

    def feedback_on_choice(self, answer: Answer | None) -> tuple[str, ...]:
        return tuple(
            choice.feedback for choice in self._chosen(answer) if choice.feedback
        )

    @property
    def number_of_parts(self) -> int:
        return len(self.correct)

    def shares(self, answer: Answer) -> tuple[Part, ...]:
        """The right choices, then the wrong ones that were made.

        A wrong one takes away no more than is left: the question never earns less
        than nothing.
        """
        chosen = self._chosen(answer)
        parts = []
        for choice in self.choices:
            if choice.value in self.correct:
                is_made = choice in chosen
                earned = self.share if is_made else 0
                given = choice.label if is_made else None
                parts.append(Part(choice.label, given, is_made, earned, self.share))
        left = sum(part.points for part in parts)
        for choice in chosen:
            if choice.value not in self.correct:
                taken = min(self.share, left)
                left -= taken
                parts.append(Part(choice.label, choice.label, False, -taken, 0))
        return tuple(parts)

    def _chosen(self, answer: Answer | None) -> tuple[Choice, ...]:
        values = answer if isinstance(answer, list) else []
        return tuple(choice for choice in self.choices if choice.value in values)
