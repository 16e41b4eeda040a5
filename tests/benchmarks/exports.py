"""Files of a record: their speed and their memory, as ratios.

What is written is what an administrator asks for: learners by name, a row for each
enrolment of a record such as ``course demo --learners`` makes, in the way of a worker,
which brings each step to the disk and reads the whole file back. PostgreSQL's own
``COPY`` of the same SELECT to a file is the yardstick of CSV, openpyxl that of
workbooks, by turns in the same run. Memory is the most that a process took that did
nothing else; it is held against that of 10,000 learners.

No row is made up beside the record: a workbook has 100,000, and CSV a million, where
``BENCH_LEARNERS`` asks for a record of as many.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import Workbook
from sqlalchemy.orm import Session

from course.exporting import export_named, question_of
from course.exports import EXPORT_FORMATS
from course.exports.figure_rows import rows_table
from course.exports.table import Table
from tests.benchmarks.exported import (
    Written,
    administrator,
    ask_rows,
    copied,
    written,
)
from tests.benchmarks.multitude import (
    DATABASES,
    Record,
    RecordOf,
    kept_records,
    sizes,
)
from tests.benchmarks.promises import Promises

FEW, SHEET = 10_000, 100_000
ROUNDS = 3
LEAST_OF_COPY = 0.5
# With fewer, what is measured is how a process and its first statement begin.
JUDGED_FROM = 100_000
MEGABYTES_ALLOWED = 50
_STREAMED = ("jsonl", "parquet")


def print_exports(record_of: RecordOf, promises: Promises) -> None:
    """Measure and print all of it."""
    print()
    several = sorted({FEW, *sizes()})
    with tempfile.TemporaryDirectory(prefix="course-exports-") as place:
        folder = Path(place)
        for database in DATABASES:
            csv = {
                size: _print_csv(record_of(size, database), folder, promises)
                for size in several
            }
            _print_growth(f"csv, {database}", csv[FEW], csv[several[-1]], promises)
        few, many = (record_of(size, "postgresql") for size in (FEW, several[-1]))
        for suffix in _STREAMED:
            least, most = (_file(each, suffix, folder) for each in (few, many))
            _print_growth(suffix, least, most, promises)
        _print_workbooks(many, folder, promises)


def _print_csv(record: Record, folder: Path, promises: Promises) -> Written:
    """SQLite has no yardstick of its own."""
    if record.database == "postgresql":
        return _print_beside_copy(record, folder, promises)
    ours = _file(record, "csv", folder)
    print(
        f"CSV of {ours.rows:8} rows, sqlite: {ours.seconds:6.2f} s, "
        f"{ours.rows / ours.seconds:6.0f} rows/s, most memory {ours.megabytes:5.1f} MB"
    )
    return ours


def _print_beside_copy(record: Record, folder: Path, promises: Promises) -> Written:
    """Both by turns; of ours, the one that took the most memory."""
    export = _asked(record, "csv")
    copies, ours = [], []
    for _ in range(ROUNDS):
        rows, seconds = copied(record, export, folder / "copied.csv")
        copies.append(seconds)
        ours.append(written(record, export, folder))
        if rows != ours[-1].rows:
            raise RuntimeError(f"COPY gave {rows} rows, the export {ours[-1].rows}.")
    took = [each.seconds for each in ours]
    most = max(ours, key=lambda each: each.megabytes)
    ratio = statistics.median(a / b for a, b in zip(copies, took, strict=True))
    line = (
        f"CSV of {most.rows:8} rows, postgresql: its own COPY "
        f"{statistics.median(copies):6.2f} s, ours {statistics.median(took):6.2f} s, "
        f"most memory {most.megabytes:5.1f} MB; "
        f"ratio {ratio:4.2f} of at least {LEAST_OF_COPY:4.2f}"
    )
    is_judged = record.learners >= JUDGED_FROM
    holds = ratio >= LEAST_OF_COPY
    print(promises.told(line, holds=holds) if is_judged else line)
    return most


def _print_growth(words: str, few: Written, many: Written, promises: Promises) -> None:
    grown = many.megabytes - few.megabytes
    line = (
        f"memory for {words}: {few.rows} rows {few.megabytes:6.1f} MB, "
        f"{many.rows} rows {many.megabytes:6.1f} MB, "
        f"grows by {grown:5.1f} MB of {MEGABYTES_ALLOWED}"
    )
    print(promises.told(line, holds=grown < MEGABYTES_ALLOWED))


def _print_workbooks(record: Record, folder: Path, promises: Promises) -> None:
    """As many rows of the record as there are, up to 100,000."""
    export = _asked(record, "xlsx", SHEET)
    table, path = _read(record, export), folder / "workbook.xlsx"
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: _write(table, path)))
        theirs.append(_timed(lambda: _openpyxl(table, path)))
    ratio = statistics.median(a / b for a, b in zip(theirs, ours, strict=True))
    line = (
        f"XLSX of {len(list(table.rows))} rows: {statistics.median(ours):5.1f} s, "
        f"openpyxl {statistics.median(theirs):5.1f} s, ratio {ratio:4.2f} of more than "
        "1.00"
    )
    print(promises.told(line, holds=ratio > 1))
    few = written(record, _asked(record, "xlsx", FEW), folder)
    _print_growth("xlsx", few, written(record, export, folder), promises)


def _asked(record: Record, suffix: str, most: int | None = None) -> UUID:
    with Session(record.engine) as session:
        return ask_rows(session, suffix, most)


def _file(record: Record, suffix: str, folder: Path) -> Written:
    return written(record, _asked(record, suffix), folder)


def _read(record: Record, export: UUID) -> Table:
    """The rows read beforehand: what is measured of them is the writing."""
    with Session(record.engine) as session:
        query = question_of(export_named(session, export))
        table = rows_table(session, administrator(session), query)
        return Table(table.about, table.columns, [tuple(row) for row in table.rows])


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _write(table: Table, path: Path) -> None:
    with path.open("wb") as file:
        for piece in EXPORT_FORMATS["xlsx"].write(table, path.parent):
            file.write(piece)


def _openpyxl(table: Table, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    sheet.append(table.names)
    for row in table.rows:
        # It knows neither names of programs nor moments with a zone.
        enrolment, learner, *values = row
        sheet.append([str(enrolment), str(learner), *map(_without_zone, values)])
    book.save(path)


def _without_zone(value: Any) -> Any:
    return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value


if __name__ == "__main__":
    kept = Promises()
    with kept_records() as made:
        print_exports(made, kept)
    kept.require_kept()
