"""Workbooks: text that is no formula, dates that are dates, and what was asked."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl import load_workbook

from course.export_errors import TextTooLongForCell, TooManyRowsForSheet
from course.exports import as_xlsx
from course.exports.sheet_cells import MOST_CHARACTERS
from course.exports.table import KINDS
from tests.tables_written import (
    DAY,
    EVERY_KIND,
    MOMENT,
    NAME,
    ROWS,
    every_kind,
    texts,
    written,
)


def workbook(table):
    return load_workbook(io.BytesIO(written("xlsx", table)))


def test_each_kind_of_value_is_what_it_is():
    sheet = workbook(every_kind())["Table"]

    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == tuple(KINDS)
    name, number, whole, answer, moment, day, identifier = rows[1]
    assert (name, number, whole, answer) == ("=1+1", 0.25, 3, True)
    assert moment == datetime(2026, 3, 2, 12, 30, 5, 1000)  # noqa: DTZ001  # no zones
    assert (day.date(), identifier) == (DAY, str(NAME))
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "b", "d", "d", "s"]
    assert rows[4] == (None,) * len(KINDS)
    assert len(rows) == len(ROWS) + 1


def test_text_is_the_same_text_and_never_a_formula():
    hard = ["=1+1", "'=x", "<r>x</r>", "<r><t>x</t></r>", "{=1}", "http://x.org", "007"]
    hard += [" a ", "a\nb", "Ána 欧阳", "&amp;", "external:x", "+1"]

    sheet = workbook(texts(*((each, None) for each in hard)))["Table"]

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == hard
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert [cell.value for cell in cells if cell.quotePrefix] == ["=1+1", "'=x", "+1"]


def test_what_xml_cannot_hold_is_left_out():
    sheet = workbook(texts(("A\x00n\x1fa\ufffe", None), ("\x07", None), ("B", None)))

    cells = [row[0] for row in sheet["Table"].iter_rows(min_row=2, values_only=True)]

    assert cells == ["Ana", None, "B"]


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_text():
    rows = [(None, None, 2**62, None, None, None, None)]

    sheet = workbook(every_kind(rows=rows))["Table"]

    assert sheet["C2"].value == str(2**62)


def test_the_heading_stays_in_view():
    book = workbook(every_kind())

    assert [sheet.freeze_panes for sheet in book] == ["A2", "A2"]


def test_the_second_sheet_says_what_was_asked_and_what_each_column_holds():
    book = workbook(every_kind())

    assert book.sheetnames == ["Table", "About"]
    rows = list(book["About"].iter_rows(min_row=2, values_only=True))
    assert rows[:3] == [
        ("course", "miniature", None, None),
        ("as_of", "2026-03-02T12:30:05.000999Z", None, None),
        ("cohort", str(NAME), None, None),
    ]
    assert rows[4:] == [
        (each.name, each.kind, each.description, KINDS[each.kind])
        for each in EVERY_KIND
    ]


def test_it_was_made_at_the_moment_that_it_tells_of():
    data = written("xlsx", every_kind())

    made = load_workbook(io.BytesIO(data)).properties.created
    assert made.replace(microsecond=0) == MOMENT.replace(tzinfo=None, microsecond=0)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 31)}


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 3)

    assert written("xlsx", texts(*[("Ana", None)] * 3))
    with pytest.raises(TooManyRowsForSheet, match=r"holds 3 rows.*Choose CSV"):
        written("xlsx", texts(*[("Ana", None)] * 4), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_text_longer_than_a_cell_is_refused_and_not_cut(tmp_path):
    longest = "😀" * (MOST_CHARACTERS // 2) + "a"

    sheet = workbook(texts((longest, None)))["Table"]
    with pytest.raises(TextTooLongForCell, match="'name' of row 2") as refused:
        written("xlsx", texts(("Ana", None), (f"{longest}a", None)), tmp_path)

    assert sheet["A2"].value == longest
    assert refused.value.data["most"] == MOST_CHARACTERS
    assert list(tmp_path.iterdir()) == []


def test_a_question_of_many_parts_is_told_as_it_is_in_the_json():
    table = replace(texts(), about={"given": {"end": 3}})

    book = workbook(table)

    assert json.loads(book["About"]["B2"].value) == {"end": 3}
