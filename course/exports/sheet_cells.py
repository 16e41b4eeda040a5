"""How the values of each kind become cells of a sheet."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeAlias

from course.export_errors import TextTooLongForCell
from course.exports.spelling import whole
from course.exports.table import Column
from course.spreadsheets import made_safe

# What a cell can hold, in units of UTF-16.
MOST_CHARACTERS = 32_767
# A spreadsheet keeps fifteen digits of a number.
_BEYOND_DIGITS = 10**15

# What XML cannot hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet counts days since this one, and moments as parts of a day.
_FIRST_DAY = date(1899, 12, 30)
_FIRST_MOMENT = datetime(1899, 12, 30, tzinfo=UTC)
_SECONDS_OF_DAY = 86_400

Write: TypeAlias = Callable[[int, int, Any], None]


def cell_writers(book: Any, sheet: Any, columns: Sequence[Column]) -> list[Write]:
    """For each column what writes a value of it at a row and a place, from 0."""
    # To edit such a cell makes no formula of it either.
    quoted = book.add_format({"quote_prefix": True})
    moments = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    writers: dict[str, Write] = {
        "number": partial(_number, sheet),
        "whole": partial(_whole, sheet),
        "yes-no": partial(_answer, sheet),
        "moment": partial(_moment, sheet, moments),
        "day": partial(_day, sheet, days),
    }
    return [
        writers.get(column.kind) or partial(_text, sheet, quoted, column.name)
        for column in columns
    ]


def _text(
    sheet: Any, quoted: Any, name: str, row: int, place: int, value: object
) -> None:
    text = str(value)
    # The units of UTF-16 are at most two for a character.
    if len(text) * 2 > MOST_CHARACTERS and _units(text) > MOST_CHARACTERS:
        raise TextTooLongForCell(name, row, MOST_CHARACTERS)
    # What can be printed is legal, and that is seen much faster.
    if not text.isprintable():
        text = _ILLEGAL.sub("", text)
    if not text:
        return
    if text.startswith("<r>") and text.endswith("</r>"):
        # The library would take it for marked-up text, and write it as it stands.
        sheet.write_rich_string(row, place, text[:1], text[1:2], text[2:])
    elif made_safe(text) is text:
        sheet.write_string(row, place, text)
    else:
        sheet.write_string(row, place, text, quoted)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _number(sheet: Any, row: int, place: int, value: Any) -> None:
    sheet.write_number(row, place, float(value))


def _whole(sheet: Any, row: int, place: int, value: Any) -> None:
    number = whole(value)
    if abs(number) < _BEYOND_DIGITS:
        sheet.write_number(row, place, number)
    else:
        sheet.write_string(row, place, str(number))


def _answer(sheet: Any, row: int, place: int, value: Any) -> None:
    sheet.write_boolean(row, place, bool(value))


def _moment(sheet: Any, form: Any, row: int, place: int, value: datetime) -> None:
    since = (value - _FIRST_MOMENT).total_seconds() / _SECONDS_OF_DAY
    sheet.write_number(row, place, since, form)


def _day(sheet: Any, form: Any, row: int, place: int, value: date) -> None:
    sheet.write_number(row, place, (value - _FIRST_DAY).days, form)
