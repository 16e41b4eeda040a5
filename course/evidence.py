"""What one learner has done, as a frozen value: the input of every rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

LessonKey = tuple[str, str]
"""A lesson's place: the key of its module and its own."""

MODERATED, SELF_PACED = "moderated", "self-paced"
"""How a course is run: with a trainer who leads a cohort, or without."""


class Row(NamedTuple):
    """A row of the record that shows something: its table, its name, its moment."""

    table: str
    uuid: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """What one marking of an attempt came to, and when it was recorded."""

    points: int
    out_of: int
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class MarkedAttempt:
    """A submitted attempt with the mark that counts for it today.

    ``passing_since`` is when the earliest of the marks was made that have all passed
    since: a later mark that passes too moves no completion. ``mark`` names the mark,
    and ``earlier`` are the scores of those that it supersedes.
    """

    quiz_key: str
    number: int
    points: int
    out_of: int
    passed: bool
    marked_at: datetime
    passing_since: datetime | None = None
    mark: UUID | None = None
    earlier: tuple[Score, ...] = ()

    @property
    def passed_at(self) -> datetime | None:
        """When the attempt came to its pass, or nothing."""
        return (self.passing_since or self.marked_at) if self.passed else None

    @property
    def scores(self) -> tuple[Score, ...]:
        """Every mark that the attempt was given, the latest last."""
        return (*self.earlier, Score(self.points, self.out_of, self.marked_at))

    @property
    def row(self) -> Row | None:
        """The mark that counts, as a row that shows it."""
        return None if self.mark is None else Row("mark", self.mark, self.marked_at)

    def marked_anew(self, later: "MarkedAttempt") -> "MarkedAttempt":
        """The attempt under a later mark, which remembers since when it passes."""
        return replace(
            later,
            passing_since=self.passed_at if later.passed else None,
            earlier=self.scores,
        )


@dataclass(frozen=True, slots=True)
class Certified:
    """A course completed: the award that shows it, and when it was achieved."""

    row: Row
    achieved_at: datetime


@dataclass(frozen=True, slots=True)
class WrittenPost:
    """A post in a discussion that shows: each of its texts, and how many words it had.

    The latest text is last.
    """

    module_key: str
    texts: tuple[tuple[Row, int], ...]

    def reached(self, words: int) -> Row | None:
        """The first text of so many words. What a later one says takes nothing back."""
        return next((row for row, count in self.texts if count >= words), None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was recorded of one learner, with the moment of each.

    Lessons finished, attempts marked, the first roadmap that was accepted, the
    trainer's sign-off that holds, the posts that are neither hidden nor withdrawn, that
    the form about the course was given, and how the course is run for this learner.
    ``lesson_rows`` and ``run_row`` name the rows that show it. Of learners on a
    programme also the ``certificates`` of other courses that count, by their keys, and
    the first ``paper`` that was accepted.
    """

    lessons: Mapping[LessonKey, datetime] = field(default_factory=dict)
    attempts: tuple[MarkedAttempt, ...] = ()
    mode: str = SELF_PACED
    roadmap: Row | None = None
    sign_off: Row | None = None
    evaluation: Row | None = None
    lesson_rows: Mapping[LessonKey, str] = field(default_factory=dict)
    run_row: Row | None = None
    certificates: Mapping[str, Certified] = field(default_factory=dict)
    paper: Row | None = None
    posts: tuple[WrittenPost, ...] = ()
    _by_quiz: Mapping[str, tuple[MarkedAttempt, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        found: dict[str, tuple[MarkedAttempt, ...]] = {}
        for each in self.attempts:
            found[each.quiz_key] = (*found.get(each.quiz_key, ()), each)
        object.__setattr__(self, "_by_quiz", found)

    def with_marks(self, attempts: Iterable[MarkedAttempt]) -> "Evidence":
        """The same with these attempts marked as they say, whatever they were."""
        known = {(each.quiz_key, each.number): each for each in self.attempts}
        known |= {(each.quiz_key, each.number): each for each in attempts}
        return replace(self, attempts=tuple(known[place] for place in sorted(known)))

    def at(self, quiz_key: str) -> tuple[MarkedAttempt, ...]:
        """The marked attempts at one quiz."""
        return self._by_quiz.get(quiz_key, ())

    def rows_at(self, quiz_key: str) -> tuple[Row, ...]:
        """The marks that count of the attempts at one quiz, by their number."""
        attempts = sorted(self.at(quiz_key), key=lambda each: each.number)
        return tuple(each.row for each in attempts if each.row is not None)

    def lesson_row(self, place: LessonKey) -> Row | None:
        """The row that shows a lesson finished, where it is known."""
        uuid = self.lesson_rows.get(place)
        if uuid is None:
            return None
        return Row("lesson_completion", UUID(uuid), self.lessons[place])
