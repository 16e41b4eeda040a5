"""What a device keeps although its page is closed: answers not acknowledged yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Place = tuple[str, str, str]
"""Attempt, question and learner: two people who share a device share no answers."""


@dataclass(frozen=True, slots=True)
class Unsent:
    """An answer as it will be sent, again and again, under the one name."""

    op: str
    sequence: int
    answer: Any


@dataclass(slots=True)
class Store:
    """The newest unacknowledged answer of each place, and how the attempt was begun."""

    begun_as: str | None = None
    attempt: str | None = None
    unsent: dict[Place, Unsent] = field(default_factory=dict)

    def keep(self, place: Place, unsent: Unsent) -> None:
        """Keep an answer, in place of an older one, before anything else is done."""
        self.unsent[place] = unsent

    def forget(self, place: Place, op: str) -> bool:
        """Drop an answer that needs no more sending, unless a newer one is there."""
        kept = self.unsent.get(place)
        if kept is None or kept.op != op:
            return False
        del self.unsent[place]
        return True

    def of(self, attempt: str, learner: str) -> Iterator[tuple[str, Unsent]]:
        """What a learner has still to send in an attempt, question by question."""
        for (kept_attempt, question, whose), unsent in sorted(self.unsent.items()):
            if (kept_attempt, whose) == (attempt, learner):
                yield question, unsent
