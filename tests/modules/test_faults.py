"""Every fault in the Handbook's files is reported, with its file, line and cure."""

import shutil

import pytest

from modules import Fault, HandbookFilesError, load_handbook

FIRST = "first-module/module.md"
LESSON = "second-module/third-lesson.md"
FIGURE = "figures/measures.toml"


def a_module(title: str = "A module", lessons: str = '["a-lesson"]') -> str:
    return (
        f'+++\ntitle = "{title}"\nsummary = "S."\nhours = 1\n'
        f'objectives = {{ say = "Say", list = "List", draw = "Draw" }}\n'
        f"lessons = {lessons}\n"
        'key_points = ["A.", "B.", "C."]\ndiscussion_question = "Q?"\n'
        "further_reading = []\nfigures_as_of = 2026-01-01\n+++\nHello.\n"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        pytest.param(
            FIRST,
            "+++\ntitle",
            "title",
            f"{FIRST}:1: The file must open with a line of +++ (front matter).",
            id="front matter missing",
        ),
        pytest.param(
            FIRST,
            "+++\nThis",
            "This",
            f"{FIRST}:1: The front matter is never closed: add a second line of +++.",
            id="front matter not closed",
        ),
        pytest.param(
            FIRST,
            "hours = 2",
            "hours = two",
            f"{FIRST}:4: Broken TOML: Invalid value.",
            id="broken TOML in front matter",
        ),
        pytest.param(
            FIRST,
            "hours = 2",
            "hours = 2\nhours = 3",
            f"{FIRST}:5: Broken TOML: Cannot overwrite a value.",
            id="a field given twice",
        ),
        pytest.param(
            FIRST,
            "hours = 2",
            "hours = 2\nlength = 3",
            f"{FIRST}:5: length: Unknown field.",
            id="unknown field",
        ),
        pytest.param(
            FIRST,
            "hours = 2\n",
            "",
            f"{FIRST}:1: hours: Missing data for required field.",
            id="missing field",
        ),
        pytest.param(
            FIRST,
            "hours = 2",
            'hours = "two"',
            f"{FIRST}:4: hours: Not a valid integer.",
            id="field of the wrong type",
        ),
        pytest.param(
            FIRST,
            '"Classify a measure"',
            "7",
            f"{FIRST}:5: objectives, classify, value: Not a valid string.",
            id="item of the wrong type",
        ),
        pytest.param(
            FIRST,
            'classify = "Classify a measure", ',
            "",
            f"{FIRST}:5: objectives: Length must be between 3 and 5.",
            id="too few objectives",
        ),
        pytest.param(
            FIRST,
            "figures_as_of = 2026-11-23",
            'figures_as_of = "2026-11-23"',
            f"{FIRST}:11: figures_as_of: Must be a date without quotes, "
            "such as 2026-11-23.",
            id="date in quotes",
        ),
        pytest.param(
            FIRST,
            '"The first module"',
            '" "',
            f"{FIRST}:2: title: Must not be empty.",
            id="empty title",
        ),
        pytest.param(
            FIRST,
            '"first-quiz"',
            '"First quiz"',
            f"{FIRST}:7: quiz: 'First quiz' is not a key. A key is lower-case words "
            "joined by hyphens, such as 'situation-analysis'.",
            id="bad key of a quiz",
        ),
        pytest.param(
            FIRST,
            '"second-lesson"]',
            '"second-lesson", "lost-lesson"]',
            f"{FIRST}:6: The lesson 'lost-lesson' has no file "
            "first-module/lost-lesson.md.",
            id="lesson listed without a file",
        ),
        pytest.param(
            FIRST,
            ', "second-lesson"]',
            "]",
            "first-module/second-lesson.md:1: The lesson is not in the list of "
            "first-module/module.md.",
            id="file not listed",
        ),
        pytest.param(
            FIRST,
            '"second-lesson"]',
            '"second-lesson", "second-lesson"]',
            f"{FIRST}:6: lessons: Named more than once: second-lesson.",
            id="lesson listed twice",
        ),
        pytest.param(
            FIRST,
            '["field-notes"]',
            '["old-notes"]',
            f"{FIRST}:10: There is no source 'old-notes' in sources.toml.",
            id="unknown further reading",
        ),
        pytest.param(
            FIRST,
            "made for tests.",
            "made for tests.[@almanac]",
            f"{FIRST}:24: An introduction has no source list: cite and show in a "
            "lesson.",
            id="citation in an introduction",
        ),
        pytest.param(
            "first-module/first-lesson.md",
            "exercise_minutes = 5",
            "exercise_minutes = 15",
            "first-module/first-lesson.md:1: The lesson takes 16 minutes (96 words and "
            "15 minutes of exercise); 15 is the most. Cut it or make two.",
            id="lesson too long",
        ),
        pytest.param(
            "first-module/first-lesson.md",
            "60 %[@field-notes]",
            "60 %[@lost]",
            "first-module/first-lesson.md:19: There is no source 'lost' in "
            "sources.toml.",
            id="unknown source in a table",
        ),
        pytest.param(
            "sources.toml",
            'key = "field-notes"',
            'key = "almanac"',
            "sources.toml:11: The source 'almanac' is registered twice.",
            id="source registered twice",
        ),
        pytest.param(
            "sources.toml",
            "year = 2020",
            'year = "2020"',
            "sources.toml:5: sources[1], year: Not a valid integer.",
            id="year in quotes",
        ),
        pytest.param(
            "sources.toml",
            'as_of = "2019-06"',
            'as_of = "June 2019"',
            "sources.toml:6: sources[1], as_of: Must be YYYY, YYYY-MM or YYYY-MM-DD.",
            id="date in words",
        ),
        pytest.param(
            "sources.toml",
            "https://www",
            "javascript:www",
            "sources.toml:7: sources[1], address: Must be a web address that begins "
            "with https://.",
            id="address that is not one",
        ),
        pytest.param(
            "sources.toml",
            'kind = "secondary"',
            'kind = "rumour"',
            "sources.toml:14: sources[2], kind: Must be one of: official, secondary.",
            id="unknown kind of source",
        ),
        pytest.param(
            "sources.toml",
            'body = "Institute of Examples"\n',
            "",
            "sources.toml:10: sources[2], body: Missing data for required field.",
            id="source without a body",
        ),
        pytest.param(
            "sources.toml",
            'title = "Notes from the field"',
            'title = "Notes from the field',
            "sources.toml:12: Broken TOML: Illegal character '\\n'.",
            id="broken TOML in sources",
        ),
        pytest.param(
            FIGURE,
            'source = "almanac"',
            'source = "lost"',
            f"{FIGURE}:4: There is no source 'lost' in sources.toml.",
            id="figure of an unknown source",
        ),
        pytest.param(
            FIGURE,
            "value = 3",
            "value = -3",
            f"{FIGURE}:19: groups[2], rows[2], value: Must be 0 or more.",
            id="bar below nothing",
        ),
        pytest.param(
            FIGURE,
            "value = 3",
            "value = true",
            f"{FIGURE}:19: groups[2], rows[2], value: Must be a number.",
            id="bar that is no number",
        ),
        pytest.param(
            FIGURE,
            'caption = "How',
            'legend = "How',
            f"{FIGURE}:2: legend: Unknown field.",
            id="unknown field of a figure",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_line(copy, file, old, new, fault):
    copy.replace(file, old, new)

    assert fault in copy.faults()


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("Hm.\n\n<b>bold</b>", 7, "Raw HTML is not allowed: <b>"),
        ("One\ntwo <br> three", 6, "Raw HTML is not allowed: <br>"),
        ("A\n\n<!-- note -->\n", 7, "Raw HTML is not allowed: <!-- note -->"),
        ("# Top", 5, "The page's first heading is the title: begin headings at ##."),
        ("Top\n===", 5, "The page's first heading is the title: begin headings at ##."),
        ("### Deep", 5, "Heading level 3 follows level 1: skip no level."),
        ("## A\n\n#### B", 7, "Heading level 4 follows level 2: skip no level."),
        ("## A\n\n##", 7, "This heading has no words."),
        (
            "![](map.svg)",
            5,
            "This image has no alternative text: write it between ![ and ].",
        ),
        ("![A map](map.svg)", 5, "There is no image map.svg beside this file."),
        (
            "![A map](https://www.example.org/map.svg)",
            5,
            "The image 'https://www.example.org/map.svg' is refused: name a picture "
            "file that lies beside the lesson, such as map.svg.",
        ),
        (
            "A\nb [here](https://www.example.org)",
            6,
            "Link words must say where the link leads; 'here' does not.",
        ),
        (
            "[Click here.](https://www.example.org)",
            5,
            "Link words must say where the link leads; 'Click here.' does not.",
        ),
        (
            "[www.example.org](https://www.example.org)",
            5,
            "Link words must say where the link leads; 'www.example.org' does not.",
        ),
        (
            "<https://www.example.org>",
            5,
            "Link words must say where the link leads; "
            "'https://www.example.org' does not.",
        ),
        ("[](https://www.example.org)", 5, "This link has no words."),
        (
            "[the notes](javascript:alert)",
            5,
            "The link to 'javascript:alert' is refused: begin it with https:// or, for "
            "another lesson, with lesson:module-key/lesson-key.",
        ),
        (
            "[the notes][n]\n\n[n]: data:text/html,x",
            5,
            "The link to 'data:text/html,x' is refused: begin it with https:// or, for "
            "another lesson, with lesson:module-key/lesson-key.",
        ),
        (
            "[the notes](../notes.md)",
            5,
            "The link to '../notes.md' is refused: begin it with https:// or, for "
            "another lesson, with lesson:module-key/lesson-key.",
        ),
        (
            "[next](lesson:first-module/lost)",
            5,
            "There is no lesson 'lesson:first-module/lost'.",
        ),
        (
            "A\n[it[@almanac]](https://e.org)",
            6,
            "This link is broken. Its words may hold no citation and no link.",
        ),
        (
            "A\n\n| a | b |\n| c | d |",
            7,
            "This table has no header row: give it one, then a line of dashes such as "
            "| --- | --- | with as many columns.",
        ),
        (
            "Table: x\n\n| a |  |\n| --- | --- |\n| 1 | 2 |",
            7,
            "A column of this table has no heading: name what it holds.",
        ),
        (
            "A\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
            7,
            "This table has no caption: put 'Table: words' right above it.",
        ),
        (
            "Table: [@almanac]\n\n| a |\n| --- |\n| 1 |",
            5,
            "This table's caption has no words.",
        ),
        (":::: note N\nwords", 5, "A box opens with three colons and a space."),
        ("Table: Lost\n\nWords.", 5, "No table stands under this caption."),
        ("A\n\n[@lost]", 7, "There is no source 'lost' in sources.toml."),
        ("A\n\n[[figure:lost]]", 7, "There is no figure 'lost'."),
        (
            "[[figure:measures]]\n\n[[figure:measures]]",
            7,
            "The figure 'measures' is placed twice.",
        ),
        (
            "A\nsee [[figure:measures]]",
            6,
            "A figure must stand alone in its paragraph, between blank lines.",
        ),
        (
            "A\n\n::: note N\nwords",
            7,
            "This box is never closed: end it with a line of :::.",
        ),
        (
            "::: note N\na\n::: note M\nb\n:::",
            5,
            "This box is never closed: end it with a line of :::.",
        ),
        ("::: note\nwords\n:::", 5, "This box has no title: write '::: note Title'."),
        (
            "::: hint H\nwords\n:::",
            5,
            "Unknown box 'hint': use example, exercise, note.",
        ),
        ("::: note N\n## H\n:::", 6, "A box may not hold a heading."),
        ("A\n\n:::", 7, "This ::: closes no box."),
        (
            "- item\n\n  ::: note N\n  words\n  :::",
            7,
            "A box may not stand inside a list, a quotation or another box.",
        ),
    ],
)
def test_a_fault_in_a_body_is_named_with_the_line_of_the_file(copy, body, line, words):
    copy.write_lesson(f"{body}\n\nCited.[@almanac]\n")

    assert f"{LESSON}:{line}: {words}" in copy.faults()


def test_a_lesson_without_a_citation_is_a_fault(copy):
    copy.write_lesson("Words.\n")

    assert copy.faults() == [f"{LESSON}:5: The lesson cites no source: add [@key]."]


def test_a_lesson_without_words_is_a_fault(copy):
    copy.write_lesson("\n\n")

    assert f"{LESSON}:7: There is no text under the front matter." in copy.faults()


def test_what_stands_in_code_is_no_markup(copy):
    copy.write_lesson("Write `<b>` or `[[figure:x]]` or `[@lost]`.[@almanac]\n")

    handbook = load_handbook(copy.folder)

    assert handbook.modules["second-module"].lessons[0].sources == ("almanac",)


def test_a_module_folder_without_its_file_is_a_fault(copy):
    (copy.folder / "second-module" / "module.md").unlink()

    assert copy.faults() == ["second-module/module.md:1: The module has no module.md."]


def test_a_bad_key_in_the_name_of_a_file_or_a_folder_is_a_fault(copy):
    (copy.folder / "second-module").rename(copy.folder / "Second_module")
    for ending in ("toml", "svg"):
        figure = copy.folder / "figures" / f"measures.{ending}"
        shutil.copy(figure, figure.with_name(f"Bad.{ending}"))

    words = "A key is lower-case words joined by hyphens, such as 'situation-analysis'."
    assert copy.faults() == [
        f"Second_module:1: 'Second_module' is not a key. {words}",
        f"figures/Bad.toml:1: 'Bad' is not a key. {words}",
    ]


def test_a_missing_register_is_one_fault_and_not_one_a_citation(copy):
    (copy.folder / "sources.toml").unlink()

    assert copy.faults() == ["sources.toml:1: The file is missing."]


def test_a_file_that_is_not_text_is_a_fault_on_the_line_where_it_stops_being_so(copy):
    path = copy.folder / LESSON
    path.write_bytes(path.read_bytes().replace(b"Two offices", b"Two \xff offices"))

    assert copy.faults() == [f"{LESSON}:5: The file is not UTF-8 text."]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(HandbookFilesError, match="There is no folder lost"):
        load_handbook(tmp_path / "lost")


def test_a_broken_lesson_is_reported_once_and_not_by_the_module_that_lists_it(copy):
    copy.replace(LESSON, "+++\ntitle", "title")

    assert len(copy.faults()) == 1


def test_a_broken_figure_is_reported_once_and_not_by_the_lesson_that_places_it(copy):
    copy.replace(FIGURE, 'title = "Measures', "title = Measures")

    assert copy.faults() == [f"{FIGURE}:1: Broken TOML: Invalid value."]


def test_every_fault_in_every_file_comes_at_once_and_in_order(copy):
    copy.replace("sources.toml", "year = 2020", "year = true")
    copy.replace(FIGURE, "value = 12", 'value = "12"')
    copy.replace(FIRST, "hours = 2", "hours = 0")
    copy.replace("first-module/first-lesson.md", "### How", "#### How")
    copy.replace(LESSON, "+++\ntitle", "title")
    copy.write("third-module/module.md", a_module())

    assert [fault.split(": ")[0] for fault in copy.faults()] == [
        "figures/measures.toml:11",
        "first-module/first-lesson.md:21",
        "first-module/module.md:4",
        "second-module/third-lesson.md:1",
        "sources.toml:5",
        "third-module/module.md:6",
    ]


def test_a_fault_reads_as_file_line_and_message():
    assert str(Fault("a/b.md", 7, "Wrong.")) == "a/b.md:7: Wrong."


def test_the_error_says_everything_and_says_it_once():
    error = HandbookFilesError(
        [Fault("b", 1, "B."), Fault("a", 2, "A."), Fault("a", 2, "A.")]
    )

    assert str(error) == "a:2: A.\nb:1: B."
