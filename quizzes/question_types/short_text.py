"""Write a word or a few."""

import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import post_load, validates_schema

from quizzes.controls import TextInput
from quizzes.question import Answer, Question, QuestionSchema, question_type
from quizzes.schemas import FaultsOf, ListOf, Text
from quizzes.text import collapsed, has_control_characters

_MOST_CHARACTERS = 200


class ShortTextSchema(QuestionSchema):
    """``accepted`` holds every wording that counts; the first is the one shown."""

    accepted = ListOf(Text(), 1, required=True)

    @validates_schema(skip_on_field_errors=False)
    def check_accepted(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        seen: set[str] = set()
        for place, text in enumerate(data.get("accepted") or ()):
            if len(_tidied(text)) > _MOST_CHARACTERS:
                faults.add(
                    f"must be at most {_MOST_CHARACTERS} characters.", "accepted", place
                )
            if _folded(text) in seen:
                faults.add(
                    f"{text!r} says the same as another, since case and spaces do not "
                    "count.",
                    "accepted",
                    place,
                )
            seen.add(_folded(text))
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "accepted": tuple(_tidied(text) for text in data["accepted"])}


@question_type("short-text")
@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Question):
    """Case, outer spaces and repeated spaces do not count.

    The answer keeps its capitals, so that a receipt shows what the learner wrote.
    """

    schema: ClassVar[ShortTextSchema] = ShortTextSchema()

    accepted: tuple[str, ...]

    def control(self, seed: int) -> TextInput:
        return TextInput("text")

    def check(self, raw: object) -> Answer:
        if not isinstance(raw, str):
            raise self.refusal("Write your answer as text.")
        # Measured before it is normalised too: some text is slow to normalise.
        text = collapsed(raw)
        if len(text) <= _MOST_CHARACTERS:
            text = _tidied(text)
        if len(text) > _MOST_CHARACTERS:
            raise self.refusal(
                f"Write your answer in at most {_MOST_CHARACTERS} characters."
            )
        if not text:
            raise self.refusal("Write an answer.")
        if has_control_characters(text):
            raise self.refusal(
                "The answer holds characters that cannot be kept. Type it again."
            )
        return text

    @property
    def correct_answer(self) -> Answer:
        return self.accepted[0]

    def is_right(self, answer: Answer) -> bool:
        return isinstance(answer, str) and _folded(answer) in {
            _folded(text) for text in self.accepted
        }

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        return (answer,) if isinstance(answer, str) else ()


def _tidied(text: str) -> str:
    return collapsed(unicodedata.normalize("NFKC", text))


def _folded(text: str) -> str:
    return _tidied(text).casefold()
