"""When two ways of writing a word are the same word, language by language.

What is an accent in one language is a letter in another: English readers write Alesund
for Ålesund, but in Norwegian å is not a. The tables below say which is which.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.text import tidied

# Letters that a language counts among its own, so that folding accents keeps them. Of
# a letter with two marks that is not here, the mark that makes one of these is kept:
# Vietnamese ế becomes ê.
_LETTERS: Mapping[str, str] = {
    "az": "çğıəöşüİ",
    "be": "ў",
    "bs": "čćđšž",
    "cs": "čďěňřšťůž",
    "da": "åæø",
    "de": "äöü",
    "es": "ñ",
    "et": "äõöšüž",
    "eu": "ñ",
    "fa": "آ",
    "fi": "åäö",
    "fil": "ñ",
    "fo": "áæðíóøúý",
    "gl": "ñ",
    "hr": "čćđšž",
    "hu": "öőüű",
    "is": "áæéðíóöþúý",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mk": "ѓќ",
    "nb": "åæø",
    "nn": "åæø",
    "no": "åæø",
    "pl": "ąćęłńóśźż",
    "ro": "ăâîșț",
    "sk": "äčďľňôšťž",
    "sl": "čšž",
    "sq": "çë",
    "sr": "čćđšž",
    "sv": "åäö",
    "tl": "ñ",
    "tr": "çğıöşüİ",
    "uk": "ї",
    "ur": "آ",
    "vi": "ăâđêôơư",
}
_LETTERS_EVERYWHERE = "йё"
# Russian prints е for ё more often than not.
_NO_LETTERS: Mapping[str, str] = {"ru": "ё"}

# Letters with a stroke, and ligatures, which Unicode does not take apart.
_STROKES: Mapping[str, str] = {
    "æ": "ae",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "œ": "oe",
    "ø": "o",
    "þ": "th",
    "Æ": "AE",
    "Ð": "D",
    "Đ": "D",
    "Ħ": "H",
    "Ł": "L",
    "Œ": "OE",
    "Ø": "O",
    "Þ": "TH",
}

# Two spellings of one word within a language, whatever else is folded.
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "de": {"ß": "ss", "ẞ": "SS"},
    "fa": {"ي": "ی", "ك": "ک"},
    "ro": {"ş": "ș", "ţ": "ț", "Ş": "Ș", "Ţ": "Ț"},
    "ur": {"ي": "ی", "ك": "ک"},
}

# Small letters that are not the usual ones.
_SMALL: Mapping[str, Mapping[str, str]] = {
    "az": {"I": "ı", "İ": "i"},
    "tr": {"I": "ı", "İ": "i"},
}

_PLAIN_MARKS: Mapping[int, str] = {
    **dict.fromkeys(map(ord, "‘’‛`′ʹʻʼʽ׳"), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘־"), "-"),
}


def _span(first: int, last: int) -> range:
    return range(first, last + 1)


# Vowel signs of Arabic and points of Hebrew, which most writing leaves out; tatweel.
_OPTIONAL_SIGNS = frozenset(
    chr(code)
    for span in (
        _span(0x0610, 0x061A),
        _span(0x0640, 0x0640),
        _span(0x064B, 0x0652),
        _span(0x0656, 0x065F),
        _span(0x0670, 0x0670),
        _span(0x06D6, 0x06DC),
        _span(0x06DF, 0x06E4),
        _span(0x06E7, 0x06E8),
        _span(0x06EA, 0x06ED),
        _span(0x0591, 0x05BD),
        _span(0x05BF, 0x05BF),
        _span(0x05C1, 0x05C2),
        _span(0x05C4, 0x05C5),
        _span(0x05C7, 0x05C7),
    )
    for code in span
)

# The marks that are accents, in any script. Those of Thai or Hindi are vowels, and
# those of Japanese make another syllable.
_ACCENTS = frozenset(
    chr(code)
    for span in (
        _span(0x0300, 0x036F),
        _span(0x0653, 0x0655),
        _span(0x1AB0, 0x1AFF),
        _span(0x1DC0, 0x1DFF),
    )
    for code in span
)


@dataclass(frozen=True, slots=True)
class Folding:
    """What does not count when words are compared, in one language."""

    language: str = "en"
    case: bool = True
    accents: bool = False

    def fold(self, text: str) -> str:
        """The words as they are compared: those that count as the same are equal.

        Spaces, typographic apostrophes and hyphens, invisible signs, the digits of
        other scripts, vowel signs of Arabic and points of Hebrew never count.
        """
        language = self.language.partition("-")[0]
        folded = _without_signs(tidied(text.translate(_PLAIN_MARKS)))
        if self.case:
            folded = _replaced(folded, _SMALL.get(language, {})).casefold()
        folded = _replaced(folded, _SPELLINGS.get(language, {}))
        if self.accents:
            folded = _without_accents(folded, _letters_of(language))
        return tidied(folded)


def _letters_of(language: str) -> frozenset[str]:
    kept = frozenset(_LETTERS_EVERYWHERE + _LETTERS.get(language, ""))
    return kept - frozenset(_NO_LETTERS.get(language, ""))


def _replaced(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)


def _without_signs(text: str) -> str:
    """The text without optional and invisible signs, its digits those of English."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in text
        if character not in _OPTIONAL_SIGNS and unicodedata.category(character) != "Cf"
    )


def _without_accents(text: str, letters: frozenset[str]) -> str:
    plain: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if character in _ACCENTS:
            joined = unicodedata.normalize("NFC", (plain or [""])[-1] + character)
            if plain and _is_among(joined, letters):
                plain[-1] = joined
        elif _is_among(character, letters):
            plain.append(character)
        else:
            plain.append(_STROKES.get(character, character))
    return "".join(plain)


def _is_among(character: str, letters: frozenset[str]) -> bool:
    return character in letters or character.lower() in letters
