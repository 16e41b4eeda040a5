"""The manifest beside a file: what was asked, what came of it, is it whole."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from course.canonical import canonical_json
from course.exports import EXPORT_FORMATS
from course.exports.manifest import (
    Difference,
    Manifest,
    check_manifest,
    manifest_name,
)
from course.exports.table import BATCH, KINDS
from tests.tables_written import (
    EVERY_KIND,
    NAME,
    ROWS,
    every_kind,
    texts,
    with_manifest,
    written,
)


@pytest.mark.parametrize("suffix", sorted(EXPORT_FORMATS))
def test_it_tells_of_the_file_that_was_written(suffix, tmp_path):
    path, manifest, _ = with_manifest(tmp_path, every_kind(), suffix)

    data = path.read_bytes()
    assert data == written(suffix, every_kind())
    assert manifest == Manifest(
        file_name=f"table.{suffix}",
        media_type=EXPORT_FORMATS[suffix].media_type,
        byte_count=len(data),
        sha256=sha256(data).hexdigest(),
        row_count=len(ROWS),
        totals={"whole": sum(row[2] or 0 for row in ROWS)},
        as_of="2026-03-02T12:30:05.000999Z",
        question={
            "course": "miniature",
            "as_of": "2026-03-02T12:30:05.000999Z",
            "cohort": str(NAME),
        },
        columns=EVERY_KIND,
    )
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", sorted(EXPORT_FORMATS))
def test_it_tells_how_far_the_writing_is(suffix, tmp_path):
    rows = [ROWS[0]] * (BATCH * 21)

    _, manifest, told = with_manifest(tmp_path, every_kind(rows=rows), suffix)

    assert any(0 < each < len(rows) for each in told)
    assert sum(told) == manifest.row_count == len(rows)


def test_it_is_spelt_in_one_way_and_comes_back_from_it(tmp_path):
    _, manifest, _ = with_manifest(tmp_path, every_kind())

    text = manifest.to_json()

    data = json.loads(text)
    assert text == f"{canonical_json(data)}\n".encode()
    assert Manifest.from_data(data) == manifest
    assert data["schema_version"] == 1
    assert data["kinds"] == KINDS
    assert data["columns"][2] == {
        "name": "whole",
        "kind": "whole",
        "description": "A value: whole.",
    }


def test_it_explains_only_the_kinds_that_are_there(tmp_path):
    _, manifest, _ = with_manifest(tmp_path, texts())

    assert set(manifest.to_data()["kinds"]) == {"text", "moment"}
    assert (manifest.row_count, manifest.totals, manifest.as_of) == (0, {}, None)


def test_the_file_that_was_written_is_found_to_be_it(tmp_path):
    path, manifest, _ = with_manifest(tmp_path, every_kind())
    renamed = path.rename(tmp_path / "sent-on.csv")

    assert check_manifest(renamed, manifest) == ()


def test_it_says_what_of_another_file_differs(tmp_path):
    path, manifest, _ = with_manifest(tmp_path, every_kind())
    data = path.read_bytes()

    path.write_bytes(data[:-9])
    cut = check_manifest(path, manifest)
    path.write_bytes(data.replace(b"2026", b"2025"))
    edited = check_manifest(path, manifest)
    path.unlink()

    assert [each.name for each in cut] == ["byte_count", "sha256"]
    assert cut[0] == Difference("byte_count", len(data), len(data) - 9)
    assert [each.name for each in edited] == ["sha256"]
    assert check_manifest(path, manifest) == (
        Difference("file_name", "table.csv", None),
    )


def test_a_table_that_breaks_off_has_neither_file_nor_manifest(tmp_path):
    def rows():
        yield from ROWS
        raise OSError("The line was cut.")

    with pytest.raises(OSError, match="line was cut"):
        with_manifest(tmp_path, replace(every_kind(), rows=rows()))
    assert not (tmp_path / "table.csv").exists()


def test_it_lies_beside_the_file():
    assert manifest_name("table.csv") == "table.csv.manifest.json"
