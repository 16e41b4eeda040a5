"""Files of a million rows: their speed and their memory, as ratios.

PostgreSQL's own ``COPY`` of the same SELECT is the yardstick of CSV, openpyxl that of
workbooks. Memory is the most that a process of its own took for one file, at 10,000
rows and at a million: what it grows by is what the rows take.
"""

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from course.database import make_engine
from course.exports import EXPORT_FORMATS
from course.exports.table import Table
from tests import databases
from tests.benchmarks.exported import EXPORTED, keep_rows, kept_table, made_table
from tests.tables_written import with_manifest

ROWS, SHEET, FEW = 1_000_000, 100_000, 10_000
ROUNDS = 3
MEGABYTES_ALLOWED = 50
_STREAMED = ("csv", "jsonl", "parquet")


def print_exports() -> None:
    """Measure and print all of it."""
    print()
    with tempfile.TemporaryDirectory(prefix="course-exports-") as folder:
        path = Path(folder) / "file"
        with databases.postgresql_database() as engine:
            _print_copy(engine, path)
        _print_sqlite(Path(folder), path)
        _print_workbooks(path)
        for suffix in _STREAMED:
            _print_memory(suffix, path)


def _print_copy(engine: Engine, path: Path) -> None:
    keep_rows(engine, ROWS)
    with Session(engine) as session:
        table = kept_table(session)
        copies, ours, summed = [], [], []
        for _ in range(ROUNDS):
            copies.append(_timed(lambda: _copy(session, path)))
            ours.append(_timed(lambda: _write(table, "csv", path)))
            summed.append(_timed(lambda: with_manifest(path.parent, table)))
    EXPORTED.drop(engine)
    print(
        f"CSV of {ROWS} rows from PostgreSQL: its own COPY "
        f"{statistics.median(copies):5.1f} s, ours {statistics.median(ours):5.1f} s, "
        f"ratio {_ratio(copies, ours):4.2f} of 0.50 asked; "
        f"with a manifest {_ratio(copies, summed):4.2f}"
    )


def _print_sqlite(folder: Path, path: Path) -> None:
    engine = make_engine(f"sqlite:///{folder / 'rows.sqlite'}", durable=False)
    keep_rows(engine, SHEET)
    with Session(engine) as session:
        took = _timed(lambda: _write(kept_table(session), "csv", path))
    engine.dispose()
    spelt = _timed(lambda: _write(made_table(SHEET), "csv", path))
    print(
        f"CSV of {SHEET} rows from SQLite: {SHEET / took:8.0f} rows/s; "
        f"of rows made here {SHEET / spelt:8.0f} rows/s"
    )


def _print_workbooks(path: Path) -> None:
    ours = _timed(lambda: _write(made_table(SHEET), "xlsx", path))
    theirs = _timed(lambda: _openpyxl(path))
    print(
        f"XLSX of {SHEET} rows: {ours:5.1f} s, openpyxl {theirs:5.1f} s, "
        f"ratio {theirs / ours:4.2f} of 1.00 asked"
    )


def _print_memory(suffix: str, path: Path) -> None:
    few, many = (_most_megabytes(suffix, count, path) for count in (FEW, ROWS))
    print(
        f"memory for {suffix:8} {FEW} rows {few:6.1f} MB, {ROWS} rows {many:6.1f} MB: "
        f"grows by {many - few:5.1f} MB of {MEGABYTES_ALLOWED} allowed"
    )


def _ratio(theirs: list[float], ours: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(theirs, ours, strict=True))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _copy(session: Session, path: Path) -> None:
    """The database's own, of the same SELECT, as psycopg hands it on."""
    names = ", ".join(EXPORTED.c.keys()[1:])
    query = f"SELECT {names} FROM exported ORDER BY id"  # noqa: S608  # our own names
    raw: Any = session.connection().connection.driver_connection
    with (
        path.open("wb") as file,
        raw.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy,
    ):
        for block in copy:
            file.write(block)


def _write(table: Table, suffix: str, path: Path) -> None:
    with path.open("wb") as file:
        for piece in EXPORT_FORMATS[suffix].write(table, path.parent):
            file.write(piece)


def _openpyxl(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Table")
    table = made_table(SHEET)
    sheet.append(table.names)
    for row in table.rows:
        # It knows neither names of programs nor moments with a zone.
        name, *values = row
        sheet.append([str(name), *map(_without_zone, values)])
    book.save(path)


def _without_zone(value: Any) -> Any:
    return value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value


def _most_megabytes(suffix: str, count: int, path: Path) -> float:
    """The most memory that a new process took to write so many rows."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_memory_of, (suffix, count, path))


def _memory_of(suffix: str, count: int, path: Path) -> float:
    _write(made_table(count), suffix, path)
    # What getrusage tells is, after a start, that of whoever started the process.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1000


if __name__ == "__main__":
    print_exports()
