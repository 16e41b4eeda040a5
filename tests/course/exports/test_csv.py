"""CSV: safe to open, and read back as it was meant."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.exports import Table
from course.exports.spelling import LARGE, SPELLINGS, moment_text, number_text
from course.spreadsheets import as_meant
from tests.tables_written import (
    DAY,
    MOMENT,
    NAME,
    WHOLE_SECOND,
    columns_of,
    csv_rows,
    every_kind,
    texts,
    written,
)


@pytest.mark.parametrize("kind", ["text", "identifier"])
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n1",
        " =1",
        "\u00a0=1",
        "\u2003@a",
        "  -2",
    ],
)
def test_no_cell_is_run_as_a_formula(text, kind):
    assert list(SPELLINGS[kind]([text])) == [f"'{text}"]


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("text", "Ana", "Ana"),
        ("text", "a=b", "a=b"),
        ("text", "O'Neill", "O'Neill"),
        ("text", 7, "7"),
        ("yes-no", True, "yes"),
        ("yes-no", False, "no"),
        ("whole", -3, "-3"),
        ("whole", Decimal(5), "5"),
        ("number", -0.25, "-0.25"),
        ("number", -0.0, "0"),
        ("number", 1e21, "1000000000000000000000"),
        ("number", 1e-7, "0.0000001"),
        ("number", 3, "3"),
        ("number", Fraction(1, 3), "0.3333333333333333"),
        ("number", Decimal("0.10"), "0.1"),
        ("moment", MOMENT, "2026-03-02T12:30:05.000999Z"),
        ("moment", WHOLE_SECOND, "2026-03-02T12:30:05Z"),
        ("day", DAY, "2026-03-02"),
        ("identifier", NAME, str(NAME)),
    ],
)
def test_each_kind_of_value_has_its_form(kind, value, shown):
    table = Table({}, columns_of(first=kind, second=kind), [(value, None)])

    assert csv_rows(written("csv", table))[1] == [shown, ""]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("whole", "=1+1"),
        ("whole", "5"),
        ("whole", 2.5),
        ("number", "=1+1"),
        ("yes-no", "=1+1"),
        ("moment", datetime(2026, 3, 2)),  # noqa: DTZ001  # without a zone
    ],
)
def test_a_value_of_another_kind_is_not_written(kind, value):
    with pytest.raises((ValueError, KeyError)):
        written("csv", Table({}, columns_of(first=kind), [(value,)]))


def test_a_moment_of_another_zone_is_told_in_utc():
    nepal = timezone(timedelta(hours=5, minutes=45))

    assert moment_text(MOMENT.astimezone(nepal)) == "2026-03-02T12:30:05.000999Z"


@given(st.floats(-1e300, 1e300))
def test_a_number_is_read_back_as_it_was(number):
    text = number_text(number)

    exact = number if abs(number) < LARGE else pytest.approx(number, rel=1e-14)
    assert float(text) == exact
    assert set(text) <= set("-.0123456789")


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_is_read_back_as_it_was(moment):
    assert datetime.fromisoformat(moment_text(moment)) == moment


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9),
            st.none(),
        ),
        max_size=9,
    )
)
@example([("'=x\r\n\"", None), ("\t,", None), ("\\.", None)])
def test_text_is_read_back_as_it_was(rows):
    read = csv_rows(written("csv", texts(*rows)))

    assert [as_meant(name) for name, _ in read[1:]] == [name for name, _ in rows]


def test_csv_opens_with_the_mark_that_excel_looks_for():
    text = written("csv", texts(('Ána, "A"', MOMENT), ("Бен\nB", None)))

    assert text.startswith(b"\xef\xbb\xbfname,at\r\n")
    assert csv_rows(text) == [
        ["name", "at"],
        ['Ána, "A"', "2026-03-02T12:30:05.000999Z"],
        ["Бен\nB", ""],
    ]


def test_csv_without_rows_has_its_headings():
    assert written("csv", texts()) == b"\xef\xbb\xbfname,at\r\n"


def test_many_rows_are_written_in_their_order():
    table = every_kind(
        rows=(("Ana", 0.5, n, True, MOMENT, DAY, n) for n in range(1234))
    )

    rows = csv_rows(written("csv", table))

    assert [row[2] for row in rows[1:]] == [str(number) for number in range(1234)]
