"""What a rule asks, in the words of a language, as a certificate prints it.

A requirement gives a phrase: what it asks and the titles and numbers in it. The words
are files, one a language, so that a certificate says its rule in the language in which
it says everything else.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

WORDING: Final = Path(__file__).parent / "wording"
ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words ``key``, with titles and numbers in their places.

    A phrase that names titles has one form for a single title and one for several.
    ``counted`` is the number whose plural form the words follow, if they follow one.
    """

    key: str
    titles: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    counted: str | None = None


def said(phrase: Phrase, language: str) -> str:
    """The phrase in a language; in English where there are no words in it."""
    words = _words(language if language in languages() else ENGLISH)
    told: Any = words[phrase.key]
    if phrase.titles:
        told = told["one" if len(phrase.titles) == 1 else "other"]
    if phrase.counted is not None:
        form = _plural_form(language, phrase.numbers[phrase.counted])
        told = told.get(form, told["other"])
    titles = _listed(phrase.titles, words["list"])
    sentence: str = told.format(titles=titles, **phrase.numbers)
    return sentence


@cache
def languages() -> frozenset[str]:
    """The languages that there are words in."""
    return frozenset(path.stem for path in WORDING.glob("*.toml"))


@cache
def _words(language: str) -> Mapping[str, Any]:
    return tomllib.loads((WORDING / f"{language}.toml").read_text(encoding="utf-8"))


def _plural_form(language: str, count: int) -> str:
    # Loaded here: most who import this ask for no sentence.
    from babel import Locale

    form: str = Locale.parse(language).plural_form(count)
    return form


def _listed(titles: Sequence[str], words: Mapping[str, str]) -> str:
    """Titles in a sentence, as “A”, “B” and “C” is in English."""
    quoted = [f"{words['open']}{title}{words['close']}" for title in titles]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{words['comma'].join(quoted[:-1])}{words['last']}{quoted[-1]}"
