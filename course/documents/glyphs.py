"""Which characters of a text the bundled fonts cannot draw."""

import unicodedata
from collections.abc import Iterator

from course.documents.fonts import repertoires

# These say how neighbours join or which way they run, and are drawn as nothing.
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")

# Controls, unassigned, private, surrogates, line and paragraph separators, and the
# formats: some of those turn the letters after them round, so that a name could be
# made to read as another.
_NEVER_DRAWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Name, once each and in order, the characters that cannot be drawn.

    A mark is drawn by the font that draws the letter beneath it, so a letter and its
    marks must be found in one font together; otherwise the marks are what is missing.
    """
    missing: dict[str, None] = {}
    for cluster in _clusters(text):
        missing.update(dict.fromkeys(_missing_of(cluster)))
    return tuple(missing)


def _clusters(text: str) -> Iterator[str]:
    """A letter with the marks that follow it, one after another."""
    cluster = ""
    for character in text:
        if cluster and not unicodedata.category(character).startswith("M"):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _missing_of(cluster: str) -> tuple[str, ...]:
    gaps = [
        tuple(character for character in cluster if not _drawn(character, repertoire))
        for repertoire in repertoires()
    ]
    return min(gaps, key=lambda gap: (cluster[0] in gap, len(gap)))


def _drawn(character: str, repertoire: frozenset[int]) -> bool:
    if character in _JOINERS:
        return True
    if unicodedata.category(character) in _NEVER_DRAWN:
        return False
    return ord(character) in repertoire
