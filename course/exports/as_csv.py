"""CSV that Excel opens rightly and that runs no formula."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from course.exports.format import Table, export_format
from course.spreadsheets import made_safe

_BATCH = 500


@export_format("csv", "text/csv")
def write_csv(table: Table) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, CRLF, ISO 8601 moments in UTC, text made safe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(table.columns)
    for number, row in enumerate(table.rows, start=1):
        writer.writerow([cell(value) for value in row])
        if number % _BATCH == 0:
            yield _take(buffer)
    yield _take(buffer)


def cell(value: object) -> str:
    """One value as a CSV cell that no spreadsheet will run."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    text = str(value)
    if isinstance(value, int | float):
        return text
    return made_safe(text)


def _take(buffer: io.StringIO) -> bytes:
    chunk = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return chunk
