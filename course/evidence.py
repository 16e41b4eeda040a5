"""What one learner has done, as a frozen value: the input of every rule."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

LessonKey = tuple[str, str]
"""A lesson's place: the key of its module and its own."""


@dataclass(frozen=True, slots=True)
class MarkedAttempt:
    """A submitted attempt with the mark that counts for it today."""

    quiz_key: str
    number: int
    points: int
    out_of: int
    passed: bool
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lessons finished and attempts marked, with the moment each was recorded."""

    lessons: Mapping[LessonKey, datetime] = field(default_factory=dict)
    attempts: tuple[MarkedAttempt, ...] = ()

    def at(self, quiz_key: str) -> tuple[MarkedAttempt, ...]:
        """The marked attempts at one quiz."""
        return tuple(each for each in self.attempts if each.quiz_key == quiz_key)
