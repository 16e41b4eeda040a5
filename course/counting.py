"""Which of several attempts at a quiz counts, and how the learner then stands.

Pure, in whole numbers: shares are compared by multiplying crosswise and nothing is
rounded, since attempts may have been at editions of different length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course.evidence import MarkedAttempt
from quizzes import Counting, reaches


@dataclass(frozen=True, slots=True)
class CountingRule:
    """How a course counts the attempts at one quiz.

    Whether an attempt passed is on its mark. An average passes by ``pass_mark``, the
    quiz's own on the day that the course was pinned.
    """

    counts: Counting = "best"
    pass_mark: int | None = None

    def to_data(self) -> list[Any]:
        """The rule as canonical data; nothing where the best attempt counts."""
        return [] if self.counts == "best" else [self.counts, self.pass_mark]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> "CountingRule":
        """The rule made again from what ``to_data`` gave."""
        return cls(*data)


BEST = CountingRule()


@dataclass(frozen=True, slots=True)
class Counted:
    """What a learner's marked attempts at one quiz come to.

    ``passed_at`` is when what counts came to pass; nothing where it did not.
    """

    attempts: int
    points: int
    out_of: int
    passed_at: datetime | None

    @property
    def passed(self) -> bool:
        return self.passed_at is not None


def count_attempts(attempts: Sequence[MarkedAttempt], rule: CountingRule) -> Counted:
    """What these attempts at one quiz, one or more, come to under the rule."""
    in_order = sorted(attempts, key=lambda each: each.number)
    match rule.counts:
        case "first":
            return _alone(in_order[0], len(in_order))
        case "last":
            return _alone(in_order[-1], len(in_order))
        case "average":
            return _average(in_order, rule.pass_mark or 0)
        case "best":
            return _best(in_order)


def passed_at(attempts: Sequence[MarkedAttempt], rule: CountingRule) -> datetime | None:
    """When these attempts, none or more, came to a pass under the rule."""
    return count_attempts(attempts, rule).passed_at if attempts else None


def standing_for_all(
    attempts: Sequence[MarkedAttempt], rule: CountingRule
) -> MarkedAttempt:
    """The one of these attempts, one or more, that figures of the quiz take.

    It is the one that counts. Where all count alike it is the first: no other was made
    without knowing the questions.
    """
    in_order = sorted(attempts, key=lambda each: each.number)
    match rule.counts:
        case "last":
            return in_order[-1]
        case "best":
            return _the_best(in_order)
        case "first" | "average":
            return in_order[0]


def _alone(attempt: MarkedAttempt, number: int) -> Counted:
    return Counted(number, attempt.points, attempt.out_of, attempt.passed_at)


def _best(attempts: Sequence[MarkedAttempt]) -> Counted:
    """The best of them. A pass by any of them is one."""
    best = _the_best(attempts)
    passes = [each.passed_at for each in attempts if each.passed_at is not None]
    return Counted(len(attempts), best.points, best.out_of, min(passes, default=None))


def _the_best(attempts: Sequence[MarkedAttempt]) -> MarkedAttempt:
    """The one with the best share; of two equal ones the earlier."""
    best = attempts[0]
    for each in attempts[1:]:
        if each.points * best.out_of > best.points * each.out_of:
            best = each
    return best


def _average(attempts: Sequence[MarkedAttempt], pass_mark: int) -> Counted:
    """All points of all attempts over all that there were."""
    points = sum(each.points for each in attempts)
    out_of = sum(each.out_of for each in attempts)
    latest = max(each.marked_at for each in attempts)
    return Counted(
        len(attempts),
        points,
        out_of,
        latest if reaches(points, out_of, pass_mark) else None,
    )
