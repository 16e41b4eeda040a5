"""What one learner has done, as a frozen value: the input of every rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

LessonKey = tuple[str, str]
"""A lesson's place: the key of its module and its own."""


@dataclass(frozen=True, slots=True)
class MarkedAttempt:
    """A submitted attempt with the mark that counts for it today.

    ``passing_since`` is when the earliest of the marks was made that have all passed
    since: a later mark that passes too moves no completion.
    """

    quiz_key: str
    number: int
    points: int
    out_of: int
    passed: bool
    marked_at: datetime
    passing_since: datetime | None = None

    @property
    def passed_at(self) -> datetime | None:
        """When the attempt came to its pass, or nothing."""
        return (self.passing_since or self.marked_at) if self.passed else None

    def marked_anew(self, later: "MarkedAttempt") -> "MarkedAttempt":
        """The attempt under a later mark, which remembers since when it passes."""
        return replace(later, passing_since=self.passed_at if later.passed else None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Lessons finished and attempts marked, with the moment each was recorded."""

    lessons: Mapping[LessonKey, datetime] = field(default_factory=dict)
    attempts: tuple[MarkedAttempt, ...] = ()

    def with_marks(self, attempts: Iterable[MarkedAttempt]) -> "Evidence":
        """The same with these attempts marked as they say, whatever they were."""
        known = {(each.quiz_key, each.number): each for each in self.attempts}
        known |= {(each.quiz_key, each.number): each for each in attempts}
        return replace(self, attempts=tuple(known[place] for place in sorted(known)))

    def at(self, quiz_key: str) -> tuple[MarkedAttempt, ...]:
        """The marked attempts at one quiz."""
        return tuple(each for each in self.attempts if each.quiz_key == quiz_key)
