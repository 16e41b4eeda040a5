"""What a regrade changes, listed: for whom, from what, to what.

The same listing is shown before a regrade, held against the record when it is applied,
and kept with it for ever. It holds no names: they are looked up where it is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias
from uuid import UUID

from course.canonical import canonical_json
from quizzes import Correction

Mode: TypeAlias = Literal["raise", "exact"]
MODES: tuple[Mode, ...] = ("raise", "exact")


@dataclass(frozen=True, slots=True)
class Result:
    """What an attempt came to."""

    points: int
    out_of: int
    passed: bool

    def is_above(self, other: "Result") -> bool:
        """Whether its share is larger: multiplied crosswise, nothing rounded."""
        return self.points * other.out_of > other.points * self.out_of

    def to_data(self) -> list[Any]:
        return [self.points, self.out_of, self.passed]


@dataclass(frozen=True, slots=True)
class MarkChange:
    """An attempt whose mark changes. ``before`` is nothing where there was none yet."""

    attempt: UUID
    number: int
    before: Result | None
    after: Result

    @property
    def rises(self) -> bool:
        return self.before is not None and self.after.is_above(self.before)

    @property
    def falls(self) -> bool:
        return self.before is not None and self.before.is_above(self.after)

    def to_data(self) -> dict[str, Any]:
        return {
            "attempt": str(self.attempt),
            "number": self.number,
            "before": self.before.to_data() if self.before else None,
            "after": self.after.to_data(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "MarkChange":
        before = data["before"]
        return cls(
            UUID(data["attempt"]),
            data["number"],
            Result(*before) if before else None,
            Result(*data["after"]),
        )


@dataclass(frozen=True, slots=True)
class LearnerChange:
    """What a regrade does to one learner on one course.

    ``earned`` are the kinds of award that are newly earned, ``held_back`` those of them
    whose certificate waits until the name can be printed. ``suspended`` and
    ``reinstated`` are numbers of certificates. Pairs are before and after.
    """

    enrolment: UUID
    learner: UUID
    attempts: tuple[MarkChange, ...]
    quiz_passed: tuple[bool, bool]
    completed: tuple[bool, bool]
    earned: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    reinstated: tuple[str, ...] = ()

    @property
    def issued(self) -> tuple[str, ...]:
        """The kinds of award for which a certificate is issued."""
        return tuple(kind for kind in self.earned if kind not in self.held_back)

    def to_data(self) -> dict[str, Any]:
        return {
            "enrolment": str(self.enrolment),
            "learner": str(self.learner),
            "attempts": [each.to_data() for each in self.attempts],
            "quiz_passed": list(self.quiz_passed),
            "completed": list(self.completed),
            "earned": list(self.earned),
            "held_back": list(self.held_back),
            "suspended": list(self.suspended),
            "reinstated": list(self.reinstated),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LearnerChange":
        return cls(
            enrolment=UUID(data["enrolment"]),
            learner=UUID(data["learner"]),
            attempts=tuple(map(MarkChange.from_data, data["attempts"])),
            quiz_passed=(data["quiz_passed"][0], data["quiz_passed"][1]),
            completed=(data["completed"][0], data["completed"][1]),
            **{
                name: tuple(data[name])
                for name in ("earned", "held_back", "suspended", "reinstated")
            },
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """The listing in a few numbers. Marks are counted by attempts, the rest by people.

    ``shifted`` marks keep their share: only what they are made of changes.
    """

    marks: int
    rising: int
    falling: int
    shifted: int
    first_marks: int
    learners: int
    passes_gained: int
    passes_lost: int
    completions_gained: int
    completions_lost: int
    issued: int
    held_back: int
    suspended: int
    reinstated: int

    @property
    def is_loss(self) -> bool:
        """Whether anybody loses anything."""
        lost = self.passes_lost + self.completions_lost + self.suspended
        return bool(self.falling + lost)


def totals_of(learners: Iterable[LearnerChange]) -> Totals:
    """A listing counted."""
    people = tuple(learners)
    marks = [mark for each in people for mark in each.attempts]
    rising = sum(mark.rises for mark in marks)
    falling = sum(mark.falls for mark in marks)
    first = sum(mark.before is None for mark in marks)
    return Totals(
        marks=len(marks),
        rising=rising,
        falling=falling,
        shifted=len(marks) - rising - falling - first,
        first_marks=first,
        learners=len({each.learner for each in people}),
        passes_gained=sum(each.quiz_passed == (False, True) for each in people),
        passes_lost=sum(each.quiz_passed == (True, False) for each in people),
        completions_gained=sum(each.completed == (False, True) for each in people),
        completions_lost=sum(each.completed == (True, False) for each in people),
        issued=sum(len(each.issued) for each in people),
        held_back=sum(len(each.held_back) for each in people),
        suspended=sum(len(each.suspended) for each in people),
        reinstated=sum(len(each.reinstated) for each in people),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a regrade of a quiz would change, if it were applied now.

    ``awaiting`` are attempts that a person has still to mark; they stay as they are.
    ``left_alone`` counts the marks that would differ by the corrections and stay, since
    only raising was asked for. ``open_attempts`` are still being answered, and will be
    judged by the corrections. ``corrected_by`` is the correction that was the latest
    before.
    """

    quiz_key: str
    corrections: tuple[Correction, ...]
    mode: Mode
    learners: tuple[LearnerChange, ...]
    awaiting: tuple[UUID, ...]
    examined: int
    left_alone: int
    open_attempts: int
    corrected_by: int | None

    @property
    def totals(self) -> Totals:
        return totals_of(self.learners)

    @property
    def token(self) -> str:
        """The fingerprint of the listing: equal tokens, equal outcomes.

        Open attempts are no part of it. They begin and end all day, and nothing of
        them is changed.
        """
        listing = {
            "quiz": self.quiz_key,
            "mode": self.mode,
            "corrections": [each.to_data() for each in self.corrections],
            "corrected_by": self.corrected_by,
            **self.outcome(),
        }
        del listing["open_attempts"]
        return sha256(canonical_json(listing).encode()).hexdigest()

    def outcome(self) -> dict[str, Any]:
        """The listing as a regrade keeps it."""
        return {
            "learners": [each.to_data() for each in self.learners],
            "awaiting": [str(each) for each in self.awaiting],
            "examined": self.examined,
            "left_alone": self.left_alone,
            "open_attempts": self.open_attempts,
        }
