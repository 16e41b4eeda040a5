"""Credit for part of an answer, where a question says so.

Points are whole numbers, so they must be such that every part can have its share.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from marshmallow import ValidationError, validates_schema

from quizzes.controls import CreditNote, CreditRule
from quizzes.errors import InvalidAnswer
from quizzes.question import Answer, Part, Question, QuestionSchema
from quizzes.schemas import Word

Credit: TypeAlias = Literal["all-or-nothing", "partial"]
CREDITS: tuple[Credit, ...] = ("all-or-nothing", "partial")


class CreditSchema(QuestionSchema):
    """A question whose points may be shared among the entries of ``shared_among``."""

    shared_among: ClassVar[str]
    left_out = (*QuestionSchema.left_out, "credit")

    credit = Word(CREDITS, load_default="all-or-nothing")

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_shares(self, data: dict[str, Any], original: Any, **_: Any) -> None:
        """Every entry that is written gets whole points, faulty or not."""
        table = original if isinstance(original, Mapping) else {}
        entries = table.get(self.shared_among)
        points = data.get("points")
        if not isinstance(entries, list) or not entries or not isinstance(points, int):
            return
        if data.get("credit") == "partial" and points % len(entries):
            count = len(entries)
            raise ValidationError(
                f"must be a multiple of {count}, such as {count}, so that each of the "
                f"{count} entries of {self.shared_among} earns whole points.",
                "points",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditQuestion(Question):
    """A question made of parts, which together or one by one earn its points."""

    credit_rule: ClassVar[CreditRule]

    credit: Credit = "all-or-nothing"

    @property
    @abstractmethod
    def number_of_parts(self) -> int:
        """Among how many parts the points are shared."""

    @abstractmethod
    def shares(self, answer: Answer) -> tuple[Part, ...]:
        """What each part of a canonical answer earns where credit is partial."""

    @property
    def share(self) -> int:
        """What one part earns."""
        return self.points // self.number_of_parts

    @property
    def credit_note(self) -> CreditNote | None:
        """What learners are told beforehand; nothing where it is all or nothing."""
        if self.credit == "all-or-nothing":
            return None
        # The worth of a right choice would tell how many of the choices are right.
        hides = self.credit_rule == "each-choice"
        return CreditNote(self.credit_rule, None if hides else self.share)

    def earned_by(self, answer: Answer) -> int:
        if self.credit == "partial":
            return sum(part.points for part in self.shares(answer))
        return self.points if self.is_right(answer) else 0

    def parts(self, answer: Answer | None) -> tuple[Part, ...]:
        if self.credit == "all-or-nothing" or answer is None:
            return ()
        try:
            return self.shares(self.check(answer))
        except InvalidAnswer:
            return ()
