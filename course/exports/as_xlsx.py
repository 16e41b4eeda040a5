"""A workbook: the table, and a second sheet that says what was asked and what it holds.

It is made in a file, row by row, so that its size takes no memory. The same table gives
the same bytes: nothing in it tells when or where it was written.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from course.export_errors import TooManyRowsForSheet
from course.exports.format import filed_format
from course.exports.question import plain_question
from course.exports.sheet_cells import cell_writers
from course.exports.table import KINDS, Column, Kind, Table

# What a sheet can hold; the heading takes a row of it.
MOST_ROWS = 1_048_575
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Of a table that does not say as of when it is.
_SOME_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_WIDTHS: dict[Kind, int] = {"text": 24, "moment": 20, "day": 11, "identifier": 38}
_WIDTH = 12

_ABOUT = (
    Column("name", "text", "What was asked for, or the heading of a column."),
    Column("value", "text", "What was asked, or the kind of the column."),
    Column("holds", "text", "What the column tells."),
    Column("kind", "text", "How values of its kind are to be read."),
)


@filed_format("xlsx", "XLSX", _MEDIA_TYPE)
def fill_xlsx(table: Table, path: Path) -> Iterator[None]:
    """Text is never a formula; numbers, dates and yes or no are what they are.

    Raises ``TooManyRowsForSheet`` and ``TextTooLongForCell``.
    """
    # Here, because whoever asks for no workbook needs none of it.
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    book = Workbook(str(path), options)
    try:
        book.use_zip64()
        book.set_properties({"created": table.as_of or _SOME_MOMENT})
        yield from _fill_rows(book, table)
        _fill_about(book, table)
        book.close()
    except FileCreateError as error:
        # The library hides what went wrong with the disk.
        raise error.args[0] from None
    finally:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()


def _fill_rows(book: Any, table: Table) -> Iterator[None]:
    sheet = _sheet(book, "Table", table.columns)
    writers = cell_writers(book, sheet, table.columns)
    number = 0
    for batch in table.batches():
        if number + len(batch) > MOST_ROWS:
            raise TooManyRowsForSheet(MOST_ROWS)
        for row in batch:
            number += 1
            for place, (write, value) in enumerate(zip(writers, row, strict=True)):
                if value is not None:
                    write(number, place, value)
        yield


def _fill_about(book: Any, table: Table) -> None:
    """What was asked, and then the dictionary of the columns."""
    sheet = _sheet(book, "About", _ABOUT)
    writers = cell_writers(book, sheet, _ABOUT)
    asked = [
        (name, value if isinstance(value, str) else orjson.dumps(value).decode())
        for name, value in plain_question(table).items()
    ]
    columns = [
        (each.name, each.kind, each.description, KINDS[each.kind])
        for each in table.columns
    ]
    for number, row in enumerate((*asked, (), *columns), start=1):
        for place, value in enumerate(row):
            writers[place](number, place, value)


def _sheet(book: Any, name: str, columns: Sequence[Column]) -> Any:
    """A sheet with its headings, which stay in view."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDTHS.get(column.kind, _WIDTH))
        sheet.write_string(0, place, column.name, bold)
    return sheet
