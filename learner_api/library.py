"""The library as its page and the API tell it: each source, and which lessons cite it.

What questions rest on is not told: it would point at their answers.
"""

from dataclasses import dataclass

from learner_api.reading import Reading, Taught
from modules import Module, Source

SOURCE_KINDS = ("official", "secondary")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A module that names a source as further reading, which is always optional."""

    module: Module
    address: str | None


@dataclass(frozen=True, slots=True)
class Shelved:
    """A source, the lessons that cite it, the modules that suggest reading it."""

    source: Source
    lessons: tuple[Taught, ...]
    suggested_by: tuple[Suggestion, ...]

    @property
    def texts(self) -> tuple[object, ...]:
        """What a filter looks at."""
        return self.source.title, self.source.body, self.source.year


def library_of(reading: Reading, *, kind: str = "", body: str = "") -> list[Shelved]:
    """Every source, by body and title; of one kind or body, where these are given."""
    handbook = reading.catalogue.handbook
    cited = reading.lessons_by(lambda lesson: lesson.sources)
    suggestions = [
        Suggestion(module, reading.module_address(module.key))
        for module in reading.modules()
    ]
    return [
        Shelved(
            source,
            tuple(cited.get(source.key, ())),
            tuple(
                each
                for each in suggestions
                if source.key in each.module.further_reading
            ),
        )
        for source in sorted(handbook.sources.values(), key=_by_body)
        if kind in ("", source.kind) and body in ("", source.body)
    ]


def bodies_of(reading: Reading) -> list[str]:
    """Everybody who published a source, by name."""
    sources = reading.catalogue.handbook.sources.values()
    return sorted({source.body for source in sources}, key=str.casefold)


def _by_body(source: Source) -> tuple[str, str]:
    return source.body.casefold(), source.title.casefold()
