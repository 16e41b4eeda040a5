"""Clean HTML written as paragraphs of plain text, tag by tag."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

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
KEPT = set(_BLOCKS | _EMPHASIS | _STRUCK | _PLAIN)

_RAISED = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-=()aeox", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓ", strict=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text shows: where it is, and what it says to who cannot see."""

    source: str
    alt: str


@dataclass(slots=True)
class _List:
    """A list that is open: whether it is numbered, and its items so far."""

    numbered: bool
    count: int = 0


class PlainWriter(HTMLParser):
    """Writes clean HTML as paragraphs of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[str] = [""]
        self.pictures: list[Picture] = []
        self.lost: dict[Remark, None] = {}
        self._lists: list[_List] = []
        self._links: list[tuple[str, int]] = []
        self._raised: list[tuple[str, int]] = []
        self._rows = self._cells = 0

    @property
    def paragraphs(self) -> list[str]:
        """What was written, none of it empty."""
        texts = [collapsed(text) for text in self._paragraphs]
        return [text for text in texts if text]

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
                self._lose(remark("Emphasis and layout in HTML were made plain text."))
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
        self.lost[what] = None

    def _see(self, given: dict[str, str]) -> None:
        if not given.get("src"):
            # Cleaning leaves no address that leads to files or runs programs.
            raise QuestionRefused(
                remark("It shows a picture from a place that no page may show.")
            )
        self.pictures.append(Picture(given["src"], collapsed(given.get("alt", ""))))

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
