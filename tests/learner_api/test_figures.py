"""A figure shows its data twice, as a plot and as a table, and both agree."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from learner_api.figures import draw_figure
from modules import Figure, FigureGroup, FigureRow, Source, load_handbook

SVG = "{http://www.w3.org/2000/svg}"
MINIATURE = Path(__file__).parents[1] / "content" / "handbook"


def parsed(html: str) -> ElementTree.Element:
    """A figure as XML, which ours also is."""
    return ElementTree.fromstring(html)  # noqa: S314 - our own words, not a stranger's


def a_source(**changes: Any) -> Source:
    facts: dict[str, Any] = {
        "key": "almanac",
        "title": "An almanac",
        "body": "Office of Examples",
        "year": 2020,
        "as_of": None,
        "address": None,
        "kind": "official",
    }
    return Source(**(facts | changes))


def a_figure(*groups: FigureGroup, **changes: str) -> Figure:
    words = {
        "key": "measures",
        "title": "Measures",
        "caption": "What plans hold.",
        "alternative": "Training leads.",
        "source": "almanac",
        "label_column": "Measure",
        "value_column": "Plans",
    }
    return Figure(groups=groups, **(words | changes))


@pytest.fixture
def drawn() -> ElementTree.Element:
    """The miniature Handbook's figure, parsed."""
    handbook = load_handbook(MINIATURE)
    figure = handbook.figures["measures"]
    return parsed(draw_figure(figure, handbook.sources[figure.source]))


def test_the_table_says_exactly_what_the_file_says(drawn):
    figure = load_handbook(MINIATURE).figures["measures"]

    shown = [
        ("".join(row.find("th").itertext()), "".join(row.find("td").itertext()))
        for row in drawn.iter("tr")
        if row.find("td") is not None
    ]
    assert shown == [
        (row.label, str(row.value)) for group in figure.groups for row in group.rows
    ]
    assert [th.text for th in drawn.iter("th") if th.get("scope") == "col"] == [
        "Measure",
        "Plans with the measure",
    ]
    assert [th.text for th in drawn.iter("th") if th.get("scope") == "rowgroup"] == [
        "People",
        "Money",
    ]
    assert drawn.find(".//caption").text == "Measures by kind: the numbers"


def test_the_bars_are_as_long_as_their_values(drawn):
    values = [12, 7, 9.5, 3]
    widths = [float(bar.get("width")) for bar in drawn.iter(f"{SVG}rect")]

    assert widths == pytest.approx([288 * value / 12 for value in values], abs=0.05)
    assert [
        text.text
        for text in drawn.iter(f"{SVG}text")
        if text.get("class") == "bar-value"
    ] == ["12", "7", "9.5", "3", "0"]


def test_the_plot_is_named_and_described_for_those_who_cannot_see_it(drawn):
    plot = drawn.find(f"{SVG}svg")
    named = [element.get("id") for element in plot if element.get("id")]

    assert plot.get("role") == "img"
    assert plot.get("aria-labelledby").split() == named
    assert plot.find(f"{SVG}title").text == "Measures by kind"
    assert plot.find(f"{SVG}desc").text.startswith("Of the five measures")


def test_the_caption_names_the_source_and_leads_to_it(drawn):
    caption = drawn.find("figcaption")

    assert "".join(caption.itertext()) == (
        "How many made-up plans hold each measure. Source: An almanac of made-up "
        "numbers, Office of Examples, 2020 (figures as of 2019-06)."
    )
    assert caption.find("a").get("href") == "https://www.example.org/almanac"
    assert caption.find("a").get("rel") == "external noopener"


def test_no_style_and_no_script_is_needed(drawn):
    assert not any(element.get("style") for element in drawn.iter())
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} <= {
        *("a", "caption", "cite", "desc", "div", "figcaption", "figure", "p", "path"),
        *("rect", "strong", "svg", "table", "tbody", "td", "text", "th", "thead"),
        *("title", "tr"),
    }


def test_a_long_label_takes_more_lines_and_stays_whole():
    label = "Sign agreements with every country that receives many of our workers"
    html = draw_figure(
        a_figure(FigureGroup("Group", (FigureRow(label, 1),))), a_source()
    )

    lines = re.findall(r'class="bar-label"[^>]*>([^<]*)<', html)
    assert len(lines) == 2
    assert " ".join(lines) == label


def test_large_numbers_are_grouped_and_nothing_but_zeros_can_be_drawn():
    html = draw_figure(
        a_figure(FigureGroup("Group", (FigureRow("Many", 304000000),))), a_source()
    )
    none = draw_figure(
        a_figure(FigureGroup("Group", (FigureRow("None", 0),))), a_source()
    )

    assert html.count("304,000,000") == 2
    assert "<rect" not in none


def test_the_value_of_the_longest_bar_stays_inside_the_plot():
    html = draw_figure(
        a_figure(FigureGroup("Group", (FigureRow("Many", 304000000),))), a_source()
    )

    (start,) = re.findall(r'class="bar-value" x="([\d.]+)"', html)
    assert float(start) + len("304,000,000") * 8 <= 320


def test_words_of_a_figure_are_never_markup():
    harm = '<script>"x"</script>'
    html = draw_figure(
        a_figure(
            FigureGroup(harm, (FigureRow(harm, 1),)),
            title=harm,
            caption=harm,
            alternative=harm,
            label_column=harm,
            value_column=harm,
        ),
        a_source(title=harm, body=harm, address='https://e.org/"><script>'),
    )

    assert "<script" not in html
    assert parsed(html).find("figcaption") is not None
