"""The progress of a cohort, lesson by lesson: each learner with every lesson.

Two statements find all of it, however many learners and lessons there are, and a third
reads the outlines that this process has not read yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias
from uuid import UUID

import orjson
from sqlalchemy import String, cast, exists, select
from sqlalchemy.orm import Session

from course import editions
from course.evidence import LessonKey
from course.learner_states import learner_state
from course.models import (
    Cohort,
    Edition,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    User,
)
from course.outline import Course
from course.proof import percent_met

SORTS = ("progress", "name")
FINISHED, BEGUN, TO_DO = "finished", "begun", "to-do"
LESSON_STATES = (FINISHED, BEGUN, TO_DO)

Cells: TypeAlias = tuple[str | None, ...]
"""How far a learner is in each lesson of a matrix; nothing where it is not asked."""

_ORDERS: Mapping[str, Any] = {
    "progress": lambda one: (-one.percent, one.name.casefold(), one.id),
    "name": lambda one: (one.name.casefold(), one.id),
}
_NOTHING: frozenset[LessonKey] = frozenset()


@dataclass(frozen=True, slots=True)
class MatrixLesson:
    """A column of the matrix. ``number`` is its place in its module, from 1."""

    number: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class MatrixModule:
    """Columns that belong together. ``number`` is the module's place in the course."""

    number: int
    key: str
    title: str
    lessons: tuple[MatrixLesson, ...]


@dataclass(frozen=True, slots=True)
class MatrixLearner:
    """A row of the matrix, whose cells ``ProgressMatrix.cells`` makes when asked.

    ``kept`` is the standing as text: most learners of a long list are never shown.
    """

    id: int
    enrolment: UUID
    edition_id: int
    name: str
    email: str
    state: str
    met: int
    needed: int
    kept: str
    begun: frozenset[LessonKey]

    @property
    def percent(self) -> int:
        """Share of the rule that is met, rounded down so that 100 means all of it."""
        return percent_met(self.met, self.needed)


@dataclass(frozen=True, slots=True)
class ProgressMatrix:
    """The learners of a cohort in order, and every lesson that any of them is held to.

    ``held`` are the lessons of each edition that somebody is held to.
    """

    modules: tuple[MatrixModule, ...]
    learners: tuple[MatrixLearner, ...]
    held: Mapping[int, frozenset[LessonKey]]

    @property
    def lessons(self) -> tuple[LessonKey, ...]:
        """The columns in order: the key of each lesson's module, and its own."""
        return tuple(
            (module.key, lesson.key)
            for module in self.modules
            for lesson in module.lessons
        )

    def of_module(self, key: str) -> "ProgressMatrix | None":
        """The same with the lessons of one module; nothing if there is none of it."""
        modules = tuple(module for module in self.modules if module.key == key)
        return replace(self, modules=modules) if modules else None

    def cells(self, learner: MatrixLearner) -> Cells:
        """How far a learner is in each of ``lessons``."""
        held = self.held[learner.edition_id]
        kept = orjson.loads(learner.kept)["lessons"]
        finished = {(module, lesson) for module, lesson in kept}
        return tuple(
            _state(place, finished, learner.begun) if place in held else None
            for place in self.lessons
        )


def progress_matrix(
    session: Session, cohort: Cohort, *, sort: str = SORTS[0]
) -> ProgressMatrix:
    """Where everybody of a cohort stands, lesson by lesson, in the order of ``sort``.

    Those furthest ahead first, or by name; ties by name. Whoever was withdrawn stands
    among the others and says so.
    """
    rows = session.execute(_rows(cohort)).all()
    outlines = {row.Edition.id: row.Edition for row in rows}
    if not rows:
        outlines[cohort.edition_id] = cohort.edition
    courses = editions.courses_of(session, outlines.values())
    begun = _begun(session, cohort) if rows else {}
    learners = (_learner(row, begun.get(row.id, _NOTHING)) for row in rows)
    # The cohort's own outline gives the order; of the others the newest comes first.
    order = sorted(courses, key=lambda one: (one != cohort.edition_id, -one))
    return ProgressMatrix(
        modules=_columns(courses[each] for each in order),
        learners=tuple(sorted(learners, key=_ORDERS[sort])),
        held={each: _places(course) for each, course in courses.items()},
    )


def _rows(cohort: Cohort) -> Any:
    return (
        select(
            Enrolment.id,
            Enrolment.uuid,
            Enrolment.withdrawn_at,
            Enrolment.completed_at,
            Enrolment.last_active_at,
            # As text: what is not shown is not taken apart.
            cast(Enrolment.standing, String).label("kept"),
            Enrolment.met,
            Enrolment.needed,
            User.name,
            User.email,
            User.password_hash.is_not(None).label("has_password"),
            Edition,
        )
        .join(User, User.id == Enrolment.user_id)
        .join(Edition, Edition.id == Enrolment.edition_id)
        .where(Enrolment.cohort_id == cohort.id, Enrolment.run > 0)
    )


def _begun(session: Session, cohort: Cohort) -> dict[int, frozenset[LessonKey]]:
    """The lessons that were opened and not finished, by the enrolment's id."""
    found: dict[int, set[LessonKey]] = {}
    is_finished = exists().where(
        LessonCompletion.enrolment_id == LessonOpening.enrolment_id,
        LessonCompletion.module_key == LessonOpening.module_key,
        LessonCompletion.lesson_key == LessonOpening.lesson_key,
    )
    for enrolment_id, module, lesson in session.execute(
        select(
            LessonOpening.enrolment_id,
            LessonOpening.module_key,
            LessonOpening.lesson_key,
        )
        .join(Enrolment, Enrolment.id == LessonOpening.enrolment_id)
        .where(Enrolment.cohort_id == cohort.id, ~is_finished)
    ):
        found.setdefault(enrolment_id, set()).add((module, lesson))
    return {each: frozenset(places) for each, places in found.items()}


def _learner(row: Any, begun: frozenset[LessonKey]) -> MatrixLearner:
    return MatrixLearner(
        id=row.id,
        enrolment=row.uuid,
        edition_id=row.Edition.id,
        name=row.name,
        email=row.email,
        state=learner_state(
            withdrawn_at=row.withdrawn_at,
            completed_at=row.completed_at,
            last_active_at=row.last_active_at,
            has_password=bool(row.has_password),
        ),
        met=row.met,
        needed=row.needed,
        kept=row.kept,
        begun=begun,
    )


def _state(
    place: LessonKey, finished: set[LessonKey], begun: frozenset[LessonKey]
) -> str:
    if place in finished:
        return FINISHED
    return BEGUN if place in begun else TO_DO


def _places(course: Course) -> frozenset[LessonKey]:
    return frozenset(
        (module.key, lesson.key)
        for module in course.modules
        for lesson in module.lessons
    )


def _columns(courses: Iterable[Course]) -> tuple[MatrixModule, ...]:
    """Every lesson of these outlines once, in the order of the first that has it."""
    titles: dict[str, str] = {}
    lessons: dict[str, dict[str, str]] = {}
    for course in courses:
        for module in course.modules:
            titles.setdefault(module.key, module.title)
            known = lessons.setdefault(module.key, {})
            for lesson in module.lessons:
                known.setdefault(lesson.key, lesson.title)
    return tuple(
        MatrixModule(
            number,
            key,
            title,
            tuple(
                MatrixLesson(place, *lesson)
                for place, lesson in enumerate(lessons[key].items(), 1)
            ),
        )
        for number, (key, title) in enumerate(titles.items(), 1)
        if lessons[key]
    )
