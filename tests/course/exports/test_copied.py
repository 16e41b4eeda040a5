"""What PostgreSQL writes itself is what would be written of the same rows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    delete,
    func,
    insert,
    literal,
    select,
    text,
)

from course.database import Instant
from course.exports import EXPORT_FORMATS
from course.exports.completions import rows_table
from course.exports.copied import can_be_copied
from course.exports.selected import SelectedRows
from course.exports.table import BATCH
from course.exports.table import Table as Exported
from course.figures.query import StatisticsQuery
from course.spreadsheets import WHITE_SPACE
from tests import builders
from tests.tables_written import MOMENT, columns_of, csv_rows, with_manifest, written

HARD = Table(
    "hard_value",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("text", Text),
    Column("other", Text),
    Column("number", Double),
    Column("exact", Numeric(30, 10)),
    Column("whole", BigInteger),
    Column("answer", Boolean),
    Column("moment", Instant),
    Column("day", Date),
    Column("name", Uuid),
    prefixes=["TEMPORARY"],
)
COLUMNS = columns_of(
    id="whole",
    text="text",
    other="identifier",
    number="number",
    exact="number",
    whole="whole",
    answer="yes-no",
    moment="moment",
    day="day",
    name="identifier",
)
SELECT = select(*HARD.columns).order_by(HARD.c.id)

TEXTS = [
    *("", "Ana", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n1", " =1", "' =1"),
    *("'=x", "''=x", "'Ana", "a,b", '"', 'a"b', "a\nb", "a\r\nb", "\\.", "\\N", "NULL"),
    *("Бен", "欧阳", "😀", "~", "\x7f", "\x80=", "%s %(x)s %%", ":x", "9", "/", "[a]"),
    *(f"{sign}=" for sign in WHITE_SPACE),
    *(f"{sign}a" for sign in WHITE_SPACE),
    *(f"{sign}1" for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~^"),
]
NUMBERS = [0.0, -0.0, 1.0, 0.1 + 0.2, 1e21, 1e-7, -5e-324, 1.7976931348623157e308, 1e16]
EXACT = ["0", "1.5", "-0.0000000001", "12345678901234567890.0123456789", "100"]
PLUS_3 = timezone(timedelta(hours=3))
MOMENTS = [
    MOMENT,
    datetime(2026, 3, 2, 12, 30, 5, tzinfo=UTC),
    datetime(2026, 3, 2, 12, 30, 5, 120000, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=PLUS_3),
    datetime(1899, 1, 1, tzinfo=UTC),
]


def hard_rows():
    for number, words in enumerate(TEXTS):
        yield {
            "text": words,
            "other": words[::-1] if words.isascii() else words,
            "number": NUMBERS[number % len(NUMBERS)],
            "exact": Decimal(EXACT[number % len(EXACT)]),
            "whole": (-1) ** number * number**9,
            "answer": number % 2 == 0,
            "moment": MOMENTS[number % len(MOMENTS)],
            "day": date(2026, 1, 1) + timedelta(days=number),
            "name": UUID(int=number),
        }
    yield {"text": None}


def keep(session, rows):
    connection = session.connection()
    HARD.create(connection, checkfirst=True)
    connection.execute(delete(HARD))
    empty = dict.fromkeys(column.name for column in HARD.columns)
    numbered = [{**empty, "id": number, **row} for number, row in enumerate(rows)]
    connection.execute(insert(HARD), numbered)


def table_of(session, statement=SELECT, columns=COLUMNS):
    return Exported({}, columns, SelectedRows(session, statement))


def fetched(table):
    """The same rows, written as they would be without the database's help."""
    return written("csv", replace(table, rows=list(table.rows)))


@pytest.fixture
def hard(session):
    keep(session, hard_rows())
    return table_of(session)


@pytest.fixture
def copies(engine):
    """Whether this database writes files itself."""
    return engine.dialect.name == "postgresql"


def test_it_is_chosen_where_there_is_one(hard, copies):
    assert can_be_copied(hard) is copies
    assert not can_be_copied(replace(hard, rows=list(hard.rows)))
    alone = table_of(hard.rows.session, select(HARD.c.text), columns_of(text="text"))
    assert not can_be_copied(alone)


def test_hard_values_are_the_same_bytes(hard):
    ours = written("csv", hard)

    assert ours == fetched(hard)
    assert len(csv_rows(ours)) == len(TEXTS) + 2


def test_the_settings_of_a_connection_change_nothing(hard, copies):
    expected = fetched(hard)
    if copies:
        connection = hard.rows.session.connection()
        connection.execute(text("SET LOCAL TIME ZONE 'Asia/Kathmandu'"))
        connection.execute(text("SET LOCAL datestyle = 'German'"))
        connection.execute(text("SET LOCAL extra_float_digits = 1"))

    assert written("csv", hard) == expected


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "text": st.none()
                | st.text(st.characters(codec="utf-8", exclude_characters="\0")),
                "other": st.text(
                    st.sampled_from("'=+-@\t\r\n \u3000\u00a0,\"a9"), max_size=4
                ),
                "number": st.none() | st.floats(allow_nan=False, allow_infinity=False),
                "moment": st.datetimes(
                    datetime(1900, 1, 1),  # noqa: DTZ001  # the zone is given beside
                    timezones=st.just(UTC),
                ),
            }
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_values_are_the_same_bytes(session, rows):
    keep(session, rows)

    table = table_of(session)

    assert written("csv", table) == fetched(table)


def test_what_is_asked_for_is_put_in_safely(session, hard):
    asked = SELECT.where(
        HARD.c.text.in_(["%s %(x)s %%", "'=x", "\\."]), HARD.c.moment >= MOMENTS[-1]
    ).add_columns(literal("100 % '").label("said"), func.sum(1).over().label("counted"))
    table = table_of(session, asked, (*COLUMNS, *columns_of(said="text", n="whole")))

    ours = written("csv", table)

    assert ours == fetched(table)
    assert [row[-2:] for row in csv_rows(ours)[1:]] == [["100 % '", "3"]] * 3


def test_rows_are_counted_and_added_up_while_they_are_copied(hard, tmp_path):
    rows = list(hard.rows)

    ours, one, told = with_manifest(tmp_path / "ours", hard)
    fetches, other, _ = with_manifest(tmp_path / "fetches", replace(hard, rows=rows))

    assert ours.read_bytes() == fetches.read_bytes() == written("csv", hard)
    assert one == other
    assert one.row_count == sum(told) == len(TEXTS) + 1
    assert one.totals["id"] == sum(range(len(TEXTS) + 1))


def test_rows_are_counted_where_nothing_is_to_be_added_up(session, hard, tmp_path):
    columns = columns_of(text="text", other="text")
    table = table_of(session, select(HARD.c.text, HARD.c.other), columns)

    _, manifest, _ = with_manifest(tmp_path, table)

    assert (manifest.row_count, manifest.totals) == (len(TEXTS) + 1, {})


def test_the_rows_of_completions_are_copied(session, copies):
    boss = builders.an_administrator(session)
    ana = builders.a_learner(session, name='=Ana, "A"', country="KE")
    builders.a_completed_enrolment(session, ana)
    builders.an_enrolment(session)
    session.commit()

    table = rows_table(session, boss, StatisticsQuery("miniature", builders.NOW))

    assert can_be_copied(table) is copies
    assert written("csv", table) == fetched(table)
    assert csv_rows(written("csv", table))[1][1] == '\'=Ana, "A"'


def test_a_reader_who_leaves_midway_leaves_a_connection_that_works(session):
    keep(session, ({"text": "Ana" * 9_000} for _ in range(BATCH * 3)))
    pieces = EXPORT_FORMATS["csv"].write(table_of(session))
    next(pieces)
    next(pieces)

    pieces.close()
    session.rollback()

    assert session.scalar(text("SELECT 1")) == 1
