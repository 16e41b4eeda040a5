"""What the Handbook is made of: modules, their lessons, sources and terms."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from modules.figure import Figure
from modules.roadmap import Roadmap
from modules.worksheet import Indicator, Worksheet

WORDS_A_MINUTE = 180
"""A careful pace for somebody who reads English as a second or third language."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document or data set that lessons cite.

    ``as_of`` is the date of the fact, where it differs from the year of publication.
    What it says is new every year where it is ``yearly``; ``reviewed`` is the day when
    somebody last looked for something newer.
    """

    key: str
    title: str
    body: str
    year: int | None
    as_of: str | None
    address: str | None
    kind: str
    yearly: bool = False
    reviewed: date | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the field, explained once.

    ``short`` is its acronym. ``see`` names other terms that help to understand it.
    """

    key: str
    name: str
    short: str | None
    meaning: str
    sources: tuple[str, ...]
    see: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What a learner does for their own country after the lessons of a module.

    ``worksheet`` is only the name of one; this package knows nothing of what is kept.
    """

    title: str
    minutes: int
    steps: tuple[str, ...]
    worksheet: str | None


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sitting of reading: up to a quarter of an hour.

    ``sources``, ``figures`` and ``terms`` are the keys its body cites, places and links
    to, in order of first mention. ``digest`` changes when the meaning does and at no
    other time.
    ``body_line`` says where the body begins in its file, for advice about it.
    """

    key: str
    module_key: str
    title: str
    objectives: tuple[str, ...]
    exercise_minutes: int
    words: int
    body: str
    sources: tuple[str, ...]
    figures: tuple[str, ...]
    digest: str
    terms: tuple[str, ...] = ()
    body_line: int = field(default=1, compare=False)

    @property
    def minutes(self) -> int:
        """How long the lesson takes: reading, worked out, and its exercise."""
        return math.ceil(self.words / WORDS_A_MINUTE) + self.exercise_minutes


@dataclass(frozen=True, slots=True)
class Module:
    """One part of the Handbook: lessons in order and, usually, a quiz.

    ``quiz`` is only the name of one; this package knows nothing of quizzes.
    ``objectives`` are texts by key, in the order of the file.
    """

    key: str
    title: str
    summary: str
    hours: int
    objectives: Mapping[str, str]
    tasks: tuple[Task, ...]
    lessons: tuple[Lesson, ...]
    quiz: str | None
    practice: tuple[str, ...]
    key_points: tuple[str, ...]
    discussion_question: str
    further_reading: tuple[str, ...]
    figures_as_of: date
    introduction: str

    @property
    def minutes(self) -> int:
        """The minutes of all its lessons together."""
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson(self, key: str) -> Lesson:
        """The lesson of this key; ``KeyError`` if the module has none."""
        for lesson in self.lessons:
            if lesson.key == key:
                return lesson
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Handbook:
    """Everything that is taught, read once and never changed."""

    modules: Mapping[str, Module]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    terms: Mapping[str, Term] = field(default_factory=dict)
    worksheets: Mapping[str, Worksheet] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    roadmap: Roadmap | None = None
