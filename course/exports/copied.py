"""The rows of a SELECT as CSV, written by PostgreSQL itself.

``COPY`` writes rows several times as fast as they can be fetched, spelt and joined
here. What ``spelling.py`` does to a value is said in SQL, and so the bytes are the same
as those that ``as_csv.py`` makes of the same rows.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Numeric,
    Select,
    String,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from course.exports.selected import SelectedRows
from course.exports.spelling import LARGE
from course.exports.table import BATCH, Kind, Table
from course.exports.tally import Tally
from course.spreadsheets import BREAKS, RUN, WHITE_SPACE

_RUNS = f"^'*([{BREAKS}]|[{WHITE_SPACE}]*[{RUN.replace('-', '')}-])"
# Two stretches of ASCII in which no sign makes a spreadsheet run anything. Comparing
# is many times as fast as a regular expression, and most texts begin so.
_HARMLESS = (("0", ":"), ("A", "\x80"))
_OPTIONS = "(FORMAT csv, ENCODING 'UTF8')"


def can_be_copied(table: Table) -> bool:
    """Whether the table is a SELECT on a PostgreSQL, and not of one column alone.

    A lone column has spellings of its own for a row that is empty.
    """
    if not isinstance(table.rows, SelectedRows) or len(table.columns) < 2:
        return False
    dialect = table.rows.session.get_bind().dialect
    return (dialect.name, dialect.driver) == ("postgresql", "psycopg")


def copied_rows(table: Table) -> Iterator[bytes]:
    """The lines of the rows, a few hundred at a time; a tally is told of them."""
    rows = table.rows
    if not isinstance(rows, SelectedRows):
        raise TypeError("Only the rows of a SELECT can be copied.")
    tally = table.tally or Tally(())
    kinds = [column.kind for column in table.columns]
    for lines in _copied(rows.session, _spelt(rows.statement, kinds, tally.places)):
        yield _joined(_tallied(lines, tally))


def _spelt(
    statement: Select[*tuple[Any, ...]], kinds: Sequence[Kind], places: Sequence[int]
) -> Select[Any]:
    """The statement with each value as text, and what is to be summed before them."""
    # It keeps its order, and so PostgreSQL works out each of its columns once.
    rows = statement.subquery()
    columns = list(rows.columns)
    spelt = [_IN_SQL[kind](column) for kind, column in zip(kinds, columns, strict=True)]
    if places:
        summed = [func.coalesce(columns[place], 0) for place in places]
        spelt.insert(0, func.concat_ws(" ", *summed))
    return select(*spelt)


def _copied(session: Session, statement: Select[Any]) -> Iterator[list[bytes]]:
    session.flush()
    connection = session.connection()
    # Days and moments below are spelt as this setting says, until the transaction ends.
    connection.execute(text("SET LOCAL datestyle = 'ISO'"))
    state = statement.compile(connection).construct_expanded_state()
    values = {
        name: state.processors[name](value) if name in state.processors else value
        for name, value in state.parameters.items()
    }
    raw: Any = connection.connection.driver_connection
    with (
        raw.cursor() as cursor,
        cursor.copy(f"COPY ({state.statement}) TO STDOUT {_OPTIONS}", values) as copy,
    ):
        # The protocol promises one row at a time.
        rows = iter(copy.read, b"")
        while lines := list(islice(rows, BATCH)):
            yield lines


def _joined(lines: list[Any]) -> bytes:
    """The lines with the ends of lines that CSV asks for; the server's are shorter."""
    whole = b"".join(lines)
    if whole.count(b"\n") == len(lines):
        return whole.replace(b"\n", b"\r\n")
    # Some text has a newline within, which stays as it is.
    return b"".join(bytes(line[:-1]) + b"\r\n" for line in lines)


def _tallied(lines: list[Any], tally: Tally) -> list[Any]:
    """The lines without the numbers before them, which are added up."""
    width = len(tally.places)
    if not width:
        tally.add_sums(len(lines), ())
        return lines
    parted = [bytes(line).partition(b",") for line in lines]
    numbers = list(map(int, b" ".join(first for first, _, _ in parted).split()))
    tally.add_sums(len(lines), [sum(numbers[place::width]) for place in range(width)])
    return [line for _, _, line in parted]


def _text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, Uuid):
        return column
    value = column if isinstance(column.type, String) else cast(column, Text)
    bytewise = value.collate("C")
    harmless = or_(
        *(and_(bytewise >= first, bytewise < end) for first, end in _HARMLESS)
    )
    return case(
        (harmless, value),
        (value.regexp_match(_RUNS), literal("'").concat(value)),
        # No text at all and a text without letters are one in CSV.
        else_=func.nullif(value, ""),
    )


def _number(column: ColumnElement[Any]) -> ColumnElement[Any]:
    # By way of text, which has the digits that tell it from every other.
    exact: ColumnElement[Any] = cast(cast(column, Text), Numeric)
    if isinstance(column.type, Float):
        # The server casts to fifteen digits.
        large = func.abs(column) >= LARGE
        exact = case((large, cast(column, Numeric)), else_=exact)
    return func.trim_scale(exact)


def _answer(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((column, "yes"), (not_(column), "no"))


def _moment(column: ColumnElement[Any]) -> ColumnElement[Any]:
    spelt = func.replace(cast(func.timezone("UTC", column), Text), " ", "T")
    return case(
        (column == func.date_trunc("second", column), spelt.concat("Z")),
        # Noughts at its end are left out by the server.
        else_=func.rpad(spelt, 26, "0").concat("Z"),
    )


def _as_it_is(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return column


_IN_SQL: dict[Kind, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    "text": _text,
    "number": _number,
    "whole": _as_it_is,
    "yes-no": _answer,
    "moment": _moment,
    "day": _as_it_is,
    "identifier": _text,
}
