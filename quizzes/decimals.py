"""Numbers as people write them, kept exactly and written in one way."""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from marshmallow import ValidationError, fields

from quizzes.schemas import MISSING
from quizzes.text import collapsed

MOST_DIGITS = 20
_MOST_CHARACTERS = 100
# Exact for anything of so many characters, whatever the program around us has set.
EXACT = Context(prec=2 * _MOST_CHARACTERS)
_WRITTEN = re.compile(r"-?(\d+|\d{1,3}( \d{3})+)(\.\d+)?")

_HOW_TO_WRITE = "Write only the number, in digits, such as 304 or 1 234.5."
_NO_COMMA = (
    "Write the number without a comma: a point before decimals, and a space or nothing "
    "between thousands, such as 1 234.5."
)
_TOO_LONG = f"Write a number of at most {MOST_DIGITS} digits."


class DecimalNumber(fields.Field[Decimal]):
    """A number, kept exactly as it is written; canonical data has it as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            error_messages={"required": MISSING, "null": MISSING}, **options
        )

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str:
        return as_text(value)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> Decimal:
        try:
            return as_number(value)
        except ValueError:
            raise ValidationError(
                f"must be a number of at most {MOST_DIGITS} digits, "
                "such as 304 or 1234.5."
            ) from None


def as_number(raw: object, how_to_write: str = _HOW_TO_WRITE) -> Decimal:
    """The number that was written, or a ``ValueError`` that says how to write one."""
    match raw:
        case str():
            return _from_text(raw, how_to_write)
        case bool():
            raise ValueError(how_to_write)
        case int():
            if abs(raw) >= 10**MOST_DIGITS:
                raise ValueError(_TOO_LONG)
            return Decimal(raw)
        case float() | Decimal():
            number = Decimal(str(raw))
            if not number.is_finite():
                raise ValueError(how_to_write)
            return _within_bounds(number)
        case _:
            raise ValueError(how_to_write)


def as_text(number: Decimal) -> str:
    """The one way we write a number: no exponent, no idle zeros, no minus nought."""
    return format(EXACT.normalize(number), "f") if number else "0"


def _from_text(raw: str, how_to_write: str) -> Decimal:
    if len(raw) > _MOST_CHARACTERS:
        raise ValueError(_TOO_LONG)
    text = collapsed(raw).replace("\N{MINUS SIGN}", "-")
    if "," in text:
        raise ValueError(_NO_COMMA)
    if not _WRITTEN.fullmatch(text):
        raise ValueError(how_to_write)
    return _within_bounds(Decimal(text.replace(" ", "")))


def _within_bounds(number: Decimal) -> Decimal:
    if number and not -MOST_DIGITS <= number.adjusted() < MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    if len(number.as_tuple().digits) > _MOST_CHARACTERS:
        raise ValueError(_TOO_LONG)
    plain = EXACT.normalize(number)
    if len(plain.as_tuple().digits) > MOST_DIGITS:
        raise ValueError(_TOO_LONG)
    return plain
