"""Whether each language has the sentences of all letters: what a catalogue still lacks.

A letter leaves whole in one language. A sentence that is new in a letter is therefore
a fault of every catalogue until it is translated.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from learner_api.translation import catalogue_file, compiled
from learner_api.translations import KEYWORDS, ROOT

Sentence: TypeAlias = str | tuple[str, ...]
"""A sentence in English; two where it has a form for one thing and for several."""

# Words that stand in letters and on pages alike.
_WORDS = ("accommodation_words.py", "rule_choice_words.py")
_PLACE = re.compile(r"%\((\w+)\)([a-z])")
# The kinds of number that a language tells apart all show among these.
_COUNTS = range(200)


def letter_files() -> list[Path]:
    """The files whose sentences are put into the language of a reader."""
    folder = ROOT / "learner_api"
    return [*sorted(folder.glob("*letters.py")), *(folder / name for name in _WORDS)]


@cache
def letter_sentences() -> tuple[Sentence, ...]:
    """Every sentence of the letters, once."""
    found: dict[Sentence, None] = {}
    for path in letter_files():
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(
                "python", file, keywords=KEYWORDS
            ):
                found[message] = None
    return tuple(found)


def faults(language: str) -> list[str]:
    """What a catalogue lacks or has wrong, a line each."""
    with catalogue_file(language).open("rb") as words:
        catalogue = read_po(words, locale=language)
    if catalogue.plural_forms != Catalog(locale=language).plural_forms:
        return [f"{language}: other plural forms than those of the language"]
    return [
        f"{language}: {fault}: {sentence if isinstance(sentence, str) else sentence[0]}"
        for sentence in letter_sentences()
        for fault in _faults_of(sentence, catalogue)
    ]


def _faults_of(sentence: Sentence, catalogue: Catalog) -> Iterator[str]:
    is_plural = not isinstance(sentence, str)
    source = sentence if isinstance(sentence, str) else sentence[-1]
    message = catalogue.get(sentence if isinstance(sentence, str) else sentence[0])
    if message is None or message.fuzzy or message.pluralizable != is_plural:
        yield "not translated"
        return
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    if is_plural and len(said) != catalogue.num_plurals:
        yield "not in every form"
    for form, words in enumerate(said):
        if not words:
            yield "not translated"
        elif not _same_places(
            source, str(words), is_single=is_plural and _is_single(form, catalogue)
        ):
            yield "other places for values"


def _is_single(form: int, catalogue: Catalog) -> bool:
    """Whether a form stands for one number alone, so that it need not name it."""
    choose = compiled(catalogue).plural
    return sum(choose(count) == form for count in _COUNTS) == 1


def _same_places(source: str, words: str, *, is_single: bool) -> bool:
    wanted, found = set(_PLACE.findall(source)), set(_PLACE.findall(words))
    spare = {("num", "d")} if is_single else set()
    return found <= wanted and wanted - spare <= found
