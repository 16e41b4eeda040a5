"""Every format: what it holds, how it is sent, and that it is the same each time."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest

from course.exports import EXPORT_FORMATS, export_format, filed_format
from tests.builders import NOW
from tests.tables_written import (
    MOMENT,
    NAME,
    ROWS,
    every_kind,
    texts,
    written,
)

STREAMED = ("csv", "json", "jsonl")
EVERY_FORMAT = sorted(EXPORT_FORMATS)


def test_json_says_what_it_holds_and_how_much():
    table = texts(
        ("Ána", MOMENT),
        ("=1", None),
        about={"course": "miniature", "as_of": MOMENT, "cohort": NAME},
    )

    text = written("json", table)

    assert text.startswith(b'{"course":"miniature","as_of":"2026')
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
    assert json.loads(written("json", texts())) == {"rows": [], "row_count": 0}


def test_json_lines_are_the_rows_of_the_json():
    rows = json.loads(written("json", every_kind()))["rows"]

    lines = written("jsonl", every_kind()).splitlines()

    assert [json.loads(line) for line in lines] == rows
    assert len(rows) == len(ROWS)
    assert written("jsonl", every_kind(rows=())) == b""


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_a_value_without_a_form_is_refused(suffix):
    with pytest.raises(TypeError, match="not JSON serializable"):
        written(suffix, texts((object(), None)))


@pytest.mark.parametrize("suffix", STREAMED)
def test_a_file_is_sent_while_its_rows_are_still_being_read(suffix):
    read = 0

    def rows():
        nonlocal read
        for number in range(10_000):
            read += 1
            yield (f"Learner {number}", NOW)

    table = texts()
    chunks = EXPORT_FORMATS[suffix].write(replace(table, rows=rows()))
    next(chunks)
    next(chunks)

    assert read <= 1_000
    size = max(len(chunk) for chunk in chunks)
    assert size < 64_000
    assert read == 10_000


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_a_file_in_between_lies_in_the_folder_and_is_gone(suffix, tmp_path):
    chunks = EXPORT_FORMATS[suffix].write(every_kind(), tmp_path)
    next(chunks)
    between = list(tmp_path.iterdir())
    chunks.close()

    assert len(between) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_rows_that_break_off_leave_nothing_behind(suffix, tmp_path):
    def rows():
        yield ROWS[0]
        raise OSError("The line was cut.")

    with pytest.raises(OSError, match="line was cut"):
        written(suffix, every_kind(rows=rows()), tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", EVERY_FORMAT)
def test_the_same_table_gives_the_same_bytes(suffix):
    assert written(suffix, every_kind()) == written(suffix, every_kind())


ELSEWHERE = """
import sys
from dataclasses import fields, replace
from hashlib import sha256
from tests.tables_written import every_kind, written
for suffix in sys.argv[1:]:
    print(sha256(written(suffix, every_kind())).hexdigest())
"""


def test_another_process_in_another_zone_gives_the_same_bytes():
    here = [sha256(written(each, every_kind())).hexdigest() for each in EVERY_FORMAT]

    there = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, *EVERY_FORMAT],
        env={**os.environ, "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
        text=True,
    )

    assert there.stdout.split() == here


@pytest.mark.parametrize("suffix", EVERY_FORMAT)
def test_a_row_that_is_too_short_is_an_error(suffix):
    with pytest.raises(ValueError, match="zip"):
        written(suffix, texts(("Ana", NOW), ("Ben",)))


def test_a_format_is_called_by_one_name():
    assert {each.suffix: each.media_type for each in EXPORT_FORMATS.values()} == {
        "csv": "text/csv",
        "json": "application/json",
        "jsonl": "application/jsonl",
        "parquet": "application/vnd.apache.parquet",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    with pytest.raises(TypeError, match="'csv'"):
        export_format("csv", "CSV", "text/plain")(lambda table: iter(()))
    with pytest.raises(TypeError, match="'xlsx'"):
        filed_format("xlsx", "XLSX", "text/plain")(lambda table, path: iter(()))
