"""A folder of files becomes a Handbook, whole and in order."""

from datetime import date

import pytest

from modules import BarFigure, FigureGroup, FigureRow, Source, load_handbook


def test_modules_and_lessons_come_in_the_order_their_authors_gave(miniature):
    handbook = load_handbook(miniature)

    assert list(handbook.modules) == ["first-module", "second-module"]
    first = handbook.modules["first-module"]
    assert [lesson.key for lesson in first.lessons] == ["first-lesson", "second-lesson"]


def test_a_module_carries_everything_its_front_matter_says(miniature):
    module = load_handbook(miniature).modules["first-module"]

    assert module.title == "The first module"
    assert module.summary == "What a made-up country does about movement."
    assert module.hours == 2
    assert module.objectives["classify"] == "Classify a measure"
    assert module.quiz == "first-quiz"
    assert module.key_points[2] == "Somebody counts it."
    assert module.discussion_question == "Who counts movement in your country?"
    assert module.further_reading == ("field-notes",)
    assert module.figures_as_of == date(2026, 11, 23)
    assert module.introduction.startswith("This module is a small one")


def test_a_lesson_knows_its_sources_and_figures_in_order_of_first_mention(miniature):
    module = load_handbook(miniature).modules["first-module"]

    assert module.lesson("first-lesson").sources == ("almanac", "field-notes")
    assert module.lesson("second-lesson").sources == ("field-notes", "almanac")
    assert module.lesson("second-lesson").figures == ("measures",)


def test_a_lesson_of_an_unknown_key_is_a_key_error(miniature):
    module = load_handbook(miniature).modules["first-module"]

    with pytest.raises(KeyError):
        module.lesson("fourth-lesson")


def test_minutes_are_worked_out_from_words_and_exercise(copy):
    copy.write_lesson("word " * 181 + "[@almanac]\n")
    handbook = load_handbook(copy.folder)

    lesson = handbook.modules["second-module"].lesson("third-lesson")
    assert (lesson.words, lesson.minutes) == (181, 2)
    first = handbook.modules["first-module"]
    assert first.lesson("first-lesson").minutes == 1 + 5
    assert first.minutes == 1 + 5 + 1


def test_citations_and_markup_are_not_counted_as_words(copy):
    copy.write_lesson(
        "One *two* [three](https://www.example.org).[@almanac]\n\n"
        "Table: four\n\n| five | six |\n| --- | --- |\n| 7 | 8 |\n\n"
        "::: note nine\nten\n:::\n\n~~~\neleven twelve\n~~~\n"
    )

    module = load_handbook(copy.folder).modules["second-module"]

    assert module.lesson("third-lesson").words == 12


def test_sources_and_figures_carry_what_their_files_say(miniature):
    handbook = load_handbook(miniature)

    assert handbook.sources["almanac"] == Source(
        key="almanac",
        title="An almanac of made-up numbers",
        body="Office of Examples",
        year=2020,
        as_of="2019-06",
        address="https://www.example.org/almanac",
        kind="official",
    )
    assert handbook.sources["field-notes"].address is None
    assert handbook.figures["measures"] == BarFigure(
        key="measures",
        title="Measures by kind",
        caption="How many made-up plans hold each measure.",
        alternative=(
            "Of the five measures, training is the commonest with 12 plans; "
            "a wage floor is in none."
        ),
        source="almanac",
        label_column="Measure",
        value_column="Plans with the measure",
        groups=(
            FigureGroup(
                "People",
                (
                    FigureRow("Train staff", 12),
                    FigureRow("Inform travellers before they leave", 7),
                ),
            ),
            FigureGroup(
                "Money",
                (
                    FigureRow("Lower the cost of sending", 9.5),
                    FigureRow("Match savings & gifts", 3),
                    FigureRow("Set a wage floor", 0),
                ),
            ),
        ),
    )


def test_nothing_in_a_handbook_can_be_replaced(miniature):
    handbook = load_handbook(miniature)
    first = handbook.modules["first-module"]

    # mypy refuses this first, and so does Python where nobody asked mypy.
    with pytest.raises(TypeError):
        handbook.modules["third-module"] = first  # type: ignore[index]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The second one reads.", "The second one reads.\n\n\n"),
        ("The second one reads.", "The second one reads.   "),
        ("+++\nTwo offices", "+++\n\n\nTwo offices"),
        ('title = "The third lesson"', '# A comment\ntitle = "The third lesson"'),
        ("objectives = [", "exercise_minutes = 0\nobjectives = ["),
    ],
)
def test_the_digest_stays_while_the_meaning_stays(copy, old, new):
    before = load_handbook(copy.folder).modules["second-module"].lessons[0]

    copy.replace("second-module/third-lesson.md", old, new)

    after = load_handbook(copy.folder).modules["second-module"].lessons[0]
    assert after.digest == before.digest
    assert after == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The second one reads.", "The second one writes."),
        ('title = "The third lesson"', 'title = "The last lesson"'),
        ("List two offices", "List three offices"),
        ("objectives = [", "exercise_minutes = 3\nobjectives = ["),
    ],
)
def test_the_digest_changes_when_the_meaning_does(copy, old, new):
    before = load_handbook(copy.folder).modules["second-module"].lessons[0]

    copy.replace("second-module/third-lesson.md", old, new)

    after = load_handbook(copy.folder).modules["second-module"].lessons[0]
    assert after.digest != before.digest


def test_a_file_saved_on_another_system_reads_the_same(copy):
    before = load_handbook(copy.folder).modules["second-module"].lessons[0]
    path = copy.folder / "second-module" / "third-lesson.md"
    unix = path.read_bytes()

    path.write_bytes(b"\xef\xbb\xbf" + unix.replace(b"\n", b"\r\n"))

    assert load_handbook(copy.folder).modules["second-module"].lessons[0] == before


def test_a_lesson_may_show_a_picture_that_lies_beside_it(copy):
    copy.write("second-module/map.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    copy.write_lesson("Look.[@almanac]\n\n![A map of the port](map.svg)\n")

    module = load_handbook(copy.folder).modules["second-module"]

    assert "map.svg" in module.lesson("third-lesson").body


def test_a_lesson_knows_the_terms_that_it_links_to(miniature):
    module = load_handbook(miniature).modules["first-module"]

    assert module.lesson("first-lesson").terms == ()
    assert module.lesson("second-lesson").terms == ("measure",)
