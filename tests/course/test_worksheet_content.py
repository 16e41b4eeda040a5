"""What stands in a worksheet is a fold of what is held, whoever wrote it when."""

from hypothesis import given
from hypothesis import strategies as st

from course.worksheet_content import content_of
from tests.builders import FILLED_IN, LATER_ROW, ROW, miniature_catalogue

SHEETS = miniature_catalogue().handbook.worksheets


def content(key="first-sheet", **held):
    return content_of(SHEETS, key, {"first-sheet": FILLED_IN | held})


def rows(held, section=1):
    return [row.key for row in content(**held).sections[section].rows]


def test_every_value_stands_where_it_belongs():
    questions, bodies, after = content().sections

    assert [row.label for row in questions.rows] == ["Who moves?", "Do ties last?"]
    assert [cell.words for cell in questions.rows[0].cells] == [
        "Nurses, mostly.",
        "Sure",
    ]
    assert questions.rows[1].is_blank
    assert [(row.key, row.label) for row in bodies.rows] == [(ROW, "Body 1")]
    assert bodies.rows[0].cells[3].words == "SDG 1: people who moved"
    assert bodies.rows[0].cells[4].field == f"bodies/{ROW}/task"
    assert after.cell.value == "We ask."


def test_rows_come_in_the_order_of_their_making():
    added = {f"bodies/{LATER_ROW}/task": "It advises."}

    assert rows(added) == [ROW, LATER_ROW]
    assert content(**added).sections[1].rows[1].label == "Body 2"


def test_a_row_that_was_taken_away_is_not_there_whatever_is_written_in_it():
    assert rows({f"bodies/{ROW}": "removed"}) == []
    assert rows({f"bodies/{ROW}": "removed", f"bodies/{ROW}/task": "More."}) == []
    assert rows({f"bodies/{ROW}": None}) == [ROW]


def test_a_row_with_nothing_in_it_is_not_there():
    cleared = dict.fromkeys((each for each in FILLED_IN if ROW in each), None)

    assert rows(cleared) == []


def test_a_reading_shows_what_another_worksheet_holds():
    reading, bodies, conclusion = content("second-sheet").sections

    assert reading.of.key == "first-sheet"
    assert reading.shown.rows[0].cells[0].value == "Nurses, mostly."
    assert bodies.shown.rows[0].label == "Body 1"
    assert not reading.is_blank
    assert conclusion.is_blank
    assert content_of(SHEETS, "second-sheet", {}).sections[0].is_blank


def test_the_share_counts_places_and_never_more_than_there_are():
    many = {
        f"bodies/{ROW[:-2]}{n:02}/{column}": "1"
        for n in range(3)
        for column in ("name", "members", "task")
    }

    assert (content().filled, content().places) == (2 + 4 + 1, 4 + 10 + 1)
    assert content().percent == 46
    full = content(**many).sections[1]
    assert full.filled == full.section.places == 10
    assert content("second-sheet").percent == 0


def test_what_no_longer_has_a_place_is_passed_over():
    odd = {"gone": "x", "questions/who-left/answer": "x", "bodies/a/b/c": "x"}

    assert content(**odd).filled == content().filled


@given(st.permutations(sorted(FILLED_IN)))
def test_the_order_in_which_values_are_held_changes_nothing(order):
    shuffled = {field: FILLED_IN[field] for field in order}

    assert content_of(SHEETS, "first-sheet", {"first-sheet": shuffled}) == content()
