"""How the values of each kind are spelt where everything is text.

A kind is chosen once for a column, and the column is spelt as a whole: that is several
times as fast as asking of each cell what it is. ``copied.py`` says the same in SQL, and
the tests hold the two to the same bytes.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from course.exports.table import Kind
from course.spreadsheets import made_safe

# Programs disagree on the fewest digits that tell larger numbers from their neighbours.
LARGE = 1e15

Spell: TypeAlias = Callable[[Sequence[Any]], Iterable[Any]]


def moment_text(moment: datetime) -> str:
    """ISO 8601 in UTC, to the microsecond where there is any part of a second."""
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs a time zone: {moment!r}")
    text = moment.isoformat()
    if not text.endswith("+00:00"):
        text = moment.astimezone(UTC).isoformat()
    return f"{text[:-6]}Z"


def number_text(number: Any) -> str:
    """A number in digits alone, as many as tell it from every other: 0.25, 3, -0.001.

    Beyond ``LARGE`` it keeps fifteen digits, as it would in a spreadsheet. A
    ``Decimal`` keeps all its digits, but for noughts at the end.
    """
    if isinstance(number, Decimal):
        exact = number
    else:
        value = float(number)
        exact = Decimal(repr(value) if abs(value) < LARGE else f"{value:.15g}")
    text = format(exact, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _texts(values: Sequence[Any]) -> Iterable[Any]:
    return [None if value is None else made_safe(str(value)) for value in values]


def _identifiers(values: Sequence[Any]) -> Iterable[Any]:
    # A UUID is digits and letters, and does not have to be looked at.
    return [
        None
        if value is None
        else str(value)
        if type(value) is UUID
        else made_safe(str(value))
        for value in values
    ]


def _numbers(values: Sequence[Any]) -> Iterable[Any]:
    return [None if value is None else number_text(value) for value in values]


def _whole_numbers(values: Sequence[Any]) -> Iterable[Any]:
    return [
        value if value is None or type(value) is int else whole(value)
        for value in values
    ]


def whole(value: Any) -> int:
    """The value as the whole number that it is; ``ValueError`` where it is none."""
    number = int(value)
    if number != value:
        raise ValueError(f"{value!r} is no whole number")
    return number


def _answers(values: Sequence[Any]) -> Iterable[Any]:
    return map(_YES_NO.__getitem__, values)


def _moments(values: Sequence[Any]) -> Iterable[Any]:
    return [None if value is None else moment_text(value) for value in values]


def _days(values: Sequence[Any]) -> Iterable[Any]:
    return [None if value is None else value.isoformat() for value in values]


_YES_NO = {None: None, True: "yes", False: "no"}

SPELLINGS: dict[Kind, Spell] = {
    "text": _texts,
    "number": _numbers,
    "whole": _whole_numbers,
    "yes-no": _answers,
    "moment": _moments,
    "day": _days,
    "identifier": _identifiers,
}
