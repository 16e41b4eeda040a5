"""What a quiz is for, and what that means for whoever takes it.

A purpose brings defaults: practice tells at once, a test tells afterwards, and a
pre-test keeps its answers for the post-test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Purpose: TypeAlias = Literal[
    "practice", "module-quiz", "pre-test", "post-test", "final-assessment"
]
Counting: TypeAlias = Literal["best", "last", "first", "average"]
Moment: TypeAlias = Literal[
    "at-once", "after-submission", "when-done", "after-closing", "never"
]

COUNTINGS: tuple[Counting, ...] = ("best", "last", "first", "average")
MOMENTS: tuple[Moment, ...] = (
    "at-once",
    "after-submission",
    "when-done",
    "after-closing",
    "never",
)


@dataclass(frozen=True, slots=True)
class Showing:
    """From which moment a learner sees marks, feedback and right answers.

    ``at-once`` is as each answer is saved; ``when-done`` is once knowing can no longer
    buy a pass, after passing or after the last attempt; ``after-closing`` is after the
    last day of the learner's cohort.
    """

    marks: Moment
    feedback: Moment
    keys: Moment


SHOWN_BY_PURPOSE: Mapping[Purpose, Showing] = MappingProxyType(
    {
        "practice": Showing("at-once", "at-once", "after-submission"),
        "module-quiz": Showing("after-submission", "after-submission", "when-done"),
        "pre-test": Showing("after-submission", "never", "never"),
        "post-test": Showing("after-submission", "after-submission", "never"),
        "final-assessment": Showing("after-submission", "when-done", "never"),
    }
)
PURPOSES: tuple[Purpose, ...] = tuple(SHOWN_BY_PURPOSE)
# What only measures: nobody passes or fails it.
MEASURES: tuple[Purpose, ...] = ("pre-test", "post-test")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that decides what a learner may see of one attempt at this moment."""

    is_submitted: bool
    is_passed: bool
    has_attempts_left: bool
    is_closed: bool


def is_shown(moment: Moment, situation: Situation) -> bool:
    """Whether what waits for this moment may be seen in this situation."""
    if moment == "at-once":
        return True
    if not situation.is_submitted:
        return False
    return {
        "after-submission": True,
        "when-done": situation.is_passed or not situation.has_attempts_left,
        "after-closing": situation.is_closed,
        "never": False,
    }[moment]
