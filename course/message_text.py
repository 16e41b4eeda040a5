"""The Markdown in which people write to each other, and what is read out of it.

CommonMark without raw HTML, which is text like any other, and without pictures. A line
break is a line break. Addresses on the web become links without more ado.
"""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from course.word_counting import count_words

MOST_LETTERS = 10_000
_WEB = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]}]")
# A page of the course itself, but no other machine by a backslash or a second slash.
_LINKED = re.compile(r"(?:https?://|mailto:|/(?![/\\]))[^\\]*")


class _MessageMarkdown(MarkdownIt):
    # The library's own name and signature.
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Links lead to the web, to a mail address or to a page of the course."""
        return bool(_LINKED.fullmatch(url)) and super().validateLink(url)


@cache
def message_parser() -> MarkdownIt:
    """The parser of what people write; it knows no raw HTML and no pictures."""
    options = {"html": False, "breaks": True, "maxNesting": 12}
    parser = _MessageMarkdown("commonmark", options).disable("image")
    parser.core.ruler.push("web", _link_web)
    return parser


def words_written(text: str) -> int:
    """How many words of their own somebody wrote: no quotation, address or code."""
    return count_words(" ".join(_WEB.sub(" ", said) for said in _said(text)))


def first_words(text: str, most: int = 160) -> str:
    """How a message begins, in one plain line for a list or a letter."""
    line = " ".join(" ".join(_said(text)).split())
    if not line:
        line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rstrip()}…"


def _said(text: str) -> Iterator[str]:
    """The plain words of a message, paragraph by paragraph, without quotations."""
    quoted = 0
    for token in message_parser().parse(text):
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type == "inline" and not quoted:
            yield "".join(_plain(token.children or ()))


def _plain(tokens: list[Token] | tuple[Token, ...]) -> Iterator[str]:
    for token in tokens:
        if token.type == "text":
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "


def _link_web(state: StateCore) -> None:
    """Make links of the addresses that stand in the text, but not within a link."""
    for block in state.tokens:
        if block.type != "inline":
            continue
        children: list[Token] = []
        depth = 0
        for token in block.children or ():
            depth += token.type == "link_open"
            depth -= token.type == "link_close"
            if token.type == "text" and not depth and "://" in token.content:
                children += _linked(state, token)
            else:
                children.append(token)
        block.children = children


def _linked(state: StateCore, token: Token) -> Iterator[Token]:
    """A piece of text as text and links."""
    at = 0
    for found in _WEB.finditer(token.content):
        address = state.md.normalizeLink(found[0])
        if not state.md.validateLink(address):
            continue
        yield Token("text", "", 0, content=token.content[at : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield Token("text", "", 0, content=found[0])
        yield Token("link_close", "a", -1)
        at = found.end()
    yield Token("text", "", 0, content=token.content[at:])
