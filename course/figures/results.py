"""What the figures answer: counts of people, by group and in all.

A count is of people and never of rows: whoever takes the course again is one person. A
number that is nothing is hidden, so that it does not tell of few; see ``protection``.
"""

from dataclasses import dataclass
from fractions import Fraction

from course.figures.query import StatisticsQuery


@dataclass(frozen=True, slots=True)
class Counts:
    """How many people came how far.

    Whoever did something in any of their runs did it; ``withdrawn`` are those who are
    withdrawn from all of them.
    """

    enrolled: int | None
    withdrawn: int | None
    started: int | None
    assessed: int | None
    completed: int | None
    certified: int | None
    participated: int | None

    @property
    def completion_rate(self) -> Fraction | None:
        """The share of those enrolled who completed."""
        return _share(self.completed, self.enrolled)

    @property
    def certification_rate(self) -> Fraction | None:
        """The share of those enrolled who hold a certificate."""
        return _share(self.certified, self.enrolled)


@dataclass(frozen=True, slots=True)
class Group:
    """The people of one group, whose keys stand in the order of the question's ``by``.

    A key that is nothing is of those of whom it is not known.
    """

    keys: tuple[str | None, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """The answer to a question. A protected one that has groups tells no total."""

    query: StatisticsQuery
    groups: tuple[Group, ...]
    total: Counts | None


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """How many people enrolled, started, completed and were certified in a month."""

    month: str
    enrolled: int | None
    started: int | None
    completed: int | None
    certified: int | None


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The days within which a quarter, half and three quarters of people did it."""

    people: int
    lower: int
    middle: int
    upper: int


@dataclass(frozen=True, slots=True)
class LessonCount:
    """How many people opened and how many completed one lesson."""

    module: str
    lesson: str
    opened: int | None
    completed: int | None


@dataclass(frozen=True, slots=True)
class ModuleCount:
    """How many completed every lesson of a module, and the hours learned in it."""

    module: str
    completed: int | None
    hours: Fraction | None


@dataclass(frozen=True, slots=True)
class Lessons:
    """How far people came, in the order of the outline, and the hours they learned."""

    lessons: tuple[LessonCount, ...]
    modules: tuple[ModuleCount, ...]

    @property
    def hours(self) -> Fraction | None:
        """The hours learned in all modules; nothing where those of one are hidden."""
        told = [each.hours for each in self.modules if each.hours is not None]
        return sum(told, Fraction(0)) if len(told) == len(self.modules) else None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a page shows at once: one population, counted by each of several things.

    ``by`` gives the groups of a breakdown: gender, age-band, affiliation, country,
    region, subregion, development, country-group, cohort, mode and month. Of many
    cohorts it has some; ``cohorts`` says how many there are. Protected, it has no
    ``months``.
    """

    query: StatisticsQuery
    total: Counts
    by: dict[str, tuple[Group, ...]]
    cohorts: int
    months: tuple[MonthCounts, ...]


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part, whole)
