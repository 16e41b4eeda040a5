"""Advice on the words of the field: explained where they are used, and used at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from modules.body import read_body
from modules.dialect import TERM_LINK, handbook_parser
from modules.errors import Advice
from modules.module import Handbook, Lesson, Term


def on_terms(handbook: Handbook) -> Iterator[Advice]:
    """Terms that nothing leads to, and acronyms that come before their words."""
    yield from _unlinked(handbook)
    acronyms = [term for term in handbook.terms.values() if term.short]
    for module in handbook.modules.values():
        for lesson in module.lessons:
            yield from _unexplained(lesson, acronyms)


def _unlinked(handbook: Handbook) -> Iterator[Advice]:
    linked = {key for term in handbook.terms.values() for key in term.see}
    for module in handbook.modules.values():
        for text in (module.introduction, *(one.body for one in module.lessons)):
            linked |= {link.key for link in read_body(text).term_links}
    for key in handbook.terms.keys() - linked:
        words = f"No lesson leads to the term '{key}'."
        yield Advice("glossary.toml", 1, "terms", words, key)


_END = "\n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of a lesson: where they stand, and the term they lead to."""

    line: int
    words: str
    term: str | None


def _unexplained(lesson: Lesson, terms: list[Term]) -> Iterator[Advice]:
    """Acronyms whose first use is neither spelled out nor a link to the glossary."""
    pieces = list(_pieces(lesson.body))
    for term in terms:
        line = _bare_use(pieces, term)
        if line is not None:
            words = (
                f"'{term.short}' is used before it is explained: write "
                f"[{term.name} ({term.short})](term:{term.key}) at its first use."
            )
            file = f"{lesson.module_key}/{lesson.key}.md"
            yield Advice(file, lesson.body_line + line, "acronyms", words)


def _bare_use(pieces: list[_Piece], term: Term) -> int | None:
    """The line of the first use, from 0, unless it says what the letters mean."""
    used = re.compile(rf"(?<![\w-]){re.escape(term.short or '')}s?(?![\w-])")
    before = ""
    for at, piece in enumerate(pieces):
        found = used.search(piece.words)
        if found is None:
            before += piece.words
            continue
        before += piece.words[: found.start()]
        told = f"{before}{_rest_of_block(pieces[at:])}".casefold()
        is_told = (
            piece.term == term.key
            or term.name.casefold() in told
            # Spelled out in other words, as in "the UN country team (UNCT)".
            or re.search(r"\w\W{0,2}\($", before) is not None
        )
        return None if is_told else piece.line
    return None


def _rest_of_block(pieces: list[_Piece]) -> str:
    """The words up to the end of a paragraph or cell: "IOM, which is the …"."""
    words = ""
    for piece in pieces:
        if piece.words == _END:
            break
        words += piece.words
    return words


def _pieces(body: str) -> Iterator[_Piece]:
    """The words of a body from top to bottom, parted where a link begins or ends."""
    for token in handbook_parser().parse(body):
        line = token.map[0] if token.map else 0
        if token.type == "box_open":
            yield _Piece(line, str(token.meta["title"]), None)
            yield _Piece(line, _END, None)
        elif token.type == "inline":
            yield from _inline(token, line)
            yield _Piece(line, _END, None)


def _inline(block: Token, line: int) -> Iterator[_Piece]:
    term: str | None = None
    for child in block.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
            yield _Piece(line, " ", term)
        elif child.type == "link_open":
            address = str(child.attrs.get("href", ""))
            is_term = address.startswith(TERM_LINK)
            term = address.removeprefix(TERM_LINK) if is_term else None
        elif child.type == "link_close":
            term = None
        elif child.type in ("text", "code_inline"):
            yield _Piece(line, child.content, term)
