"""Words as search compares them: without case, accents and the ending of a plural."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NOT_PLURAL = ("ss", "us", "is")

_STOP_WORDS = """
a an and are as at be been but by can did do does for from had has have how if in
into is it its may no not of on or that the their them there these they this those
to was were what when where which who why will with you your
"""

STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that nearly every text holds, and that tell none from another."""


def folded_words(text: str) -> list[str]:
    """The words of a text, in order, in the form in which they are compared."""
    return [word for _, _, word in words_at(text)]


def words_at(text: str) -> Iterator[tuple[int, int, str]]:
    """Each word of a text: where it begins and ends, and its form for comparing."""
    for found in _WORD.finditer(text):
        yield found.start(), found.end(), fold(found.group())


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """One word without case, accents, possessive and plural: Países' is pai."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", word)
        if not unicodedata.combining(letter)
    ).casefold()
    plain = re.sub(r"['\u2019](?:s$)?", "", plain)
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    if len(plain) > 3 and plain.endswith("s") and not plain.endswith(_NOT_PLURAL):
        return plain[:-1]
    return plain
