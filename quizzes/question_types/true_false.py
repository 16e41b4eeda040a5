"""Say whether a statement is true or false."""

from dataclasses import dataclass
from typing import ClassVar

from quizzes.controls import Option, Radios
from quizzes.question import Answer, Question, QuestionSchema, question_type
from quizzes.schemas import TrueOrFalse


class TrueFalseSchema(QuestionSchema):
    """``correct`` says which the statement is."""

    correct = TrueOrFalse(required=True)


@question_type("true-false")
@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(Question):
    """The prompt is a statement. True always stands before False."""

    schema: ClassVar[TrueFalseSchema] = TrueFalseSchema()

    correct: bool

    def control(self, seed: int) -> Radios:
        return Radios((Option("true", "True"), Option("false", "False")))

    def check(self, raw: object) -> Answer:
        """``true`` or ``false``, or the words for them as a form sends them."""
        match raw:
            case bool():
                return raw
            case "true":
                return True
            case "false":
                return False
            case _:
                raise self.refusal("Choose True or False.")

    @property
    def correct_answer(self) -> Answer:
        return self.correct

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        return ("True" if answer else "False",) if isinstance(answer, bool) else ()
