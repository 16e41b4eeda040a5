"""The learners of a cohort as their trainer sees them: values, counted and found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from course.module_states import ModuleState
from course.outline import Course
from course.proof import percent_met
from course.run_calendar import ModuleWeek
from course.steps import Step
from course.trainer_groups import GROUPS

SORTS = ("name", "activity", "progress", "late")


@dataclass(frozen=True, slots=True)
class LearnerSeen:
    """One learner: the groups they stand in, what blocks them, and each module.

    ``late`` are the modules by which they are behind, ``failed`` the quizzes that they
    failed twice. ``block`` is what comes next; it ``waits`` where that is for a person
    to do and nothing else is left. ``acted_at`` is the last acknowledged act.
    """

    id: int
    enrolment: UUID
    user_id: int
    name: str
    email: str
    is_closed: bool
    groups: tuple[str, ...]
    late: tuple[str, ...]
    failed: tuple[str, ...]
    acted_at: datetime | None
    block: Step | None
    waits: bool
    met: int
    needed: int
    modules: tuple[ModuleState, ...]

    @property
    def percent(self) -> int:
        """Share of the rule that is met, rounded down so that 100 means all of it."""
        return percent_met(self.met, self.needed)

    def module(self, key: str) -> ModuleState | None:
        """This module of theirs; nothing where their edition has it not."""
        return next((each for each in self.modules if each.module == key), None)


@dataclass(frozen=True, slots=True)
class CohortOverview:
    """Every learner of a cohort by name, as of one moment."""

    course: Course
    calendar: tuple[ModuleWeek, ...]
    days: int
    as_of: datetime
    learners: tuple[LearnerSeen, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many stand in each group, a learner in as many as they stand in."""
        counted = Counter(group for each in self.learners for group in each.groups)
        return {group: counted[group] for group in GROUPS}

    def found(
        self, *, group: str | None = None, search: str = "", sort: str = SORTS[0]
    ) -> list[LearnerSeen]:
        """The learners of a group whose name or address holds these words, in order."""
        words = search.casefold().split()
        shown = [
            each
            for each in self.learners
            if (group is None or group in each.groups)
            and all(word in f"{each.name} {each.email}".casefold() for word in words)
        ]
        return sorted(shown, key=_ORDERS[sort])


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
# The learners come by name already, and sorting keeps the order of equals.
_ORDERS: Mapping[str, Any] = {
    "name": lambda _each: 0,
    # Whoever did something longest ago, or never, comes first: they need a word.
    "activity": lambda each: each.acted_at or _LONG_AGO,
    "progress": lambda each: -each.percent,
    "late": lambda each: -len(each.late),
}
