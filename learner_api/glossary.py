"""The glossary as its page and the API tell it: each term, and where it is taught."""

import unicodedata
from dataclasses import dataclass

from learner_api.reading import Reading, Taught
from modules import Source, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with all that belongs to it."""

    term: Term
    sources: tuple[Source, ...]
    see: tuple[Term, ...]
    lessons: tuple[Taught, ...]

    @property
    def letter(self) -> str:
        """Under which letter of the index it stands."""
        return unicodedata.normalize("NFKD", self.term.name)[0].upper()

    @property
    def texts(self) -> tuple[str | None, ...]:
        """What a filter looks at."""
        return self.term.name, self.term.short, self.term.meaning


def glossary_of(reading: Reading) -> list[Entry]:
    """Every term, by name."""
    handbook = reading.catalogue.handbook
    taught = reading.lessons_by(lambda lesson: lesson.terms)
    return [
        Entry(
            term,
            tuple(handbook.sources[key] for key in term.sources),
            tuple(handbook.terms[key] for key in term.see),
            tuple(taught.get(term.key, ())),
        )
        for term in sorted(handbook.terms.values(), key=_by_name)
    ]


def _by_name(term: Term) -> str:
    return unicodedata.normalize("NFKD", term.name).casefold()
