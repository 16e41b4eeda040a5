"""How many words a text has, in any script.

Most scripts put spaces between words: there a word is a run of letters, marks and
digits by their Unicode categories, held together by an apostrophe or a hyphen between
two of them. Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without spaces,
and only a dictionary could tell their words apart. There the letters of a run are
counted, without the marks that stand on or about them, and so many letters make a word.
The figures are those by which the first article of the Universal Declaration of Human
Rights counts in each language about as many words as in English, so that who says as
much has written as much. A zero-width space, which Khmer and Burmese writers put
between words, parts words too.
"""

import unicodedata
from bisect import bisect_right
from fractions import Fraction
from math import ceil

_HAN, _KANA = Fraction(3, 2), Fraction(3)
_THAI, _LAO = Fraction(7, 2), Fraction(9, 2)
_KHMER = _BURMESE = Fraction(4)
# The first and the last letter of each block, and how many letters make a word.
_UNSPACED = (
    (0x0E00, 0x0E7F, _THAI),
    (0x0E80, 0x0EFF, _LAO),
    (0x1000, 0x109F, _BURMESE),
    (0x1780, 0x17FF, _KHMER),
    (0x3005, 0x3007, _HAN),
    (0x3041, 0x30FF, _KANA),
    (0x31F0, 0x31FF, _KANA),
    (0x3400, 0x4DBF, _HAN),
    (0x4E00, 0x9FFF, _HAN),
    (0xA9E0, 0xA9FF, _BURMESE),
    (0xAA60, 0xAA7F, _BURMESE),
    (0xF900, 0xFAFF, _HAN),
    (0xFF66, 0xFF9F, _KANA),
    (0x20000, 0x323AF, _HAN),
)
_STARTS = tuple(first for first, _last, _letters in _UNSPACED)
# An apostrophe, a hyphen and their kin hold a word together; so do the joiners, which
# have no width of their own.
_WITHIN = frozenset("'’ʼ-‐‑·.,_\u200c\u200d\u00ad")


def count_words(text: str) -> int:
    """The words of a text, as the rule above counts them. Pure."""
    count = 0
    has_spaced, unspaced = False, Fraction(0)
    letters = unicodedata.normalize("NFC", text)
    for at, letter in enumerate(letters):
        kind = unicodedata.category(letter)[0]
        if kind == "M" or (letter in _WITHIN and _goes_on(letters, at)):
            continue
        if kind not in "LN":
            count += has_spaced + ceil(unspaced)
            has_spaced, unspaced = False, Fraction(0)
        elif (a_word := _letters_a_word(letter)) is None:
            # What stands without spaces beside it is words of its own.
            count += ceil(unspaced)
            has_spaced, unspaced = True, Fraction(0)
        else:
            count += has_spaced
            has_spaced = False
            unspaced += 1 / a_word
    return count + has_spaced + ceil(unspaced)


def _letters_a_word(letter: str) -> Fraction | None:
    """How many letters make a word of this script; nothing where spaces part words."""
    at = bisect_right(_STARTS, ord(letter)) - 1
    if at >= 0 and ord(letter) <= _UNSPACED[at][1]:
        return _UNSPACED[at][2]
    return None


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on behind a character that may stand inside of one."""
    return at + 1 < len(text) and unicodedata.category(text[at + 1])[0] in "LNM"
