"""Give a number, exactly or within a tolerance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from quizzes.controls import TextInput
from quizzes.question import Answer, Question, QuestionSchema, question_type
from quizzes.schemas import MISSING, Text
from quizzes.text import collapsed

_MOST_DIGITS = 20
_MOST_CHARACTERS = 100
# Exact for anything of so many characters, whatever the program around us has set.
_EXACT = Context(prec=2 * _MOST_CHARACTERS)
_WRITTEN = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)(\.\d+)?")

_HOW_TO_WRITE = "Write only the number, in digits, such as 304 or 1 234.5."
_NO_COMMA = (
    "Write the number without a comma: a point before decimals, and a space or nothing "
    "between thousands, such as 1 234.5."
)
_TOO_LONG = f"Write a number of at most {_MOST_DIGITS} digits."


class DecimalNumber(fields.Field[Decimal]):
    """A number, kept exactly as it is written; canonical data has it as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={"required": MISSING, "null": MISSING}, **options
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str:
        return _as_text(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Decimal:
        try:
            return _as_number(value)
        except ValueError:
            raise ValidationError(
                f"must be a number of at most {_MOST_DIGITS} digits, "
                "such as 304 or 1234.5."
            ) from None


def _not_negative(value: Decimal) -> None:
    if value < 0:
        raise ValidationError("must not be less than 0.")


class NumberSchema(QuestionSchema):
    """An answer is right if it is no further than ``tolerance`` from ``correct``."""

    correct = DecimalNumber(required=True)
    tolerance = DecimalNumber(load_default=Decimal(0), validate=_not_negative)
    unit = Text(load_default=None, allow_none=True)


@question_type("number")
@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question):
    """The unit stands beside the box, so that the learner writes the number alone."""

    schema: ClassVar[NumberSchema] = NumberSchema()

    correct: Decimal
    tolerance: Decimal = Decimal(0)
    unit: str | None = None

    def control(self, seed: int) -> TextInput:
        return TextInput("decimal", self.unit)

    def check(self, raw: object) -> Answer:
        try:
            return _as_text(_as_number(raw))
        except ValueError as error:
            raise self.refusal(str(error)) from None

    @property
    def correct_answer(self) -> Answer:
        return _as_text(self.correct)

    def is_right(self, answer: Answer) -> bool:
        distance = _EXACT.subtract(_as_number(answer), self.correct)
        return distance.copy_abs() <= self.tolerance

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        if not isinstance(answer, str):
            return ()
        return (f"{answer} {self.unit}" if self.unit else answer,)


def _as_number(raw: object) -> Decimal:
    """The number that was written, or a ``ValueError`` that says how to write one."""
    match raw:
        case str():
            return _from_text(raw)
        case bool():
            raise ValueError(_HOW_TO_WRITE)
        case int():
            if abs(raw) >= 10**_MOST_DIGITS:
                raise ValueError(_TOO_LONG)
            return Decimal(raw)
        case float() | Decimal():
            return _within_bounds(Decimal(str(raw)))
        case _:
            raise ValueError(_HOW_TO_WRITE)


def _from_text(raw: str) -> Decimal:
    if len(raw) > _MOST_CHARACTERS:
        raise ValueError(_TOO_LONG)
    text = collapsed(raw).replace("\N{MINUS SIGN}", "-")
    if "," in text:
        raise ValueError(_NO_COMMA)
    if not _WRITTEN.fullmatch(text):
        raise ValueError(_HOW_TO_WRITE)
    return _within_bounds(Decimal(text.replace(" ", "")))


def _within_bounds(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(_HOW_TO_WRITE)
    if number and not -_MOST_DIGITS <= number.adjusted() < _MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    if len(number.as_tuple().digits) > _MOST_CHARACTERS:
        raise ValueError(_TOO_LONG)
    plain = _EXACT.normalize(number)
    if len(plain.as_tuple().digits) > _MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    return plain


def _as_text(number: Decimal) -> str:
    """The one way we write a number: no exponent, no idle zeros, no minus nought."""
    return format(_EXACT.normalize(number), "f") if number else "0"
