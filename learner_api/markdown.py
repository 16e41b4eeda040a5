"""Lessons and introductions as HTML: escaped, accessible, and fit for a strict CSP.

Rendering takes milliseconds, not microseconds, and always gives the same answer for the
same lesson: whoever serves pages keeps the result.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MethodType

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from learner_api.addresses import glossary_address
from learner_api.figures import show_figure
from modules import Handbook, Lesson, Source, Term, handbook_parser
from modules.dialect import LESSON_LINK, TERM_LINK, plain_text

LessonUrl = Callable[[str, str], str]
"""From a module's key and a lesson's key to the address of that lesson's page."""
TermUrl = Callable[[str], str]
"""From a term's key to where it is explained."""
PictureUrl = Callable[[str], str]
"""From the name of a picture beside the text to its address."""

_PARSER = handbook_parser()
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class RenderedLesson:
    """A lesson's body as HTML, its sources in the order of their numbers, its terms.

    The page lists the sources with the ids ``source-1``, ``source-2`` and so on: that
    is where the citations lead. It lists the terms by name.
    """

    html: str
    sources: tuple[Source, ...]
    terms: tuple[Term, ...] = ()


def render_lesson(
    lesson: Lesson,
    handbook: Handbook,
    *,
    lesson_url: LessonUrl,
    term_url: TermUrl = glossary_address,
    picture_url: PictureUrl = str,
) -> RenderedLesson:
    """The body of a lesson with its citations numbered and its figures shown."""
    numbers = {key: number for number, key in enumerate(lesson.sources, start=1)}
    figures = {
        key: show_figure(handbook.figures[key], handbook.sources)
        for key in lesson.figures
    }
    page = _Page(numbers, figures, lesson_url, term_url, picture_url)
    terms = sorted(
        (handbook.terms[key] for key in lesson.terms),
        key=lambda term: term.name.casefold(),
    )
    return RenderedLesson(
        page.html_of(lesson.body),
        tuple(handbook.sources[key] for key in lesson.sources),
        tuple(terms),
    )


def render_markdown(
    text: str,
    *,
    lesson_url: LessonUrl,
    term_url: TermUrl = glossary_address,
    picture_url: PictureUrl = str,
) -> str:
    """A text without a source list, such as a module's introduction."""
    return _Page({}, {}, lesson_url, term_url, picture_url).html_of(text)


class _Page(RendererHTML):
    """Renders one text, top to bottom: it remembers the headings it has passed."""

    def __init__(
        self,
        numbers: Mapping[str, int],
        figures: Mapping[str, str],
        lesson_url: LessonUrl,
        term_url: TermUrl,
        picture_url: PictureUrl,
    ) -> None:
        super().__init__()
        self._numbers = numbers
        self._figures = figures
        self._lesson_url = lesson_url
        self._term_url = term_url
        self._picture_url = picture_url
        self._level = 1
        self._boxes = 0
        self._ids: set[str] = set()
        for kind, render in self._kinds().items():
            self.rules[kind] = MethodType(_rule(render), self)

    def html_of(self, text: str) -> str:
        """The text as HTML; a page is asked once."""
        return self.render(_PARSER.parse(text), _PARSER.options, {})

    def _kinds(self) -> dict[str, Callable[[Sequence[Token], int], str]]:
        """What renders each kind of token; the library does the rest."""
        return {
            "heading_open": self._heading,
            "table_open": self._table,
            "table_close": self._table_end,
            "th_open": self._column_heading,
            "td_open": self._cell,
            "box_open": self._box,
            "box_stray": self._box_stray,
            "citation": self._citation,
            "figure": self._figure,
            "link_open": self._link,
            "image": self._image,
            "html_block": self._raw,
            "html_inline": self._raw,
        }

    def _heading(self, tokens: Sequence[Token], at: int) -> str:
        token = tokens[at]
        self._level = int(token.tag[1:])
        name = self._heading_id(plain_text(tokens[at + 1].children or ()))
        return f'<{token.tag} id="{escape(name)}">'

    def _table(self, tokens: Sequence[Token], at: int) -> str:
        """A table scrolls sideways by itself, by keyboard too, on a small screen."""
        captioned = tokens[at].meta.get("captioned")
        name = plain_text(tokens[at + 2].children or ()) if captioned else "Table"
        return (
            '<div class="table-scroll" tabindex="0" role="region" '
            f'aria-label="{escape(name)}">\n<table>\n'
        )

    def _table_end(self, *_: object) -> str:
        return "</table>\n</div>\n"

    def _column_heading(self, tokens: Sequence[Token], at: int) -> str:
        return f'<th scope="col"{_alignment(tokens[at])}>'

    def _cell(self, tokens: Sequence[Token], at: int) -> str:
        return f"<td{_alignment(tokens[at])}>"

    def _box(self, tokens: Sequence[Token], at: int) -> str:
        """A box is named by a heading one level below the section it stands in."""
        self._boxes += 1
        kind, title = escape(tokens[at].meta["kind"]), escape(tokens[at].meta["title"])
        name, level = f"box-{self._boxes}", min(self._level + 1, _DEEPEST)
        return (
            f'<section class="box box-{kind}" aria-labelledby="{name}">\n'
            f'<h{level} class="box-title" id="{name}">{title}</h{level}>\n'
        )

    def _box_stray(self, *_: object) -> str:
        return "<p>:::</p>\n"

    def _citation(self, tokens: Sequence[Token], at: int) -> str:
        """A numbered link to the list of sources; as written where there is none."""
        number = self._numbers.get(tokens[at].content)
        if number is None:
            return escape(tokens[at].markup)
        return (
            f'<a class="citation" href="#source-{number}" '
            f'aria-label="Source {number}">[{number}]</a>'
        )

    def _figure(self, tokens: Sequence[Token], at: int) -> str:
        """A figure's picture and table; as written where there is none."""
        found = self._figures.get(tokens[at].content)
        if found is None:
            return f"<p>{escape(tokens[at].markup)}</p>\n"
        return found

    def _link(self, tokens: Sequence[Token], at: int) -> str:
        """A link to another lesson, or out of the course and marked so."""
        address = str(tokens[at].attrs.get("href", ""))
        title = str(tokens[at].attrs.get("title", ""))
        attributes = f' title="{escape(title)}"' if title else ""
        if address.startswith(LESSON_LINK):
            module, _, lesson = address.removeprefix(LESSON_LINK).partition("/")
            address = self._lesson_url(module, lesson)
        elif address.startswith(TERM_LINK):
            address = self._term_url(address.removeprefix(TERM_LINK))
            attributes += ' class="term"'
        elif address:
            attributes += ' rel="external noopener"'
        return f'<a href="{escape(address)}"{attributes}>' if address else "<a>"

    def _image(self, tokens: Sequence[Token], at: int) -> str:
        """A picture that lies beside the text; it is fetched when it comes in sight."""
        token = tokens[at]
        words = escape(plain_text(token.children or ()))
        if "refused" in token.meta:
            return words
        address = escape(self._picture_url(str(token.attrs["src"])))
        return f'<img src="{address}" alt="{words}" loading="lazy" />'

    def _raw(self, tokens: Sequence[Token], at: int) -> str:
        """Raw HTML is shown as it was typed; a checked text has none."""
        return escape(tokens[at].content)

    def _heading_id(self, words: str) -> str:
        # The prefix keeps a heading from taking an id of the page or of a source.
        plain = unicodedata.normalize("NFKC", words).casefold()
        wanted = "section-" + re.sub(r"[\W_]+", "-", plain).strip("-")
        unused, number = wanted, 2
        while unused in self._ids:
            unused = f"{wanted}-{number}"
            number += 1
        self._ids.add(unused)
        return unused


def _rule(render: Callable[[Sequence[Token], int], str]) -> Callable[..., str]:
    """The library passes options and an environment too; nothing here needs them."""
    return lambda _, tokens, at, *__: render(tokens, at)


def _alignment(cell: Token) -> str:
    """Markdown's ``---:`` marks a column of numbers, set flush at the line's end.

    By class, since the CSP allows no style attribute.
    """
    aligned = "right" in str(cell.attrs.get("style", ""))
    return ' class="figure-cell"' if aligned else ""
