"""Parquet: typed columns that say what they are, or a refusal."""

import io
import json
import sys

import pyarrow
import pytest
from pyarrow import parquet

from course.export_errors import FormatNotInstalled
from course.exports import as_parquet
from tests.tables_written import (
    DAY,
    EVERY_KIND,
    MOMENT,
    NAME,
    ROWS,
    every_kind,
    written,
)


def read(table):
    return parquet.read_table(io.BytesIO(written("parquet", table)))


def test_each_kind_has_its_type():
    found = read(every_kind())

    assert found.schema.types == [
        pyarrow.string(),
        pyarrow.float64(),
        pyarrow.int64(),
        pyarrow.bool_(),
        pyarrow.timestamp("us", tz="UTC"),
        pyarrow.date32(),
        pyarrow.string(),
    ]
    assert tuple(found.to_pylist()[0].values()) == (
        *("=1+1", 0.25, 3, True, MOMENT, DAY),
        str(NAME),
    )
    assert [tuple(row.values()) for row in found.to_pylist()[1:]] == list(ROWS[1:])


def test_it_says_what_was_asked_and_what_each_column_holds():
    schema = read(every_kind()).schema

    assert json.loads(schema.metadata[b"question"]) == {
        "course": "miniature",
        "as_of": "2026-03-02T12:30:05.000999Z",
        "cohort": str(NAME),
    }
    assert [field.metadata[b"description"].decode() for field in schema] == [
        column.description for column in EVERY_KIND
    ]


def test_rows_lie_in_groups(monkeypatch):
    monkeypatch.setattr(as_parquet, "_GROUP", 2)

    file = parquet.ParquetFile(io.BytesIO(written("parquet", every_kind())))

    assert (file.num_row_groups, file.metadata.num_rows) == (3, len(ROWS))


def test_a_table_without_rows_has_its_columns():
    found = read(every_kind(rows=()))

    assert (found.num_rows, found.num_columns) == (0, len(EVERY_KIND))


def test_without_the_package_the_refusal_says_what_to_choose(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(FormatNotInstalled, match="'pyarrow' is not there"):
        written("parquet", every_kind(), tmp_path)

    assert list(tmp_path.iterdir()) == []
