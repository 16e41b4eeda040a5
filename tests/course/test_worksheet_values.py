"""What a field of a worksheet takes, and how it is kept."""

import pytest

from course.worksheet_errors import InvalidEntry
from course.worksheet_values import check_value, in_words
from tests.builders import ROW


@pytest.fixture
def sheet(catalogue):
    return catalogue.worksheet("first-sheet")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("next", "  Two\r\nlines\r\n", "Two\nlines"),
        ("next", "x" * 5000, "x" * 5000),
        ("next", " \n ", None),
        ("next", "", None),
        ("next", None, None),
        ("questions/ties/sure", "no", "no"),
        (f"bodies/{ROW}/name", "The Council", "The Council"),
        (f"bodies/{ROW}/members", "-12.50", "-12.50"),
        (f"bodies/{ROW}/met", "2026-02-28", "2026-02-28"),
        (f"bodies/{ROW}/counts", "sdg-1", "sdg-1"),
        (f"bodies/{ROW}/counts", "nurses in training", "nurses in training"),
        (f"bodies/{ROW}", "removed", "removed"),
        (f"bodies/{ROW}", None, None),
    ],
)
def test_what_fits_is_kept_without_its_edges(sheet, field, value, kept):
    assert check_value(sheet, field, value) == kept


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("next", "x" * 5001, "at most 5000 characters"),
        ("next", "a\0b", "cannot be kept"),
        ("next", "\ud800", "cannot be kept"),
        (f"bodies/{ROW}/name", "x" * 201, "at most 200 characters"),
        (f"bodies/{ROW}/name", "two\nlines", "one line"),
        (f"bodies/{ROW}/members", "a dozen", "in figures"),
        (f"bodies/{ROW}/members", "1,200", "in figures"),
        (f"bodies/{ROW}/members", "1e9", "in figures"),
        (f"bodies/{ROW}/met", "1 February", "year, month and day"),
        (f"bodies/{ROW}/met", "2026-02-30", "year, month and day"),
        (f"bodies/{ROW}/met", "20260228", "year, month and day"),
        ("questions/ties/sure", "perhaps", "Choose one"),
        (f"bodies/{ROW}", "kept", "Choose one"),
        ("nowhere", "x", "no field called 'nowhere'"),
        ("next/x", "x", "no field"),
        ("questions", "x", "no field"),
        ("questions/ties", "removed", "no field"),
        ("questions/who-stays/answer", "x", "no field"),
        ("questions/ties/never", None, "no field"),
        ("bodies/short/name", "x", "no field"),
        ("bodies/UPPERCASE/name", "x", "no field"),
        (f"bodies/{ROW}/name/more", "x", "no field"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_for_its_field(
    sheet, field, value, words
):
    with pytest.raises(InvalidEntry, match=words) as refusal:
        check_value(sheet, field, value)

    assert refusal.value.data["field"] == field


def test_nothing_is_written_where_one_only_reads(catalogue):
    with pytest.raises(InvalidEntry):
        check_value(catalogue.worksheet("second-sheet"), "read-questions", "x")


def test_people_read_labels_and_not_keys(sheet):
    counts, sure = (
        sheet.column_at(field)
        for field in (f"bodies/{ROW}/counts", "questions/ties/sure")
    )

    assert in_words(counts, "sdg-1") == "SDG 1: people who moved"
    assert in_words(counts, "nurses in training") == "nurses in training"
    assert in_words(sure, "no") == "Not sure"
    assert in_words(sure, None) == ""
