"""In which groups a trainer finds a learner: who is on track, and who needs a word.

Pure: one learner's facts and the calendar of the run go in, the groups come out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

ON_TRACK, BEHIND, SILENT = "on-track", "behind", "silent"
FAILED_TWICE, FINISHED, WITHDRAWN = "failed-twice", "finished", "withdrawn"
GROUPS = (ON_TRACK, BEHIND, SILENT, FAILED_TWICE, FINISHED, WITHDRAWN)

_TWICE = 2


class Due(Protocol):
    """A module of a calendar and the last day for it."""

    @property
    def module(self) -> str: ...
    @property
    def due_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class QuizFacts:
    """A quiz that must be passed: whether it counts as passed, and every mark in turn.

    ``marks`` says of each marked attempt whether it passed, the first one first.
    """

    passed: bool
    marks: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnerFacts:
    """What is known of one learner, as far as the groups depend on it.

    ``since`` is when the learner could begin, ``today`` the day where they live;
    ``to_do`` are the modules of their edition that they have not done.
    """

    since: datetime
    today: date
    last_act_at: datetime | None = None
    is_finished: bool = False
    is_withdrawn: bool = False
    to_do: Collection[str] = ()
    quizzes: Mapping[str, QuizFacts] = field(default_factory=dict)


def groups_of(
    facts: LearnerFacts, calendar: Sequence[Due], *, days: int, now: datetime
) -> tuple[str, ...]:
    """The groups of a learner, in the order of ``GROUPS``: one at least.

    Whoever was withdrawn or has finished is in that group alone. Each of the others may
    be behind, silent for ``days`` and have failed twice all at once; whoever is none of
    it is on track. Without a calendar nobody is behind.
    """
    if facts.is_withdrawn:
        return (WITHDRAWN,)
    if facts.is_finished:
        return (FINISHED,)
    found = {
        BEHIND: bool(late_modules(facts, calendar)),
        SILENT: is_silent(facts, days=days, now=now),
        FAILED_TWICE: bool(failed_twice(facts.quizzes)),
    }
    return tuple(group for group, is_in in found.items() if is_in) or (ON_TRACK,)


def late_modules(facts: LearnerFacts, calendar: Sequence[Due]) -> tuple[str, ...]:
    """The modules that are not done and whose last day is over where they live."""
    return tuple(
        each.module
        for each in calendar
        if each.due_on < facts.today and each.module in facts.to_do
    )


def is_silent(facts: LearnerFacts, *, days: int, now: datetime) -> bool:
    """Whether so many whole days went by without an act, once one could be expected."""
    heard = max(facts.since, facts.last_act_at or facts.since)
    return now - heard >= timedelta(days=days)


def failed_twice(quizzes: Mapping[str, QuizFacts]) -> tuple[str, ...]:
    """The quizzes that do not count as passed and failed twice since any pass."""
    return tuple(
        key
        for key, quiz in quizzes.items()
        if not quiz.passed and _failures(quiz.marks) >= _TWICE
    )


def _failures(marks: Sequence[bool]) -> int:
    """How many attempts failed after the last one that passed."""
    after = 0
    for passed in marks:
        after = 0 if passed else after + 1
    return after
