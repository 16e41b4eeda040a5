"""What somebody typed, as what a document has to hold.

A query is a list of needs, and each need a choice of phrases: an acronym may be met by
what it stands for, and the other way round.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from modules.module import Term
from modules.search.words import STOP_WORDS, folded_words

Phrase = tuple[str, ...]

LONGEST_QUERY = 12
_LEAST_BEGINNING = 3
_MOST_BEGINNINGS = 40


@dataclass(frozen=True, slots=True)
class Need:
    """What a document has to hold: any of these phrases.

    ``texts`` are the phrases as they stand in a folded text.
    """

    phrases: tuple[Phrase, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, *phrases: Phrase) -> "Need":
        """The need that any of these meets."""
        return cls(phrases, tuple(f" {' '.join(phrase)} " for phrase in phrases))

    def is_met_by(self, text: str) -> bool:
        """Whether a folded text holds what is needed."""
        # A loop: this is asked of every paragraph of everything that was found.
        for needed in self.texts:  # noqa: SIM110
            if needed in text:
                return True
        return False

    def count_in(self, text: str) -> int:
        """How often a folded text holds it, counted by its best phrase."""
        return max(map(text.count, self.texts))


@dataclass(frozen=True, slots=True)
class Acronyms:
    """Acronyms and full names, each leading to the other, as folded phrases."""

    other: Mapping[Phrase, tuple[Phrase, ...]]
    longest: int

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Acronyms":
        """From the terms of a glossary that have an acronym."""
        other: dict[Phrase, tuple[Phrase, ...]] = {}
        for term in terms:
            if term.short:
                short, name = (
                    tuple(folded_words(text)) for text in (term.short, term.name)
                )
                other[short] = (*other.get(short, ()), name)
                other[name] = (*other.get(name, ()), short)
        return cls(other, max(map(len, other), default=0))


@dataclass(frozen=True, slots=True)
class Query:
    """The needs, what each was typed as, and the spelling that may have been meant."""

    needs: tuple[Need, ...]
    meant: str | None = None


def read_query(text: str, acronyms: Acronyms, vocabulary: Sequence[str]) -> Query:
    """Read what was typed; ``vocabulary`` is every word of the documents, in order."""
    words = folded_words(text)[:LONGEST_QUERY]
    if not set(words) <= STOP_WORDS:
        first, last = _ends(words)
        words = words[first:last]
    needs: list[Need] = []
    meant: list[str] = []
    at = 0
    while at < len(words):
        phrase = _named_at(words, at, acronyms)
        if phrase is not None:
            needs.append(Need.of(phrase, *acronyms.other[phrase]))
            meant += phrase
            at += len(phrase)
            continue
        word = words[at]
        at += 1
        if word in STOP_WORDS and len(words) > 1:
            meant.append(word)
            continue
        needs.append(_need_of(word, vocabulary))
        is_known = needs[-1].phrases != ((word,),)
        meant.append(word if is_known else _spelt(word, vocabulary))
    told = " ".join(meant)
    return Query(tuple(needs), told if told != " ".join(words) else None)


def _ends(words: Sequence[str]) -> tuple[int, int]:
    """Where the words begin and end that are no stop words."""
    telling = [at for at, word in enumerate(words) if word not in STOP_WORDS]
    return telling[0], telling[-1] + 1


def _named_at(words: Sequence[str], at: int, acronyms: Acronyms) -> Phrase | None:
    """The longest acronym or full name that begins at this word."""
    for length in range(min(acronyms.longest, len(words) - at), 0, -1):
        phrase = tuple(words[at : at + length])
        if phrase in acronyms.other:
            return phrase
    return None


def _need_of(word: str, vocabulary: Sequence[str]) -> Need:
    """The word itself or, where no text holds it, the words that begin with it."""
    at = bisect_left(vocabulary, word)
    if len(word) < _LEAST_BEGINNING or _is_at(vocabulary, at, word):
        return Need.of((word,))
    longer = [
        found
        for found in vocabulary[at : at + _MOST_BEGINNINGS]
        if found.startswith(word)
    ]
    return Need.of(*((found,) for found in longer or [word]))


def _spelt(word: str, vocabulary: Sequence[str]) -> str:
    """The known word that is nearest to one nobody wrote, or the word itself."""
    at = bisect_left(vocabulary, word)
    if len(word) <= _LEAST_BEGINNING or _is_at(vocabulary, at, word):
        return word
    nearest = get_close_matches(word, vocabulary, n=1, cutoff=0.8)
    return nearest[0] if nearest else word


def _is_at(vocabulary: Sequence[str], at: int, word: str) -> bool:
    return at < len(vocabulary) and vocabulary[at] == word
