"""Text as the bundled fonts can draw it.

A certificate refuses a name that it cannot draw; a learner's own words cannot be sent
back so. What has no glyph is drawn as a replacement mark, and whoever offers the file
can say which characters that concerns.
"""

import re
import unicodedata
from typing import Final

from course.documents.fonts import FIRST
from course.documents.glyphs import missing_glyphs

_MARK: Final = "\ufffd"
# These say how neighbours join or which way they run; the other formats are dropped.
_JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f")
# Where no break is found in so many characters, one is allowed.
_LONGEST_RUN: Final = 18
_BREAK: Final = "\u200b"


def drawable(text: str) -> str:
    """The text with a mark in place of each character that cannot be drawn."""
    text = without_formats(text)
    while missing := missing_glyphs(text, FIRST):
        text = text.translate(dict.fromkeys(map(ord, missing), _MARK))
    return text


def undrawable(text: str) -> tuple[str, ...]:
    """The characters in whose place a mark would be drawn, once each."""
    return missing_glyphs(without_formats(text), FIRST)


def breakable(text: str) -> str:
    """The text with places to break in words that no column is wide enough for."""
    return re.sub(
        rf"\S{{{_LONGEST_RUN},}}",
        lambda match: re.sub(r"([/._?&=@-])(?=\w)", rf"\1{_BREAK}", match.group()),
        text,
    )


def without_formats(text: str) -> str:
    """The text without invisible formats, its ends of lines and tabs as spaces."""
    return "".join(
        " " if each in "\n\t" else each
        for each in text
        if each in "\n\t"
        or each in _JOINERS
        or unicodedata.category(each) not in ("Cc", "Cf")
    )
