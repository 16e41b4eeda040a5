"""Whether a field of a worksheet can hold what somebody wrote there."""

import re
import unicodedata
from datetime import date

from course.errors import sentence
from course.worksheet_errors import InvalidEntry
from modules import Column, Worksheet

_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
_LINES = frozenset("\n\t")


def check_value(worksheet: Worksheet, field: str, value: str | None) -> str | None:
    """The value as it is kept, nothing where the field is cleared, or ``InvalidEntry``.

    Ends of lines are one kind, and what is blank is cleared.
    """
    column = worksheet.column_at(field)
    if column is None:
        raise InvalidEntry(
            field,
            sentence("The worksheet has no field called '%(field)s'. Load it again."),
        )
    if value is None:
        return None
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        return None
    _check_text(column, field, text)
    _check_kind(column, field, text)
    return text


def in_words(column: Column, value: str | None) -> str:
    """The value as people read it: the label of a choice, the words of an indicator."""
    return column.options.get(value, value) if value is not None else ""


def _check_text(column: Column, field: str, text: str) -> None:
    if len(text) > column.longest:
        raise InvalidEntry(
            field,
            sentence("Write at most %(most)s characters here."),
            most=column.longest,
        )
    if any(
        unicodedata.category(letter) in ("Cc", "Cs") and letter not in _LINES
        for letter in text
    ):
        raise InvalidEntry(
            field,
            sentence("This holds characters that cannot be kept. Type it again."),
        )
    if column.kind != "text" and not _LINES.isdisjoint(text):
        raise InvalidEntry(field, sentence("Write one line here."))


def _check_kind(column: Column, field: str, text: str) -> None:
    if column.kind == "choice" and text not in column.options:
        raise InvalidEntry(field, sentence("Choose one of the options."))
    if column.kind == "number" and not _NUMBER.fullmatch(text):
        raise InvalidEntry(
            field,
            sentence("Write the number in figures, with a point for decimals: 1250.5"),
        )
    if column.kind == "date" and not _is_date(text):
        raise InvalidEntry(
            field, sentence("Write the date as year, month and day: 2027-03-31")
        )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
