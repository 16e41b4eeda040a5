"""Which characters of a text the bundled fonts cannot draw."""

import unicodedata
from collections.abc import Iterator

from course.documents.fonts import EVERY, Typeface

# These say how neighbours join or which way they run, and are drawn as nothing.
_JOINERS = frozenset("\u200c\u200d\u200e\u200f")

# Controls, unassigned, private, surrogates, line and paragraph separators, and the
# formats: some of those turn the letters after them round, so that a name could be
# made to read as another.
_NEVER_DRAWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def missing_glyphs(
    text: str, typefaces: tuple[Typeface, ...] = EVERY
) -> tuple[str, ...]:
    """Name, once each and in order, the characters that cannot be drawn.

    A mark is drawn by the font that draws the letter beneath it, so a letter and its
    marks must be found in one font together; otherwise the marks are what is missing.
    """
    missing: dict[str, None] = {}
    # Each once: a page is some thousand letters, and few different ones.
    for cluster in dict.fromkeys(_clusters(text)):
        missing.update(dict.fromkeys(_missing_of(cluster, typefaces)))
    return tuple(missing)


def _clusters(text: str) -> Iterator[str]:
    """A letter with the marks that follow it, one after another."""
    marks = {each for each in set(text) if unicodedata.category(each).startswith("M")}
    if not marks:
        yield from text
        return
    cluster = ""
    for character in text:
        if cluster and character not in marks:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _missing_of(cluster: str, typefaces: tuple[Typeface, ...]) -> tuple[str, ...]:
    """What the font that draws most of it cannot draw. No later one is opened then."""
    gaps = []
    for typeface in typefaces:
        gap = tuple(each for each in cluster if not _drawn(each, typeface))
        if not gap or _is_never_drawn(cluster[0]):
            return gap
        gaps.append(gap)
    return min(gaps, key=lambda gap: (cluster[0] in gap, len(gap)))


def _drawn(character: str, typeface: Typeface) -> bool:
    if character in _JOINERS:
        return True
    return not _is_never_drawn(character) and ord(character) in typeface.repertoire


def _is_never_drawn(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in _NEVER_DRAWN
