"""Worksheets are read whole, and every fault in them is named with its line."""

import pytest

from modules import Indicator, Row, load_handbook

SHEET = "worksheets/first-sheet.toml"
OTHER = "worksheets/second-sheet.toml"
MENU = "indicators.toml"


@pytest.fixture(scope="session")
def handbook(miniature):
    return load_handbook(miniature)


def test_worksheets_come_in_their_order_and_are_no_modules(handbook):
    assert list(handbook.worksheets) == ["first-sheet", "second-sheet"]
    assert "worksheets" not in handbook.modules


def test_a_worksheet_carries_everything_its_file_says(handbook):
    sheet = handbook.worksheets["first-sheet"]
    questions, bodies, after = sheet.sections

    assert sheet.purpose == "It asks a little. It is made for tests."
    assert (sheet.minutes, sheet.sources) == (20, ("almanac",))
    assert questions.rows[1] == Row("ties", "Do ties last?")
    assert questions.columns[1].options == {"yes": "Sure", "no": "Not sure"}
    assert (bodies.row_title, bodies.fewest, bodies.most) == ("Body", 2, 3)
    assert bodies.columns[0].help == "As it is written"
    assert after.kind == "text"
    assert [each.places for each in sheet.sections] == [4, 10, 1]
    reading = handbook.worksheets["second-sheet"].section("read-questions")
    assert (reading.reads_worksheet, reading.reads_section) == (
        "first-sheet",
        "questions",
    )
    with pytest.raises(KeyError):
        sheet.section("lost")


def test_an_indicator_column_offers_the_menu(handbook):
    menu = handbook.indicators
    column = handbook.worksheets["first-sheet"].section("bodies").columns[3]

    assert menu["sdg-1"] == Indicator(
        "sdg-1", "SDG", "SDG 1", "people who moved", ("almanac",)
    )
    assert column.options == {
        "sdg-1": "SDG 1: people who moved",
        "mgi-1": "MGI 1: answers on moving",
    }


def test_every_address_that_is_there_from_the_beginning_is_known(handbook):
    sheet = handbook.worksheets["first-sheet"]

    assert list(sheet.addresses()) == [
        "questions/who-moves/answer",
        "questions/who-moves/sure",
        "questions/ties/answer",
        "questions/ties/sure",
        "next",
    ]
    assert all(sheet.column_at(each) for each in sheet.addresses())
    assert sheet.column_at("bodies/k2m4x9q1a7b3/met").kind == "date"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (SHEET, "minutes = 20", "minutes = 5", ":3: minutes: Must be greater"),
        (SHEET, 'sources = ["almanac"]', 'sources = ["lost"]', ":5: There is no"),
        (SHEET, 'help = "Answer both."\n', "", ":7: sections[1], help: Missing"),
        (SHEET, 'kind = "text"\n', 'kind = "essay"\n', ":41: sections[3], kind: Must"),
        (SHEET, "fewest = 2\n", "", ":21: sections[2], fewest: A section of kind"),
        (SHEET, "fewest = 2", "fewest = 4", ":27: sections[2], fewest: Must not be"),
        (SHEET, "most = 3", "most = 61", ":28: sections[2], most: Must be"),
        (SHEET, "most = 3", "most = 3\nrows = []", ":29: sections[2], rows: "),
        (SHEET, '"ties"', '"who-moves"', ":12: sections[1], rows: Named more than"),
        (SHEET, 'key = "next"', 'key = "bodies"', ":7: sections: Named more than"),
        (SHEET, 'kind = "date"', 'kind = "day"', ":32: sections[2], columns[3], kind"),
        (SHEET, ', no = "Not sure"', "", ":18: sections[1], columns[2], options: A"),
        (
            SHEET,
            'kind = "line"',
            'kind = "line", options = { a = "A", b = "B" }',
            ":30: sections[2], columns[1], options: Only a choice",
        ),
        (SHEET, "order = 1", "order = 2", ":1: 2 worksheets have the order 2."),
        (
            OTHER,
            "first-sheet/questions",
            "first-sheet/lost",
            ":11: There is no section 'first-sheet/lost'.",
        ),
        (
            OTHER,
            "first-sheet/questions",
            "second-sheet/conclusion",
            ":11: Read what is written in a section of another worksheet.",
        ),
        (OTHER, '"first-sheet/bodies"', '"first-sheet"', ":18: sections[2], reads: "),
        (MENU, '"almanac"', '"lost"', ":6: There is no source 'lost' in sources"),
        (MENU, '"SDG"', '"ABC"', ":3: indicators[1], framework: Must be one of"),
    ],
)
def test_a_fault_is_named_with_its_line(copy, file, old, new, fault):
    copy.replace(file, old, new)

    found = copy.faults()

    named = "worksheets" if "order" in fault else file
    assert [each for each in found if each.startswith(f"{named}{fault}")], found


def test_a_worksheet_that_cannot_be_read_is_reported_once(copy):
    copy.replace(SHEET, 'title = "The first sheet"', "title = The first sheet")

    assert len(copy.faults()) == 1
