"""Write a text of several lines, which a person marks by a rubric."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import post_load, validates_schema

from quizzes.controls import TextArea
from quizzes.errors import InvalidLevels, MarkedByPerson
from quizzes.question import Answer, Mark, Question, QuestionSchema, question_type
from quizzes.rubric import (
    Criterion,
    Rubric,
    note_repeated_criteria,
    points_in,
    points_of_levels,
)
from quizzes.schemas import FaultsOf, Text, WholeNumber
from quizzes.text import has_control_characters

_MOST_CHARACTERS = 20_000
_MOST_WORDS = 3000
# The ways to end a line, among them those that word processors paste.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


class FreeTextSchema(QuestionSchema):
    """``points`` follow from the rubric: they are what its best levels earn."""

    points = WholeNumber(1, load_default=None, allow_none=True)
    most_words = WholeNumber(1, _MOST_WORDS, load_default=500)
    rubric = Rubric()
    guidance = Text(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=False)
    def check_rubric(self, data: dict[str, Any], **_: Any) -> None:
        rubric = tuple(data.get("rubric") or ())
        if not rubric or not all(isinstance(each, Criterion) for each in rubric):
            return
        faults = FaultsOf()
        note_repeated_criteria(rubric, faults)
        earned, points = points_in(rubric), data.get("points")
        if not earned:
            faults.add("no level earns anything.", "rubric")
        elif points not in (None, earned):
            faults.add(
                f"must be {earned}, which is what the best levels of the rubric earn. "
                "Leave it out.",
                "points",
            )
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        rubric = tuple(data["rubric"])
        return {**data, "rubric": rubric, "points": points_in(rubric)}


@question_type("free-text")
@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText(Question):
    """A text that no rule can mark.

    ``most_words`` is told to the learner and not enforced: an answer that is too long
    is kept, and judged by the rubric. ``guidance`` says what a good answer holds.
    """

    schema: ClassVar[FreeTextSchema] = FreeTextSchema()
    is_marked_by_person: ClassVar[bool] = True

    rubric: tuple[Criterion, ...]
    most_words: int = 500
    guidance: str | None = None

    def control(self, seed: int) -> TextArea:
        return TextArea(self.most_words, lines=min(16, max(4, self.most_words // 20)))

    def check(self, raw: object) -> Answer:
        """The text with its lines kept, each ended in the same way."""
        if not isinstance(raw, str):
            raise self.refusal("Write your answer as text.")
        text = _LINE_ENDS.sub("\n", raw).strip()
        # Measured before it is normalised too: some text is slow to normalise.
        if len(text) <= _MOST_CHARACTERS:
            text = unicodedata.normalize("NFC", text)
        if len(text) > _MOST_CHARACTERS:
            raise self.refusal(
                f"Write your answer in at most {_MOST_CHARACTERS:,} characters. "
                f"It has {len(text):,}."
            )
        if not text:
            raise self.refusal("Write an answer.")
        if has_control_characters(text.replace("\n", "").replace("\t", "")):
            raise self.refusal(
                "The answer holds characters that cannot be kept. Type it again."
            )
        return text

    @property
    def correct_answer(self) -> Answer:
        """What a good answer holds: the guidance, or what earns the most."""
        best = "\n".join(f"{each.label}: {each.best.label}" for each in self.rubric)
        return unicodedata.normalize("NFC", self.guidance or best)

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        """The paragraphs of the answer."""
        lines = answer.splitlines() if isinstance(answer, str) else []
        return tuple(line for line in lines if line.strip())

    def mark(self, answer: Answer | None) -> Mark:
        """Nothing for no answer; any other raises ``MarkedByPerson``."""
        if answer is None or (isinstance(answer, str) and not answer.strip()):
            return Mark(0, self.points)
        raise MarkedByPerson(self.key)

    def points_for(self, levels: Mapping[str, int]) -> int:
        """What a person gave, or ``InvalidLevels``.

        ``levels`` holds for each criterion, by its key, the points of the level that
        was chosen: ``{"argument": 3, "sources": 1}``.
        """
        try:
            return points_of_levels(self.rubric, levels)
        except ValueError as error:
            raise InvalidLevels(self.key, str(error)) from None
