"""A figure shows its data twice, as a picture and as a table, and both agree."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from learner_api.drawing import draw
from learner_api.figures import show_figure
from modules import (
    BarFigure,
    CycleFigure,
    Figure,
    FigureGroup,
    FigureRow,
    Source,
    load_handbook,
)
from modules.figure import Line, LineFigure, Point, Stage

SVG = "{http://www.w3.org/2000/svg}"
MINIATURE = Path(__file__).parents[1] / "content" / "handbook"
WORDS = {
    "key": "measures",
    "title": "Measures",
    "caption": "What plans hold.",
    "alternative": "Training leads.",
    "source": "almanac",
    "label_column": "Measure",
    "value_column": "Plans",
}


def parsed(html: str) -> ElementTree.Element:
    """A figure as XML, which ours also is."""
    return ElementTree.fromstring(html)  # noqa: S314 - our own words, not a stranger's


def found(page: ElementTree.Element, path: str) -> ElementTree.Element:
    """The one element at this path."""
    element = page.find(path)
    assert element is not None
    return element


def a_source(key: str = "almanac", **changes: Any) -> Source:
    facts: dict[str, Any] = {
        "key": key,
        "title": "An almanac",
        "body": "Office of Examples",
        "year": 2020,
        "as_of": None,
        "address": None,
        "kind": "official",
    }
    return Source(**(facts | changes))


def bars(*groups: FigureGroup, **changes: str) -> Figure:
    return BarFigure(groups=groups, **(WORDS | changes))


def shown(figure: Figure, *sources: Source) -> str:
    """The figure on a page, with its picture drawn."""
    register = {source.key: source for source in sources or (a_source(),)}
    return show_figure(replace(figure, drawing=draw(figure)), register)


@pytest.fixture
def page() -> ElementTree.Element:
    """The miniature Handbook's figure, parsed."""
    handbook = load_handbook(MINIATURE)
    return parsed(show_figure(handbook.figures["measures"], handbook.sources))


def rows_of(page: ElementTree.Element) -> list[tuple[str, ...]]:
    return [
        tuple("".join(cell.itertext()) for cell in row)
        for row in page.iter("tr")
        if row.find("td") is not None
    ]


def test_the_table_says_exactly_what_the_file_says(page):
    figure = load_handbook(MINIATURE).figures["measures"]

    assert rows_of(page) == [
        tuple(map(str, row)) for part in figure.table for row in part.rows
    ]
    assert [th.text for th in page.iter("th") if th.get("scope") == "col"] == [
        "Measure",
        "Plans with the measure",
    ]
    assert [th.text for th in page.iter("th") if th.get("scope") == "rowgroup"] == [
        "People",
        "Money",
    ]
    assert page.find(".//caption").text == "Measures by kind: the numbers"


def test_the_picture_is_named_and_described_for_those_who_cannot_see_it(page):
    picture = page.find(f"{SVG}svg")
    named = [element.get("id") for element in picture if element.get("id")]

    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby").split() == named
    assert picture.find(f"{SVG}title").text == "Measures by kind"
    assert picture.find(f"{SVG}desc").text.startswith("Of the five measures")


def test_the_caption_names_the_source_and_leads_to_it(page):
    caption = page.find("figcaption")

    assert "".join(caption.itertext()) == (
        "How many made-up plans hold each measure. Source: An almanac of made-up "
        "numbers, Office of Examples, 2020 (figures as of 2019-06)."
    )
    assert caption.find("a").get("href") == "https://www.example.org/almanac"
    assert caption.find("a").get("rel") == "external noopener"


def test_no_style_and_no_script_is_needed(page):
    assert not any(element.get("style") for element in page.iter())
    assert {element.tag.removeprefix(SVG) for element in page.iter()} <= {
        *("a", "caption", "cite", "desc", "div", "figcaption", "figure", "p", "path"),
        *("strong", "svg", "table", "tbody", "td", "text", "th", "thead", "title"),
        "tr",
    }


def test_numbers_stand_at_the_end_of_their_cells_and_years_do_not():
    point = Point(2020, 275000, "2024 revision", "almanac")
    figure = LineFigure(
        lines=(Line("Latest", True, (point, replace(point, year=2024))),),
        edition_column="Edition",
        begins_at=0,
        **WORDS,
    )

    page = parsed(shown(figure))

    assert rows_of(page)[0] == ("2020", "275,000", "2024 revision")
    assert [cell.get("class") for cell in found(page, ".//tbody/tr[2]")] == [
        None,
        "figure-cell",
        None,
    ]


def test_a_table_of_words_has_no_numbers_in_its_name_and_no_empty_heading():
    figure = CycleFigure(
        stages=tuple(Stage(name, "Work", "almanac") for name in "ABC"), **WORDS
    )

    page = parsed(shown(figure))

    assert found(page, ".//caption").text == "Measures: in words"
    assert page.find(".//th[@scope='rowgroup']") is None
    assert rows_of(page)[0] == ("1. A", "Work")


def test_every_source_is_named_once():
    figure = CycleFigure(
        stages=(
            Stage("A", "Work", "almanac"),
            Stage("B", "Work", "notes"),
            Stage("C", "Work", "notes"),
        ),
        **WORDS,
    )

    page = parsed(shown(figure, a_source(), a_source("notes", title="Notes")))

    assert "".join(found(page, "figcaption").itertext()) == (
        "What plans hold. Sources: An almanac, Office of Examples, 2020; Notes, "
        "Office of Examples, 2020."
    )


def test_words_of_a_figure_are_never_markup():
    harm = '<script>"x"</script>'
    html = shown(
        bars(
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


def test_a_picture_fits_every_page_it_may_stand_on():
    """Names in a page are different: two figures do not take each other's words."""
    one = draw(bars(FigureGroup("G", (FigureRow("R", 1),)), key="one"))
    two = draw(bars(FigureGroup("G", (FigureRow("R", 1),)), key="two"))

    assert not set(re.findall(r' id="(.*?)"', one)) & set(
        re.findall(r' id="(.*?)"', two)
    )
