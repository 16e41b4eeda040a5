"""HTML made plain text that still says the same, and the list of what was lost.

Our questions are paragraphs of plain text. Lists become sentences, raised and lowered
figures become the signs that Unicode has for them, pictures are handed over, and what
carries meaning that text cannot hold refuses the question.
"""

import re
from dataclasses import dataclass, field
from html import escape

import nh3
from markdown_it import MarkdownIt

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.plain_writer import KEPT, Picture, PlainWriter
from quizzes.exchange.report import Remark, remark
from quizzes.text import collapsed

# What stands in these cannot be said in text; a question with one is not whole without.
_WITHOUT_WORDS = {
    "audio": remark("It holds sound, which is not kept."),
    "canvas": remark("It holds a drawing, which is not kept."),
    "embed": remark("It holds an embedded object, which is not kept."),
    "iframe": remark("It holds a page of another site, which is not kept."),
    "math": remark("It holds a formula in MathML, which is not kept."),
    "object": remark("It holds an embedded object, which is not kept."),
    "svg": remark("It holds a drawing in SVG, which is not kept."),
    "video": remark("It holds a film, which is not kept."),
}
_TAKEN_OUT = frozenset({"script", "style"})
_INTERACTIVE = frozenset({"button", "form", "input", "select", "textarea"})

_SEEN = KEPT | _WITHOUT_WORDS.keys() | _TAKEN_OUT | _INTERACTIVE

LONGEST = 100_000
_PICTURES_WITHIN = re.compile(r"data:image/[^\"'\s<>]+")

_TEX = re.compile(r"\\\(|\\\[|\$\$")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|h[1-6]|i|img|li|ol|p|pre|script|span|strong"
    r"|sub|sup|table|td|th|tr|u|ul)\b[^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);",
    re.IGNORECASE,
)

_MARKDOWN = MarkdownIt("commonmark")


@dataclass(slots=True)
class Words:
    """What a piece of HTML says."""

    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    lost: list[Remark] = field(default_factory=list)
    has_tex: bool = False

    @property
    def text(self) -> str:
        """All of it as one paragraph."""
        return collapsed(" ".join(self.paragraphs))

    @property
    def remarks(self) -> list[Remark]:
        """What was lost, where the text is taken as one paragraph."""
        if len(self.paragraphs) > 1:
            joined = remark("Several paragraphs were joined into one.")
            return [*self.lost, joined]
        return self.lost


def looks_like_html(text: str) -> bool:
    """Whether text of unknown format holds a tag or an entity."""
    return _LOOKS_LIKE_HTML.search(text) is not None


def words_of_html(html: str) -> Words:
    """What the HTML says, or ``QuestionRefused`` where text cannot say it."""
    lost = _look_over(html)
    clean = nh3.clean(
        html,
        tags=KEPT,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        clean_content_tags=set(_TAKEN_OUT),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    writer = PlainWriter()
    writer.feed(clean)
    writer.close()
    words = Words(writer.paragraphs, writer.pictures, [*lost, *writer.lost])
    words.has_tex = _TEX.search(words.text) is not None
    return words


def words_of_text(text: str) -> Words:
    """Plain text: each line that follows an empty one begins a paragraph."""
    paragraphs = [collapsed(part) for part in re.split(r"\n\s*\n", text)]
    return Words([paragraph for paragraph in paragraphs if paragraph])


def words_of(text: str, written_in: str) -> Words:
    """What the text says, written in plain text, HTML, Markdown or Moodle's own way."""
    match written_in:
        case "plain":
            return words_of_text(text)
        case "markdown":
            return words_of_html(_MARKDOWN.render(text))
        case "html":
            return words_of_html(text)
    return words_of_html(text) if looks_like_html(text) else words_of_text(text)


def html_of(paragraphs: tuple[str, ...], pictures: tuple[Picture, ...] = ()) -> str:
    """Paragraphs and pictures as HTML, which ``words_of_html`` reads back."""
    texts = [f"<p>{escape(text, quote=False)}</p>" for text in paragraphs]
    images = [
        f'<p><img src="{escape(each.source)}" alt="{escape(each.alt)}"></p>'
        for each in pictures
    ]
    return "".join((*texts, *images))


def _look_over(html: str) -> list[Remark]:
    """What will be lost in cleaning; refuses what must not be."""
    if len(_PICTURES_WITHIN.sub("", html)) > LONGEST:
        raise QuestionRefused(
            remark("A text in it has more than %(most)d letters.", most=LONGEST)
        )
    # Repaired and without attributes and comments, so that every tag there is is one.
    whole = nh3.clean(html, tags=_SEEN, attributes={}, clean_content_tags=set())
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", whole))
    for tag in sorted(tags & _WITHOUT_WORDS.keys()):
        raise QuestionRefused(_WITHOUT_WORDS[tag])
    lost = []
    if tags & _TAKEN_OUT:
        lost.append(remark("Scripts and styles were taken out."))
    if tags & _INTERACTIVE:
        lost.append(remark("Fields of a form were taken out."))
    return lost
