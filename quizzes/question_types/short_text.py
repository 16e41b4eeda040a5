"""Write a word or a few."""

from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import post_load, validates_schema

from quizzes.controls import TextInput
from quizzes.folding import Folding
from quizzes.question import Answer, Question, question_type
from quizzes.schemas import FaultsOf, ListOf, Text
from quizzes.text import tidied
from quizzes.wordings import WordingsSchema, as_wording, check_wordings, folding_in


class ShortTextSchema(WordingsSchema):
    """``accepted`` holds every wording that counts; the first is the one shown."""

    accepted = ListOf(Text(), 1, required=True)

    @validates_schema(skip_on_field_errors=False)
    def check_accepted(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        accepted = data.get("accepted") or ()
        check_wordings(accepted, folding_in(data), faults, "accepted")
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "accepted": tuple(tidied(text) for text in data["accepted"])}


@question_type("short-text")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Question):
    """What does not count beside spaces is for the question to say.

    The answer keeps its capitals, so that a receipt shows what the learner wrote.
    """

    schema: ClassVar[ShortTextSchema] = ShortTextSchema()

    accepted: tuple[str, ...]
    language: str = "en"
    fold_case: bool = True
    fold_accents: bool = False

    def control(self, seed: int) -> TextInput:
        return TextInput("text")

    def check(self, raw: object) -> Answer:
        try:
            return as_wording(raw)
        except ValueError as error:
            raise self.refusal(str(error)) from None

    @property
    def correct_answer(self) -> Answer:
        return self.accepted[0]

    def is_right(self, answer: Answer) -> bool:
        fold = Folding(self.language, self.fold_case, self.fold_accents).fold
        return isinstance(answer, str) and fold(answer) in map(fold, self.accepted)

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        return (answer,) if isinstance(answer, str) else ()
