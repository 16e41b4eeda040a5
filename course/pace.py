"""How a learner keeps pace with the weeks of their run.

Pure: the weeks, what was studied and the day in the learner's own zone go in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from course.module_states import module_states
from course.outline import Course
from course.run_calendar import ModuleWeek

DONE, OVERDUE, NOW, LATER = "done", "overdue", "now", "later"
STATES = (DONE, OVERDUE, NOW, LATER)


@dataclass(frozen=True, slots=True)
class Paced:
    """A week of the run, and how a learner stands with it on a day."""

    week: ModuleWeek
    state: str


def studied_modules(
    course: Course, standing: Mapping[str, Any], waiting: Collection[str]
) -> frozenset[str]:
    """The modules of which nothing is left for the learner to do.

    ``standing`` is the one that an enrolment keeps; ``waiting`` are the quizzes at
    which an attempt waits for a person.
    """
    states = module_states(course, standing, waiting)
    return frozenset(each.module for each in states if each.is_done)


def pace_of(
    weeks: Sequence[ModuleWeek], studied: Collection[str], today: date
) -> tuple[Paced, ...]:
    """Each week with its state, in the order of the calendar.

    What is due today is not overdue: the day is whole.
    """
    return tuple(Paced(week, _state(week, studied, today)) for week in weeks)


def _state(week: ModuleWeek, studied: Collection[str], today: date) -> str:
    if week.module in studied:
        return DONE
    if week.due_on < today:
        return OVERDUE
    return NOW if week.opens_on <= today else LATER
