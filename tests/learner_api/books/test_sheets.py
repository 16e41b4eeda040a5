"""Worksheets on paper: what they ask, and room to write."""

import pytest

from learner_api.books.sheets import Heading, sheets_of


@pytest.fixture
def sheet(catalogue):
    """The worksheet that a task of the first module fills in."""
    handbook = catalogue.handbook
    modules = [handbook.modules["first-module"], handbook.modules["second-module"]]
    [sheet] = sheets_of(modules, handbook.worksheets)
    return sheet


def test_a_table_keeps_its_rows_and_says_what_may_be_chosen(sheet):
    questions = sheet.sections[0]

    assert questions.rows == ("Who moves?", "Do ties last?")
    assert questions.columns[1] == Heading("How sure", "Sure / Not sure")


def test_a_list_has_as_many_rows_as_there_may_be_and_no_more(sheet):
    assert sheet.sections[1].rows == ("1", "2", "3")


def test_a_long_text_has_lines(sheet):
    assert [each.is_text for each in sheet.sections] == [False, False, True]


def test_indicators_to_choose_from_are_listed(sheet, catalogue):
    indicators = catalogue.handbook.worksheets["first-sheet"]
    column = indicators.section("bodies").columns[3]

    assert sheet.menu == tuple(column.options.values())
    assert sheet.menu


def test_a_section_that_reads_another_says_what_to_have_at_hand(catalogue):
    handbook = catalogue.handbook
    from learner_api.books.sheets import _sheet

    sheet = _sheet(handbook.worksheets["second-sheet"], handbook.worksheets)

    assert sheet.sections[0].have_at_hand == (
        "Have “Two questions” of the worksheet “The first sheet” at hand."
    )
    assert not sheet.sections[0].is_text
