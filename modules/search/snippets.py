"""A few words of a document around what was looked for, with the hits marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from modules.search.queries import Need, Phrase
from modules.search.words import words_at

WORDS_BEFORE = 8
WORDS_SHOWN = 34
_ELLIPSIS = "…"


class Told(Protocol):
    """A passage: what it says, folded as well, and its heading."""

    @property
    def heading(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def folded_heading(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a snippet, and whether they are what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words, in pieces, and the heading that they stand under."""

    heading: str | None
    pieces: tuple[Piece, ...]


def snippet_of(passages: Sequence[Told], needs: Sequence[Need]) -> Snippet:
    """The passage that meets most needs, cut to a few words around the first hit."""
    if not passages:
        return Snippet(None, ())
    best = max(passages, key=lambda each: _met(each, needs))
    words = list(words_at(best.text))
    hits = _hits([word for _, _, word in words], needs)
    first = min(hits, default=0)
    begin = max(first - WORDS_BEFORE, 0)
    if len(words) - begin < WORDS_SHOWN:
        begin = max(len(words) - WORDS_SHOWN, 0)
    return Snippet(best.heading, _pieces(best.text, words, hits, begin))


def _met(passage: Told, needs: Sequence[Need]) -> tuple[int, int]:
    """How many needs a passage meets with its heading, and how many by itself."""
    with_heading = by_itself = 0
    for need in needs:
        if need.is_met_by(passage.folded):
            by_itself += 1
            with_heading += 1
        elif passage.heading and need.is_met_by(passage.folded_heading):
            with_heading += 1
    return with_heading, by_itself


def _hits(words: Sequence[str], needs: Sequence[Need]) -> set[int]:
    """The numbers of the words that belong to a phrase that was looked for."""
    phrases: dict[str, list[Phrase]] = {}
    for need in needs:
        for phrase in need.phrases:
            phrases.setdefault(phrase[0], []).append(phrase)
    hits: set[int] = set()
    for at, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                hits.update(range(at, at + len(phrase)))
    return hits


def _pieces(
    text: str,
    words: Sequence[tuple[int, int, str]],
    hits: set[int],
    begin: int,
) -> tuple[Piece, ...]:
    """The text from one word on, parted where a hit begins or ends."""
    end = min(begin + WORDS_SHOWN, len(words))
    if end == begin:
        return (Piece(text, False),)
    starts_at = 0 if begin == 0 else words[begin][0]
    ends_at = len(text) if end == len(words) else words[end - 1][1]
    pieces: list[Piece] = []
    at = starts_at
    number = begin
    while number < end:
        if number not in hits:
            number += 1
            continue
        last = number
        while last + 1 < end and last + 1 in hits:
            last += 1
        pieces.append(Piece(text[at : words[number][0]], False))
        pieces.append(Piece(text[words[number][0] : words[last][1]], True))
        at = words[last][1]
        number = last + 1
    pieces.append(Piece(text[at:ends_at], False))
    if begin:
        pieces.insert(0, Piece(f"{_ELLIPSIS} ", False))
    if end < len(words):
        pieces.append(Piece(f" {_ELLIPSIS}", False))
    return tuple(piece for piece in pieces if piece.text)
