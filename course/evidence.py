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

    def passed_at(self, quiz_key: str) -> datetime | None:
        """When the quiz was first passed, or nothing."""
        moments = [
            attempt.marked_at
            for attempt in self.attempts
            if attempt.quiz_key == quiz_key and attempt.passed
        ]
        return min(moments, default=None)
