"""Tables for tests of exports: columns of every kind, rows that are hard to write."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from course.export_files import write_at_once
from course.export_parts import part_file
from course.exports import EXPORT_FORMATS, Column, Table
from course.exports.manifest import Manifest, manifest_of
from course.exports.table import KINDS, Kind

NAME = UUID("00000000-0000-4000-8000-000000000001")
MOMENT = datetime(2026, 3, 2, 12, 30, 5, 999, tzinfo=UTC)
WHOLE_SECOND = datetime(2026, 3, 2, 12, 30, 5, tzinfo=UTC)
DAY = date(2026, 3, 2)

# A column of each kind, called by it.
EVERY_KIND = tuple(Column(kind, kind, f"A value: {kind}.") for kind in KINDS)
ROWS: tuple[tuple[Any, ...], ...] = (
    ("=1+1", 0.25, 3, True, MOMENT, DAY, NAME),
    ('Ána, "A"\nB', -2.0, -7, False, WHOLE_SECOND, date(1999, 12, 31), "=key"),
    ("'=x", 1e21, 2**40, None, None, None, "7KQM"),
    (None, None, None, None, None, None, None),
    ("<r>Бен</r>", 0.1 + 0.2, 0, True, MOMENT, DAY, "_x0041_"),
)


def columns_of(**kinds: Kind) -> tuple[Column, ...]:
    """Columns by their names and kinds."""
    return tuple(Column(name, kind, f"What {name} is.") for name, kind in kinds.items())


def every_kind(
    rows: Iterable[Sequence[Any]] = ROWS, about: dict[str, Any] | None = None
) -> Table:
    """A table with a column of each kind."""
    asked = {"course": "miniature", "as_of": MOMENT, "cohort": NAME}
    return Table(asked if about is None else about, EVERY_KIND, rows)


def texts(*rows: Sequence[Any], about: dict[str, Any] | None = None) -> Table:
    """A table of names and moments."""
    return Table(about or {}, columns_of(name="text", at="moment"), rows)


def written(suffix: str, table: Table, folder: Path | None = None) -> bytes:
    """The whole file."""
    return b"".join(EXPORT_FORMATS[suffix].write(table, folder))


def with_manifest(
    folder: Path, table: Table, suffix: str = "csv"
) -> tuple[Path, Manifest, list[int]]:
    """The file, its manifest, and how many rows each step brought."""
    path, kind, told = folder / f"table.{suffix}", EXPORT_FORMATS[suffix], list[int]()
    with part_file(folder, path.name) as part:
        tally = write_at_once(part, table, kind, folder, progress=told.append)
        manifest = manifest_of(table, kind, tally, (part.digest, part.size), path.name)
        part.become(path)
    return path, manifest, told


def csv_rows(data: bytes) -> list[list[str]]:
    """The rows of a CSV file, the heading among them."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
