"""The file of the roadmap is read whole, and its faults are named with their lines."""

import pytest

from modules import RoadmapBlock, RoadmapCover, check_handbook, load_handbook

FILE = "roadmap.toml"


@pytest.fixture(scope="session")
def handbook(miniature):
    return load_handbook(miniature)


def test_the_roadmap_has_its_parts_with_their_blocks_in_order(handbook):
    roadmap = handbook.roadmap

    assert roadmap.title == "Roadmap of a small country"
    assert [(part.key, len(part.blocks)) for part in roadmap.parts] == [
        ("summary", 1),
        ("analysis", 3),
    ]
    assert roadmap.blocks[1] == RoadmapBlock(
        part="analysis",
        section="first-sheet/questions",
        title="Questions",
        rows="Question",
        columns={"answer": "Answer"},
        needed=1,
        open_at={"sure": ("no",)},
    )
    assert roadmap.blocks[1].worksheet_key == "first-sheet"
    assert roadmap.blocks[1].section_key == "questions"


def test_the_first_page_knows_where_its_words_are_written():
    cover = RoadmapCover("sheet/cover", "land/answer", "office/answer", "group/answer")

    assert cover.addresses == {
        "country": "cover/land/answer",
        "office": "cover/office/answer",
        "group": "cover/group/answer",
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Roadmap of a small country"\n', "", ":10: title: Missing"),
        ("first-sheet/questions", "first-sheet/next", ":4: There is no table"),
        ('country = "who-moves/', 'country = "nobody/', ":5: The table has no place"),
        ('country = "who-moves/answer"', 'country = "x"', ":3: cover, country: Must"),
        ('key = "analysis"', 'key = "summary"', ":9: parts: Named more than once"),
        ('key = "analysis"', 'key = "lost"', ":14: The part 'lost' has no blocks."),
        ('part = "summary"', 'part = "lost"', ":18: There is no part 'lost'."),
        ("first-sheet/next", "first-sheet/lost", ":19: There is no section"),
        (
            "first-sheet/next",
            "first-sheet/bodies",
            ":19: A table or a list says 'rows'",
        ),
        ("first-sheet/next", "second-sheet/read-bodies", ":19: There is no section"),
        (
            "second-sheet/conclusion",
            "first-sheet/next",
            ":41: The section 'first-sheet/",
        ),
        ("needed = 1", "needed = 2", ":21: The section holds 1 at most."),
        ("needed = 1", "needed = 0", ":21: blocks[1], needed: Must be"),
        ("columns = { answer", "columns = { lost", ":28: The section has no column"),
        ('sure = ["no"]', 'lost = ["no"]', ":30: The section has no column 'lost'."),
        ('sure = ["no"]', 'sure = ["perhaps"]', ":30: The column 'sure' has no option"),
        ('sure = ["no"]', "sure = []", ":30: blocks[2], open_at"),
    ],
)
def test_a_fault_is_named_with_its_line(copy, old, new, fault):
    copy.replace(FILE, old, new)

    found = copy.faults()

    assert [each for each in found if each.startswith(f"{FILE}{fault}")], found


def test_where_there_are_worksheets_the_file_must_be_there(copy):
    (copy.folder / FILE).unlink()

    assert copy.faults() == [f"{FILE}:1: The file is missing."]


def test_a_handbook_without_worksheets_needs_none(copy):
    (copy.folder / FILE).unlink()
    for sheet in (copy.folder / "worksheets").iterdir():
        sheet.unlink()

    assert load_handbook(copy.folder).roadmap is None


def test_an_editor_is_told_of_what_has_no_place(copy):
    copy.replace(FILE, '"second-sheet/conclusion"', '"first-sheet/bodies"')
    text = (copy.folder / FILE).read_text(encoding="utf-8")
    copy.write(FILE, text[: text.rindex("[[blocks]]")])

    advice = [str(each) for each in check_handbook(load_handbook(copy.folder))]

    assert (
        f"{FILE}:1: The section 'second-sheet/conclusion' has no place in the roadmap."
        in advice
    )
