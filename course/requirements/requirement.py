"""What a requirement is, what it finds, and the register of the kinds."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from course.course_module import CourseModule
from course.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One thing that is still to be done, and where."""

    kind: str
    module_key: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A requirement compared with the evidence.

    ``met`` of ``needed`` things are done; ``met_at`` is the moment at which the last
    of them was, once all are.
    """

    sentence: str
    met: int
    needed: int
    outstanding: tuple[Outstanding, ...]
    met_at: datetime | None

    @property
    def is_met(self) -> bool:
        return self.met == self.needed


@dataclass(frozen=True, slots=True)
class Requirement(ABC):
    """Something that must be true of the evidence before an award is earned."""

    kind: ClassVar[str]

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The rule in words, as a certificate prints it."""

    @abstractmethod
    def assess(self, evidence: Evidence) -> Finding:
        """Compare the rule with what was done. Pure."""

    @classmethod
    @abstractmethod
    def of_modules(cls, modules: tuple[CourseModule, ...]) -> "Requirement":
        """The rule as an outline asks it of these modules."""

    @abstractmethod
    def to_data(self) -> dict[str, Any]:
        """The rule as canonical data, from which it can be made again."""

    @classmethod
    @abstractmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Requirement":
        """The rule made again from what ``to_data`` gave."""


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


def requirement_from_data(data: Mapping[str, Any]) -> Requirement:
    """Make a requirement again from its canonical data."""
    return REQUIREMENTS[data["kind"]].from_data(data)
