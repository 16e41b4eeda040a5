"""The one dialect of Markdown the Handbook is written in.

CommonMark and tables, and four things of our own: citations ``[@source-key]``,
figures ``[[figure:key]]``, boxes ``::: example Title`` and captions ``Table: words``.
Raw HTML is read as such only so that it can be refused; it is never let through.
"""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

BOX_KINDS = ("example", "exercise", "note")
CAPTION = "Table: "
LESSON_LINK = "lesson:"
TERM_LINK = "term:"
LINK_BEGINNINGS = ("https://", "http://", "mailto:", LESSON_LINK, TERM_LINK)
IMAGE_NAME = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*\.(?:avif|gif|jpe?g|png|svg|webp)")

_CITATION = re.compile(r"\[@([^\]\n]*)\]")
_FIGURE = re.compile(r"\[\[figure:([^\]\n]*)\]\]\s*")
_BOX = re.compile(r":::(?P<words>[^:].*|)")


def handbook_parser() -> MarkdownIt:
    """A parser of the dialect. Whatever it is given, it renders no raw markup."""
    # With "html" on, raw HTML becomes tokens of its own, which the checks refuse by
    # line; the render rules below escape them for whoever renders without checking.
    parser = _HandbookMarkdown("commonmark", {"html": True}).enable("table")
    parser.inline.ruler.before("link", "citation", _citation)
    parser.block.ruler.before("paragraph", "figure", _figure)
    parser.block.ruler.before(
        "fence", "box", _box, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.core.ruler.before("inline", "captions", _captions)
    parser.core.ruler.push("addresses", _addresses)
    for kind in ("html_block", "html_inline"):
        parser.add_render_rule(kind, _escaped)
    for kind in ("citation", "figure"):
        parser.add_render_rule(kind, _source_text)
    return parser


class _HandbookMarkdown(MarkdownIt):
    # The library's own name and signature.
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Let every link become a token: ``_addresses`` then names the bad ones."""
        return True


def plain_text(tokens: Sequence[Token]) -> str:
    """The words of inline tokens, without markup and citations."""
    words = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type == "image":
            words.append(plain_text(token.children or ()))
    return "".join(words)


def _citation(state: StateInline, silent: bool) -> bool:
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[1]
        token.markup = match[0]
    state.pos = match.end()
    return True


def _figure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _FIGURE.fullmatch(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    if start + 1 < end and not state.isEmpty(start + 1):
        return False
    if not silent:
        token = state.push("figure", "", 0)
        token.content = match[1].strip()
        token.markup = match[0]
        token.map = [start, start + 1]
        state.line = start + 1
    return True


def _box(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A box runs to its ``:::``; a second opening or the end of the text stops it."""
    match = _BOX.fullmatch(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return True
    kind, _, title = match["words"].strip().partition(" ")
    if not kind:
        token = state.push("box_stray", "", 0)
        token.map = [start, start + 1]
        state.line = start + 1
        return True
    closing, closed = _closing(state, start, end)
    opening = state.push("box_open", "section", 1)
    opening.map = [start, closing]
    opening.block = True
    opening.meta = {"kind": kind, "title": title.strip(), "closed": closed}
    parent, last = state.parentType, state.lineMax
    state.parentType, state.lineMax = "box", closing
    state.md.block.tokenize(state, start + 1, closing)
    state.parentType, state.lineMax = parent, last
    state.push("box_close", "section", -1).block = True
    state.line = closing + 1 if closed else closing
    return True


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    for line in range(start + 1, end):
        match = _BOX.fullmatch(_line(state, line))
        if match is not None and not state.is_code_block(line):
            return line, not match["words"].strip()
    return end, False


def _captions(state: StateCore) -> None:
    """Move a ``Table: words`` paragraph into the table that follows it."""
    kept: list[Token] = []
    for token in state.tokens:
        if token.type == "table_open" and _is_caption(kept):
            opening, words, closing = kept[-3:]
            del kept[-3:]
            opening.type, closing.type = "caption_open", "caption_close"
            opening.tag = closing.tag = "caption"
            words.content = words.content.removeprefix(CAPTION).strip()
            token.meta["captioned"] = True
            kept += [token, opening, words, closing]
        else:
            kept.append(token)
    state.tokens = kept


def _is_caption(tokens: list[Token]) -> bool:
    return (
        len(tokens) >= 3
        and tokens[-1].type == "paragraph_close"
        and tokens[-2].content.startswith(CAPTION)
    )


def _addresses(state: StateCore) -> None:
    """Take the address from any link or image that could do harm, and remember it."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "link_open":
                address = str(token.attrs.get("href", ""))
                if not address.startswith(LINK_BEGINNINGS):
                    token.attrs["href"] = ""
                    token.meta["refused"] = address
            elif token.type == "image":
                address = str(token.attrs.get("src", ""))
                if not IMAGE_NAME.fullmatch(address):
                    token.attrs["src"] = ""
                    token.meta["refused"] = address


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _escaped(_: RendererProtocol, tokens: Sequence[Token], at: int, *__: Any) -> str:
    return escapeHtml(tokens[at].content)


def _source_text(
    _: RendererProtocol, tokens: Sequence[Token], at: int, *__: Any
) -> str:
    return escapeHtml(tokens[at].markup)
