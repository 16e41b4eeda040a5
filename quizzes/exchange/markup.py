"""HTML made plain text that still says the same, and the list of what was lost.

Our questions are paragraphs of plain text. Lists become sentences, raised and lowered
figures become the signs that Unicode has for them, pictures are handed over, and what
carries meaning that text cannot hold refuses the question.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.report import Remark, remark
from quizzes.text import collapsed

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "p",
        "pre",
        "section",
    }
)
_EMPHASIS = frozenset({"b", "big", "em", "i", "mark", "small", "strong", "u"})
_STRUCK = frozenset({"s", "strike", "del"})
_PLAIN = frozenset(
    {
        "a",
        "abbr",
        "bdi",
        "bdo",
        "br",
        "caption",
        "cite",
        "code",
        "dfn",
        "font",
        "img",
        "ins",
        "kbd",
        "label",
        "li",
        "ol",
        "q",
        "rp",
        "rt",
        "ruby",
        "samp",
        "span",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "ul",
        "var",
        "wbr",
    }
)
_KEPT = set(_BLOCKS | _EMPHASIS | _STRUCK | _PLAIN)
# What stands in these cannot be said in text; a question with one is not whole without.
_WITHOUT_WORDS = {
    "audio": "sound",
    "canvas": "a drawing",
    "embed": "an embedded object",
    "iframe": "a page of another site",
    "math": "a formula in MathML",
    "object": "an embedded object",
    "svg": "a drawing in SVG",
    "video": "a film",
}
_TAKEN_OUT = frozenset({"script", "style"})
_INTERACTIVE = frozenset({"button", "form", "input", "select", "textarea"})

_SEEN = _KEPT | _WITHOUT_WORDS.keys() | _TAKEN_OUT | _INTERACTIVE

LONGEST = 100_000
_PICTURES_WITHIN = re.compile(r"data:image/[^\"'\s<>]+")

_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ", strict=True))

_TEX = re.compile(r"\\\(|\\\[|\$\$")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|h[1-6]|i|img|li|ol|p|pre|script|span|strong"
    r"|sub|sup|table|td|th|tr|u|ul)\b[^<>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);",
    re.IGNORECASE,
)

_MARKDOWN = MarkdownIt("commonmark")

WAS_HTML = remark("Emphasis and layout in HTML were made plain text.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text shows: where it is, and what it says to who cannot see."""

    source: str
    alt: str


@dataclass(slots=True)
class Words:
    """What a piece of HTML says."""

    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    lost: list[Remark] = field(default_factory=list)

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
        tags=_KEPT,
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        clean_content_tags=set(_TAKEN_OUT),
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    words = writer.words()
    words.lost[:0] = lost
    if _TEX.search(words.text):
        words.lost.append(remark("A formula in TeX is shown as it is written."))
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
        raise QuestionRefused(
            remark("It holds %(what)s, which is not kept.", what=_WITHOUT_WORDS[tag])
        )
    lost = []
    if tags & _TAKEN_OUT:
        lost.append(remark("Scripts and styles were taken out."))
    if tags & _INTERACTIVE:
        lost.append(remark("Fields of a form were taken out."))
    return lost


@dataclass(slots=True)
class _List:
    """A list that is open: whether it is numbered, and its items so far."""

    numbered: bool
    count: int = 0


class _Writer(HTMLParser):
    """Writes clean HTML as paragraphs of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[str] = [""]
        self._pictures: list[Picture] = []
        self._lost: dict[Remark, None] = {}
        self._lists: list[_List] = []
        self._links: list[tuple[str, int]] = []
        self._raised: list[tuple[str, int]] = []
        self._rows = self._cells = 0

    def words(self) -> Words:
        texts = [collapsed(text) for text in self._paragraphs]
        kept = [text for text in texts if text]
        return Words(kept, self._pictures, list(self._lost))

    def handle_data(self, data: str) -> None:
        self._paragraphs[-1] += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "br":
                self.handle_data(" ")
            case "img":
                self._see(given)
            case "a":
                self._links.append((given.get("href", ""), len(self._paragraphs[-1])))
            case "sub" | "sup":
                self._raised.append((tag, len(self._paragraphs[-1])))
            case "ul" | "ol":
                self._lists.append(_List(numbered=tag == "ol"))
            case "li":
                self._begin_item()
            case "table":
                self._rows = 0
            case "tr":
                self._begin_row()
            case "td" | "th":
                self._begin_cell()
            case _ if tag in _BLOCKS and not self._lists:
                self._break()
            case _ if tag in _EMPHASIS:
                self._lose(WAS_HTML)
            case _ if tag in _STRUCK:
                self._lose(remark("Words that were struck out are no longer."))
        if tag in _BLOCKS and self._lists:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "a" if self._links:
                self._end_link(*self._links.pop())
            case "sub" | "sup" if self._raised:
                self._end_raised(*self._raised.pop())
            case "ul" | "ol" if self._lists:
                self._lists.pop()
                self.handle_data(" ")
            case _ if tag in _BLOCKS and not self._lists:
                self._break()

    def _break(self) -> None:
        if self._paragraphs[-1].strip():
            self._paragraphs.append("")

    def _lose(self, what: Remark) -> None:
        self._lost[what] = None

    def _see(self, given: dict[str, str]) -> None:
        if not given.get("src"):
            # Cleaning leaves no address that leads to files or runs programs.
            raise QuestionRefused(
                remark("It shows a picture from a place that no page may show.")
            )
        self._pictures.append(Picture(given["src"], collapsed(given.get("alt", ""))))

    def _begin_item(self) -> None:
        self._lose(remark("A list was written as a sentence."))
        if not self._lists:
            self._lists.append(_List(numbered=False))
        here = self._lists[-1]
        self._part(";" if here.count else "")
        here.count += 1
        if here.numbered:
            self.handle_data(f"({here.count}) ")

    def _begin_row(self) -> None:
        self._lose(remark("A table was written as a sentence."))
        self._part(";" if self._rows else "")
        self._rows += 1
        self._cells = 0

    def _begin_cell(self) -> None:
        self._part("," if self._cells else "")
        self._cells += 1

    def _part(self, sign: str) -> None:
        """Part what comes from what stands there, unless a sign parts them already."""
        text = self._paragraphs[-1].rstrip()
        if text and text[-1] in ".,;:?!":
            sign = ""
        self._paragraphs[-1] = f"{text}{sign} " if text else ""

    def _end_link(self, address: str, begin: int) -> None:
        text = collapsed(self._paragraphs[-1][begin:])
        if address.startswith("@@PLUGINFILE@@"):
            raise QuestionRefused(
                remark("It links to a file that is no picture, which is not kept.")
            )
        if re.match(r"https?:", address) and address != text:
            self._lose(remark("The address of a link was written out."))
            self.handle_data(f" ({address})")

    def _end_raised(self, tag: str, begin: int) -> None:
        before, text = self._paragraphs[-1][:begin], self._paragraphs[-1][begin:]
        signs = _RAISED if tag == "sup" else _LOWERED
        plain = text.strip().replace("\N{MINUS SIGN}", "-")
        if all(letter in signs for letter in plain):
            self._paragraphs[-1] = before + "".join(signs[each] for each in plain)
            return
        sign = "^" if tag == "sup" else "_"
        self._lose(remark("Raised or lowered letters were written with ^ or _."))
        self._paragraphs[-1] = f"{before}{sign}({collapsed(text)})"
