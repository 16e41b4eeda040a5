"""Files that spreadsheets and programs read rightly, written as they are read."""

import csv
import io
import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import event

from course.exports import EXPORT_FORMATS, Table, export_format
from course.exports.as_csv import cell
from course.exports.completions import COUNT_MEASURES, counts_table, rows_table
from course.statistics import CompletionQuery
from tests import builders
from tests.builders import NOW

NAME = UUID("00000000-0000-4000-8000-000000000001")
MOMENT = datetime(2026, 3, 2, 12, 30, 5, 999, tzinfo=UTC)


def written(suffix: str, *rows, about=None, columns=("name", "at")) -> bytes:
    table = Table(about=about or {}, columns=columns, rows=rows)
    return b"".join(EXPORT_FORMATS[suffix].write(table))


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
def test_no_cell_is_run_as_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("Ana", "Ana"),
        ("a=b", "a=b"),
        ("O'Neill", "O'Neill"),
        ("", ""),
        (True, "yes"),
        (False, "no"),
        (-3, "-3"),
        (-0.25, "-0.25"),
        (0, "0"),
        (MOMENT, "2026-03-02T12:30:05Z"),
        (NAME, str(NAME)),
    ],
)
def test_each_kind_of_value_has_its_form(value, shown):
    assert cell(value) == shown


def test_csv_opens_with_the_mark_that_excel_looks_for():
    text = written("csv", ('Ána, "A"', MOMENT), ("Бен\nB", None))

    assert text.startswith(b"\xef\xbb\xbfname,at\r\n")
    assert list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline=""))) == [
        ["name", "at"],
        ['Ána, "A"', "2026-03-02T12:30:05Z"],
        ["Бен\nB", ""],
    ]


def test_csv_without_rows_has_its_headings():
    assert written("csv") == b"\xef\xbb\xbfname,at\r\n"


def test_json_says_what_it_holds_and_how_much():
    text = written(
        "json",
        ("Ána", MOMENT),
        ("=1", None),
        about={"course": "miniature", "as_of": MOMENT, "cohort": NAME},
    )

    assert json.loads(text) == {
        "course": "miniature",
        "as_of": "2026-03-02T12:30:05.000999Z",
        "cohort": str(NAME),
        "rows": [
            {"name": "Ána", "at": "2026-03-02T12:30:05.000999Z"},
            {"name": "=1", "at": None},
        ],
        "row_count": 2,
    }


def test_json_without_rows_or_description_still_parses():
    assert json.loads(written("json")) == {"rows": [], "row_count": 0}


def test_a_value_without_a_form_is_refused():
    with pytest.raises(TypeError, match="object has no JSON form"):
        written("json", (object(), None))


# A workbook is an archive, whose table of contents comes last.
@pytest.mark.parametrize("suffix", sorted(EXPORT_FORMATS.keys() - {"xlsx"}))
def test_a_file_is_sent_while_its_rows_are_still_being_read(suffix):
    read = 0

    def rows():
        nonlocal read
        for number in range(10_000):
            read += 1
            yield (f"Learner {number}", NOW)

    table = Table(about={}, columns=("name", "at"), rows=rows())
    chunks = EXPORT_FORMATS[suffix].write(table)
    next(chunks)
    next(chunks)

    assert read <= 1_000
    size = max(len(chunk) for chunk in chunks)
    assert size < 64_000
    assert read == 10_000


def test_a_format_is_called_by_one_name():
    assert EXPORT_FORMATS["csv"].media_type == "text/csv"
    assert EXPORT_FORMATS["json"].media_type == "application/json"
    with pytest.raises(TypeError, match="'csv'"):
        export_format("csv", "text/plain")(lambda table: iter(()))


def test_named_rows_are_those_of_the_statistics(session):
    boss = builders.an_administrator(session)
    ana = builders.a_learner(session, name="Ana", country="KE")
    builders.a_completed_enrolment(session, ana)
    query = CompletionQuery(course_key="miniature", as_of=NOW)

    table = rows_table(session, boss, query)
    said = json.loads(b"".join(EXPORT_FORMATS["json"].write(table)))

    (row,) = said["rows"]
    assert (said["course"], said["as_of"]) == ("miniature", "2026-03-02T12:00:00Z")
    assert (row["name"], row["country"], row["lessons_completed"]) == ("Ana", "KE", 3)
    assert row["withdrawn"] is False


def test_counts_name_nobody(session):
    boss = builders.an_administrator(session)
    ana = builders.a_learner(session, name="Ana", country="KE")
    enrolment = builders.a_completed_enrolment(session, ana)
    builders.an_opened_lesson(session, enrolment)
    query = CompletionQuery(course_key="miniature", as_of=NOW)

    table = counts_table(session, boss, query, "country")
    text = b"".join(EXPORT_FORMATS["csv"].write(table)).decode("utf-8-sig")

    assert table.columns == ("country", *COUNT_MEASURES)
    assert text == "country,enrolled,started,completed,certified\r\nKE,1,1,1,1\r\n"


def test_a_cohort_that_was_asked_for_is_named_in_the_description(session):
    cohort = builders.a_cohort(session)
    boss = builders.an_administrator(session)
    query = CompletionQuery(course_key="miniature", as_of=NOW, cohort=cohort.uuid)

    assert rows_table(session, boss, query).about["cohort"] == cohort.uuid


def test_a_reader_who_leaves_midway_lets_go_of_the_rows(session):
    boss = builders.an_administrator(session)
    for _ in range(3):
        builders.an_enrolment(session)
    session.commit()
    table = rows_table(session, boss, CompletionQuery("miniature", NOW))
    rows = iter(table.rows)
    next(rows)

    table.close()

    assert list(rows) == []


def test_rows_are_fetched_from_the_database_a_few_at_a_time(session, engine):
    boss = builders.an_administrator(session)
    builders.an_enrolment(session)
    session.flush()
    asked = []

    def note(_connection, _cursor, _statement, _parameters, context, _many):
        asked.append(context.execution_options.get("yield_per"))

    event.listen(engine, "after_cursor_execute", note)
    query = CompletionQuery(course_key="miniature", as_of=NOW)
    rows = list(rows_table(session, boss, query).rows)
    event.remove(engine, "after_cursor_execute", note)

    assert len(rows) == 1
    assert asked == [500]
