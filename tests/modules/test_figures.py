"""Figures of every kind are read whole, and hold their pictures against their data."""

import pytest

from modules import (
    CycleFigure,
    HandbookFilesError,
    LineFigure,
    StructureFigure,
    load_figures,
    load_handbook,
)

COMMON = """
title = "A figure"
caption = "What it shows."
alternative = "What is to be seen."
source = "almanac"
label_column = "Label"
value_column = "Value"
"""

LINES = """
kind = "lines"
edition_column = "Edition"

[[lines]]
name = "Latest"
edition = "2024 revision"
points = [{ year = 2020, value = 275 }, { year = 2024, value = 304 }]

[[lines]]
name = "Others"
joined = false
edition = "not named"
points = [
  { year = 2010, value = 214, edition = "as quoted", source = "field-notes" },
  { year = 2013, value = 232 },
]
"""

CYCLE = """
kind = "cycle"
stages = [
  { name = "Look", note = "A report" },
  { name = "Choose", note = "A list", source = "field-notes" },
  { name = "Act", note = "Work" },
]
"""

STRUCTURE = """
kind = "structure"
links_name = "Who helps whom"

[[groups]]
name = "In the law"
boxes = [
  { key = "council", name = "Council", note = "decides", row = 1 },
  { key = "board", name = "Board", note = "watches", row = 2 },
]

[[groups]]
name = "Only in the plan"
source = "field-notes"
boxes = [{ key = "office", name = "Office", note = "writes", row = 2 }]

[[links]]
start = "office"
end = "council"
words = "supports"
certain = false
"""

NAME = "figures/other.toml"


def write(copy, own: str) -> None:
    """Add a figure of this kind to the copy; what is its own comes first or last."""
    kind, _, rest = own.strip().partition("\n")
    copy.write(NAME, f"{kind}{COMMON}{rest}\n")


def other(copy):
    return load_figures(copy.folder)["other"]


def faults_of(copy) -> list[str]:
    with pytest.raises(HandbookFilesError) as refusal:
        load_figures(copy.folder)
    return [str(fault) for fault in refusal.value.faults]


def test_a_figure_over_time_has_its_edition_beside_every_value(copy):
    write(copy, LINES)

    figure = other(copy)

    assert isinstance(figure, LineFigure)
    assert figure.columns == ("Label", "Value", "Edition")
    assert [(part.name, part.rows) for part in figure.table] == [
        ("Latest", (("2020", 275, "2024 revision"), ("2024", 304, "2024 revision"))),
        ("Others", (("2010", 214, "as quoted"), ("2013", 232, "not named"))),
    ]
    assert [line.joined for line in figure.lines] == [True, False]
    assert figure.sources == ("almanac", "field-notes")


def test_a_cycle_numbers_its_stages(copy):
    write(copy, CYCLE)

    figure = other(copy)

    assert isinstance(figure, CycleFigure)
    [part] = figure.table
    assert part.name is None
    assert part.rows == (
        ("1. Look", "A report"),
        ("2. Choose", "A list"),
        ("3. Act", "Work"),
    )
    assert figure.sources == ("almanac", "field-notes")


def test_a_structure_has_its_links_in_words(copy):
    write(copy, STRUCTURE)

    figure = other(copy)

    assert isinstance(figure, StructureFigure)
    assert [(part.name, part.rows) for part in figure.table] == [
        ("In the law", (("Council", "decides"), ("Board", "watches"))),
        ("Only in the plan", (("Office", "writes"),)),
        ("Who helps whom", (("Office", "supports: Council"),)),
    ]
    assert figure.links[0].certain is False


def test_a_structure_without_links_has_no_part_for_them(copy):
    write(copy, STRUCTURE.partition("[[links]]")[0])

    assert [part.name for part in other(copy).table] == [
        "In the law",
        "Only in the plan",
    ]


@pytest.mark.parametrize(
    ("own", "old", "new", "said"),
    [
        pytest.param(
            LINES,
            "value = 304 }",
            'value = 304, edition = "2020 revision" }',
            "A joined line has one edition and one source for all its points",
            id="editions mixed",
        ),
        pytest.param(
            LINES,
            "value = 304 }",
            'value = 304, source = "field-notes" }',
            "A joined line has one edition and one source for all its points",
            id="sources mixed",
        ),
        pytest.param(
            LINES,
            'edition = "not named"\n',
            "",
            "Every point needs an edition",
            id="no edition",
        ),
        pytest.param(
            LINES, "year = 2020", "year = 2030", "the order of years", id="disorder"
        ),
        pytest.param(
            LINES, "year = 2020", "year = 2024", "has one value a year", id="twice"
        ),
        pytest.param(
            LINES,
            "[[lines]]",
            "begins_at = 220\n\n[[lines]]",
            "begins_at: A value lies below it.",
            id="below the axis",
        ),
        pytest.param(
            CYCLE,
            '  { name = "Act", note = "Work" },\n',
            "",
            "stages: Length must be between 3 and 10.",
            id="two stages",
        ),
        pytest.param(
            CYCLE, '"cycle"', '"wheel"', "kind: Must be one of: bars, lines", id="kind"
        ),
        pytest.param(
            STRUCTURE,
            'end = "council"',
            'end = "court"',
            "links[1], end: There is no box 'court'.",
            id="link to nothing",
        ),
        pytest.param(
            STRUCTURE,
            'end = "council"',
            'end = "office"',
            "links[1], end: A link leads from one box to another.",
            id="link to itself",
        ),
        pytest.param(
            STRUCTURE, '"board"', '"council"', "Two boxes have the same key.", id="keys"
        ),
        pytest.param(
            STRUCTURE,
            'note = "watches", row = 2 },',
            'note = "watches", row = 2 },\n'
            '  { key = "third", name = "Third", note = "waits", row = 2 },',
            "A row holds 2 boxes at most.",
            id="a full row",
        ),
    ],
)
def test_a_fault_in_a_figure_is_named(copy, own, old, new, said):
    assert old in own
    write(copy, own.replace(old, new, 1))

    [fault] = faults_of(copy)

    assert fault.startswith(f"{NAME}:")
    assert said in fault


def test_a_single_year_is_nothing_over_time(copy):
    write(
        copy,
        LINES.partition('[[lines]]\nname = "Others')[0].replace(
            "{ year = 2020, value = 275 }, ", ""
        ),
    )

    assert faults_of(copy) == [f"{NAME}:10: lines: Show more than one year."]


def test_a_source_of_one_point_is_held_against_the_register(copy):
    write(copy, LINES.replace("field-notes", "lost"))
    copy.redraw()

    assert copy.faults() == [f"{NAME}:20: There is no source 'lost' in sources.toml."]


def test_a_figure_that_was_not_drawn_is_a_fault(copy):
    write(copy, CYCLE)

    assert copy.faults() == [
        f"{NAME}:1: The figure has no picture yet: draw it with 'make figures'."
    ]


def test_a_picture_of_other_data_is_a_fault_until_it_is_drawn_anew(copy):
    copy.replace("figures/measures.toml", "value = 12", "value = 13")

    assert copy.faults() == [
        "figures/measures.svg:1: The picture was drawn from other data than there are "
        "now. Draw it anew with 'make figures'."
    ]

    copy.redraw()

    assert ">13<" in load_handbook(copy.folder).figures["measures"].drawing


def test_spaces_and_comments_are_no_other_data(copy):
    copy.replace("figures/measures.toml", 'name = "People"', '# Who\nname =  "People"')

    assert load_handbook(copy.folder).figures["measures"].drawing


def test_a_picture_without_data_is_a_fault(copy):
    copy.write("figures/lost.svg", "<svg/>")

    assert copy.faults() == [
        "figures/lost.svg:1: There is no lost.toml for this picture: remove it."
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("</svg>", "<script>alert(1)</script></svg>", 1, "may not hold <script>"),
        ("</svg>", "<image href='x.png'/></svg>", 1, "may not hold <image>"),
        ("<title ", '<title onclick="x" ', 1, "may not say 'onclick'"),
        ("<title ", '<title style="x" ', 1, "may not say 'style'"),
        ("<svg ", "<!DOCTYPE svg><svg ", 1, "opens with <svg>"),
        ("</svg>", "<!-- so --></svg>", 25, "opens with <svg>"),
        ("</svg>", "", 26, "This is not SVG"),
        (
            "</svg>",
            "<a xmlns='http://www.w3.org/1999/xhtml'/></svg>",
            1,
            "may not hold <{http://www.w3.org/1999/xhtml}a>",
        ),
    ],
)
def test_a_picture_holds_shapes_and_words_alone(copy, old, new, line, said):
    copy.replace("figures/measures.svg", old, new)

    faults = copy.faults()

    assert [fault for fault in faults if said in fault]
    assert faults[0].startswith(f"figures/measures.svg:{line}: ")
