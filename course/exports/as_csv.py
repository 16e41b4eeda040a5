"""CSV that Excel opens rightly and that runs no formula."""

import csv
import io
from collections.abc import Iterator

from course.exports.copied import can_be_copied, copied_rows
from course.exports.format import export_format
from course.exports.spelling import SPELLINGS
from course.exports.table import Table
from course.spreadsheets import made_safe

_MARK = "\ufeff"


@export_format("csv", "CSV", "text/csv")
def write_csv(table: Table) -> Iterator[bytes]:
    """UTF-8 with a byte-order mark, CRLF, ISO 8601 moments in UTC, text made safe.

    What was made safe is read back by ``course.spreadsheets.as_meant``. PostgreSQL
    writes the rows of a SELECT itself, and writes the same bytes.
    """
    buffer = io.StringIO()
    csv.writer(buffer).writerow([made_safe(name) for name in table.names])
    yield f"{_MARK}{buffer.getvalue()}".encode()
    yield from copied_rows(table) if can_be_copied(table) else _spelt_rows(table)


def _spelt_rows(table: Table) -> Iterator[bytes]:
    spellings = [SPELLINGS[column.kind] for column in table.columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for batch in table.batches():
        columns = zip(*batch, strict=True)
        spelt = [
            spell(values) for spell, values in zip(spellings, columns, strict=True)
        ]
        writer.writerows(zip(*spelt, strict=True))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
