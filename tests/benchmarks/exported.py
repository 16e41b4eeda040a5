"""A table of completions as large as is asked for, to be written to files."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Engine,
    Integer,
    MetaData,
    Text,
    Uuid,
    insert,
    select,
    text,
)
from sqlalchemy import Table as Kept
from sqlalchemy.orm import Session

from course.database import Instant
from course.exports import Table
from course.exports.completions import ROW_COLUMNS
from course.exports.selected import SelectedRows

_BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)
_STEP = timedelta(seconds=3, microseconds=70_001)
_TYPES = {
    "text": Text,
    "identifier": Text,
    "whole": Integer,
    "moment": Instant,
    "yes-no": Boolean,
}

EXPORTED = Kept(
    "exported",
    MetaData(),
    Column("id", Integer, primary_key=True),
    *(
        Column(each.name, Uuid if each.name == "enrolment" else _TYPES[each.kind])
        for each in ROW_COLUMNS
    ),
)
# The same values as below, made where they are kept.
_ON_POSTGRESQL = text(
    """
    INSERT INTO exported SELECT n, md5(n::text)::uuid, 'Núñez, José ' || n,
      'learner-' || n || '@example.org', CASE WHEN n % 7 > 0 THEN 'KE' END,
      CASE n % 2 WHEN 0 THEN 'male' ELSE 'female' END, 'government',
      'Ministry of Planning ' || n % 90, 'cohort-' || n % 400,
      repeat('7f3c9a1b20de44aa', 4), at, n % 11 = 0, CASE WHEN n % 4 > 0 THEN at END,
      n % 64, n % 12, CASE WHEN n % 3 = 0 THEN at END,
      CASE WHEN n % 3 = 0 THEN '7KQM-' || n END
    FROM (SELECT n, timestamptz '2026-01-05 08:00Z' + n * interval '3.070001 s' AS at
      FROM generate_series(0, :rows - 1) AS n) AS made
    """
)


def made_rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Rows of completions, made as they are asked for."""
    for number in range(count):
        at = _BEGAN + number * _STEP
        yield (
            UUID(int=number),
            f"Núñez, José {number}",
            f"learner-{number}@example.org",
            "KE" if number % 7 else None,
            "female" if number % 2 else "male",
            "government",
            f"Ministry of Planning {number % 90}",
            f"cohort-{number % 400}",
            "7f3c9a1b20de44aa" * 4,
            at,
            number % 11 == 0,
            at if number % 4 else None,
            number % 64,
            number % 12,
            at if number % 3 == 0 else None,
            f"7KQM-{number}" if number % 3 == 0 else None,
        )


def made_table(count: int) -> Table:
    """So many rows that no database keeps."""
    return Table({"as_of": _BEGAN}, ROW_COLUMNS, made_rows(count))


def keep_rows(engine: Engine, count: int) -> None:
    """Fill the table of a database with so many rows."""
    EXPORTED.create(engine)
    names = [each.name for each in ROW_COLUMNS]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(_ON_POSTGRESQL, {"rows": count})
        else:
            rows = [dict(zip(names, row, strict=True)) for row in made_rows(count)]
            connection.execute(insert(EXPORTED), rows)
    with engine.begin() as connection:
        connection.execute(text("ANALYZE exported"))


def kept_table(session: Session) -> Table:
    """The rows of the database, as one SELECT."""
    wanted = [EXPORTED.c[each.name] for each in ROW_COLUMNS]
    rows = SelectedRows(session, select(*wanted).order_by(EXPORTED.c.id))
    return Table({"as_of": _BEGAN}, ROW_COLUMNS, rows)
