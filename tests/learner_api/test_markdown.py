"""Lessons become HTML that is safe, accessible and numbered."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learner_api.markdown import render_lesson, render_markdown
from modules import Handbook, load_handbook

MINIATURE = Path(__file__).parents[1] / "content" / "handbook"


def lesson_url(module: str, lesson: str) -> str:
    return f"/modules/{module}/{lesson}"


def render(text: str) -> str:
    return render_markdown(text, lesson_url=lesson_url)


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return load_handbook(MINIATURE)


def test_citations_are_numbered_in_the_order_of_first_mention(handbook):
    lesson = handbook.modules["first-module"].lesson("second-lesson")

    rendered = render_lesson(lesson, handbook, lesson_url=lesson_url)

    assert [source.key for source in rendered.sources] == ["field-notes", "almanac"]
    assert (
        'number.<a class="citation" href="#source-1" aria-label="Source 1">[1]</a>'
        in rendered.html
    )
    assert (
        'made up.<a class="citation" href="#source-2" aria-label="Source 2">[2]</a>'
        in rendered.html
    )


def test_a_source_cited_again_keeps_its_number(handbook):
    lesson = handbook.modules["first-module"].lesson("first-lesson")

    html = render_lesson(lesson, handbook, lesson_url=lesson_url).html

    assert html.count('href="#source-1"') == 2
    assert html.count('href="#source-2"') == 2
    assert "source-3" not in html


def test_a_figure_is_drawn_where_it_is_placed(handbook):
    lesson = handbook.modules["first-module"].lesson("second-lesson")

    html = render_lesson(lesson, handbook, lesson_url=lesson_url).html

    before, after = html.split('<figure class="figure" id="figure-measures"')
    assert "differ in kind" in before
    assert "A caution" in after


def test_headings_carry_ids_of_their_own_even_when_their_words_repeat():
    html = render("## What *plans* say\n\n## What plans say\n\n## ¿Qué?\n\n## 计划")

    assert '<h2 id="section-what-plans-say">What <em>plans</em> say</h2>' in html
    assert '<h2 id="section-what-plans-say-2">' in html
    assert '<h2 id="section-qué">' in html
    assert '<h2 id="section-计划">' in html


def test_a_table_scrolls_by_itself_and_has_a_caption_and_scopes():
    html = render(
        "Table: Ports & *bays*\n\n| Port | Ships |\n| --- | ---: |\n| A | 1 |"
    )

    assert html.startswith(
        '<div class="table-scroll" tabindex="0" role="region" '
        'aria-label="Ports &amp; bays">\n<table>\n'
        "<caption>Ports &amp; <em>bays</em></caption>"
    )
    assert '<th scope="col">Port</th>' in html
    assert '<th scope="col" class="figure-cell">Ships</th>' in html
    assert '<td class="figure-cell">1</td>' in html
    assert html.endswith("</table>\n</div>\n")
    assert "style" not in html


@pytest.mark.parametrize(
    ("above", "level"), [("", 2), ("## A\n\n", 3), ("## A\n\n### B\n\n", 4)]
)
def test_a_box_is_named_by_a_heading_one_level_below_its_section(above, level):
    html = render(f"{above}::: exercise Your <own> plan\nOpen it.\n:::")

    assert (
        '<section class="box box-exercise" aria-labelledby="box-1">\n'
        f'<h{level} class="box-title" id="box-1">Your &lt;own&gt; plan</h{level}>\n'
        "<p>Open it.</p>\n</section>"
    ) in html


def test_boxes_of_one_text_have_different_ids():
    html = render("::: note A\na\n:::\n::: note B\nb\n:::")

    assert 'id="box-1"' in html
    assert 'id="box-2"' in html


def test_a_link_to_a_lesson_goes_where_the_site_keeps_it():
    html = render("[next](lesson:first-module/second-lesson)")

    assert '<a href="/modules/first-module/second-lesson">next</a>' in html


def test_a_link_out_of_the_course_says_that_it_is_one():
    html = render('[the almanac](https://www.example.org/a?b=1&c=2 "A \\"title\\"")')

    assert (
        '<a href="https://www.example.org/a?b=1&amp;c=2" '
        'title="A &quot;title&quot;" rel="external noopener">the almanac</a>'
    ) in html


def test_what_has_nowhere_to_lead_is_shown_as_it_was_typed():
    html = render("So.[@almanac]\n\n[[figure:measures]]\n\n:::\n\n[x](javascript:y)")

    assert html == (
        "<p>So.[@almanac]</p>\n<p>[[figure:measures]]</p>\n<p>:::</p>\n"
        "<p><a>x</a></p>\n"
    )


class Page(HTMLParser):
    """What a browser would make of some HTML: its tags, attributes and balance."""

    EMPTY = ("br", "hr", "img")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *("<script>alert(1)</script>", "<img src=x onerror=y>", "<!--", "-->"),
            *("[a](javascript:x)", "[a](JaVaScRiPt:x)", '[a](https://e.org "', '")'),
            *("::: note ", "::: <b> <i>\n", ":::", "\n", "\n\n", "## ", "- ", "> "),
            *("[@almanac]", "[@<b>]", "[[figure:measures]]", "[[figure:<b>]]"),
            *("Table: ", "| a | b |\n| --- | ---: |\n| 1 |\n", "`", "~~~ <b>\n"),
            *("![", "](x.png)", "<https://e.org>", "&lt;", '"', "'", "\\", "[x]: "),
        ]
    ),
)


@given(pieces=st.lists(PIECES, max_size=12))
def test_no_text_at_all_brings_markup_of_its_own(handbook, pieces):
    lesson = replace(
        handbook.modules["first-module"].lesson("second-lesson"), body="".join(pieces)
    )

    page = Page(render_lesson(lesson, handbook, lesson_url=lesson_url).html)

    assert page.open == []
    assert not page.names & {"script", "iframe", "object", "style", "b", "i", "form"}
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "style"
        if name in ("href", "src"):
            assert not (value or "").lower().startswith(("javascript:", "data:"))
