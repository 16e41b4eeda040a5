"""A workbook of one sheet, for those who work in a spreadsheet."""

import io
from collections.abc import Iterator

from course.exports.as_csv import cell
from course.exports.format import Table, export_format

# What a sheet can hold; the heading takes a row of it.
MOST_ROWS = 1_048_575
_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 50_000


@export_format("xlsx", _MEDIA_TYPE)
def write_xlsx(table: Table) -> Iterator[bytes]:
    """The same cells as in CSV, numbers as numbers and the rest as text.

    Raises ``ValueError`` where the table is longer than a sheet can be.
    """
    # Here, because whoever asks for no workbook needs none of it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.freeze_panes = "A2"

    def made(value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", cell(value))
        if not text:
            return None
        made = WriteOnlyCell(sheet, value=text)
        # Whatever it begins with: text is never a formula.
        made.data_type = "s"
        return made

    sheet.append([made(column) for column in table.columns])
    for number, row in enumerate(table.rows, start=1):
        if number > MOST_ROWS:
            raise ValueError("A sheet cannot hold so many rows.")
        sheet.append([made(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    data = written.getbuffer()
    for start in range(0, len(data), _PIECE):
        yield bytes(data[start : start + _PIECE])
