"""What a requirement is, what it finds, and the register of the kinds.

A requirement takes the evidence apart into leaves: one for each thing that it asks,
with what is required of it and what was observed. All that is said of a requirement,
whether it is met, since when and what is missing, follows from its leaves.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, TypeVar

from marshmallow import RAISE, Schema

from course.certified_course import CertifiedCourse
from course.course_module import CourseModule, CourseQuiz
from course.evidence import Evidence, Row
from course.requirements.phrases import ENGLISH, Phrase, said


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One thing that is still to be done, and where."""

    kind: str
    module_key: str
    key: str
    title: str


class Leaf(NamedTuple):
    """One thing that is asked: how much of it, how much was observed, which rows show.

    A score is in whole per cent, rounded down, and posts are counted; everything else
    is there once or not at all. ``moment`` is when it came to be so. A named tuple,
    since a change of the rule makes millions of them.
    """

    place: Outstanding
    required: int
    observed: int
    rows: tuple[Row, ...]
    moment: datetime | None

    @property
    def is_met(self) -> bool:
        return self.observed >= self.required


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement compared with the evidence: its leaves, and how many it needs.

    ``when`` is the kind of run in which it is asked, or nothing where it always is;
    ``applies`` whether it is asked here. ``met`` of ``needed`` things are done;
    ``met_at`` is the moment at which the last of them was, once all are.
    """

    kind: str
    sentence: str
    needed: int
    leaves: tuple[Leaf, ...]
    when: str | None = None
    applies: bool = True

    @property
    def met(self) -> int:
        return min(self.needed, sum([leaf.is_met for leaf in self.leaves]))

    @property
    def is_met(self) -> bool:
        return self.met == self.needed

    @property
    def is_choice(self) -> bool:
        """Whether fewer things are needed than there are to choose from."""
        return self.needed < len(self.leaves)

    @property
    def outstanding(self) -> tuple[Outstanding, ...]:
        """As much as is missing: of a choice, what comes first."""
        left = [leaf.place for leaf in self.leaves if not leaf.is_met]
        return tuple(left[: self.needed - self.met])

    @property
    def met_at(self) -> datetime | None:
        moments = sorted(
            leaf.moment for leaf in self.leaves if leaf.is_met and leaf.moment
        )
        if not 0 < self.needed <= len(moments):
            return None
        return moments[self.needed - 1]


class RequirementFault(Exception):
    """An outline asks for something that its course does not have."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What a course has that a rule may ask for."""

    modules: tuple[CourseModule, ...]
    assessments: tuple[CourseQuiz, ...] = ()
    courses: tuple[CertifiedCourse, ...] = ()


class AskedSchema(Schema):
    """What an outline writes of one requirement besides its kind."""

    class Meta:
        unknown = RAISE


@dataclass(frozen=True, slots=True)
class Requirement(ABC):
    """Something that must be true of the evidence before an award is earned.

    ``when`` is the kind of run in which it is asked; nothing where it always is.
    ``asked`` is the schema of what an outline writes of it, and ``is_objective`` says
    that meeting it shows knowledge that was assessed.
    """

    kind: ClassVar[str]
    asked: ClassVar[type[AskedSchema]] = AskedSchema
    is_objective: ClassVar[bool] = False

    when: str | None = field(default=None, kw_only=True)

    @property
    @abstractmethod
    def phrase(self) -> Phrase:
        """What the rule asks, to be said in words."""

    @property
    def sentence(self) -> str:
        """The rule in English."""
        return self.sentence_in(ENGLISH)

    def sentence_in(self, language: str) -> str:
        """The rule in the words of a language, as a certificate prints it."""
        return said(self.phrase, language)

    @property
    @abstractmethod
    def places(self) -> tuple[Outstanding, ...]:
        """Each thing that is asked, and where it is done."""

    @property
    def needed(self) -> int:
        """How many of the things must be done: all, where nothing else is said."""
        return len(places_of(self))

    @abstractmethod
    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        """Compare one of the things with what was done. Pure."""

    def assess(self, evidence: Evidence) -> Finding:
        """Compare the rule with what was done. Pure."""
        return Finding(
            kind=self.kind,
            sentence=sentence_of(self),
            needed=self.needed,
            leaves=tuple([self.compare(place, evidence) for place in places_of(self)]),
            when=self.when,
            applies=self.applies_in(evidence.mode),
        )

    def only_when(self, when: str | None) -> "Requirement":
        """The same, asked in runs of one kind alone; of every kind for nothing."""
        return replace(self, when=when)

    def applies_in(self, mode: str) -> bool:
        """Whether it is asked in a run of this kind."""
        return self.when in (None, mode)

    @classmethod
    @abstractmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "Requirement":
        """The rule as an outline asks it, or ``RequirementFault``."""

    @abstractmethod
    def to_data(self) -> dict[str, Any]:
        """The rule as canonical data, from which it can be made again."""

    @classmethod
    @abstractmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Requirement":
        """The rule made again from what ``to_data`` gave."""


@lru_cache(maxsize=512)
def places_of(rule: Requirement) -> tuple[Outstanding, ...]:
    """The places of a rule, made once for everybody who is judged by it."""
    return rule.places


@lru_cache(maxsize=512)
def sentence_of(rule: Requirement) -> str:
    """The rule in words, put together once."""
    return rule.sentence


REQUIREMENTS: dict[str, type[Requirement]] = {}


R = TypeVar("R", bound=type[Requirement])


def requirement(kind: str) -> Callable[[R], R]:
    """Register a kind of requirement under the name that outlines use."""

    def register(cls: R) -> R:
        if kind in REQUIREMENTS:
            raise TypeError(f"Two kinds of requirement are called '{kind}'")
        cls.kind = kind
        REQUIREMENTS[kind] = cls
        return cls

    return register


def requirement_to_data(rule: Requirement) -> dict[str, Any]:
    """A requirement as canonical data; when it is asked only where that is said."""
    return {**rule.to_data(), **({"when": rule.when} if rule.when else {})}


def requirement_from_data(data: Mapping[str, Any]) -> Requirement:
    """Make a requirement again from its canonical data."""
    rule = REQUIREMENTS[data["kind"]].from_data(data)
    return rule.only_when(data.get("when"))
