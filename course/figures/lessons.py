"""How far people came in a course: lesson by lesson, and module by module.

A person counts once, whatever their runs. A module is completed by whoever completed
every lesson of it in one run. The hours are those that the outline gives a module, in
equal parts for its lessons, for each lesson that a person completed.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Select,
    Subquery,
    case,
    func,
    literal,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from course.course_module import CourseModule
from course.figures.filters import chosen
from course.figures.people import of_many_runs
from course.figures.protected import at_end_of_day, protected_total
from course.figures.protection import shown_of_lesson
from course.figures.query import StatisticsQuery
from course.figures.results import LessonCount, Lessons, ModuleCount
from course.figures.trimming import first_to_start
from course.models import LessonCompletion, LessonOpening, User
from course.outline import Course

Fact: TypeAlias = type[LessonOpening] | type[LessonCompletion]
FACTS: Final[Mapping[str, Fact]] = {
    "opened": LessonOpening,
    "completed": LessonCompletion,
}


def lessons(
    session: Session, asker: User, query: StatisticsQuery, course: Course
) -> Lessons:
    """The lessons and modules of this outline in order, and the hours.

    It takes two statements, and one that asks whether anybody has changed.

    Protected ones are of everybody, of those who started first in whole steps, and by
    ``shown_of_lesson``. There are none where the total hides how many started, and no
    hours where any of their lessons is hidden; it takes a dozen statements more. Raises
    ``ImpossibleFilter``.
    """
    query.require_told("lessons")
    if not any(module.lessons for module in course.modules):
        return Lessons((), ())
    told: Callable[[int], int | None] = int
    if query.detail == "protected":
        query = at_end_of_day(query)
        started = protected_total(session, asker, query).started or 0
        told = partial(shown_of_lesson, started=started)
        rows = first_to_start(session, chosen(session, asker, query))
    else:
        rows = chosen(session, asker, query)
    by_lesson = _by_lesson(session, query, rows, course)
    by_module = _by_module(session, query, rows, course)
    found = tuple(
        LessonCount(
            module.key,
            key,
            *(told(by_lesson.get((fact, module.key, key), 0)) for fact in FACTS),
        )
        for module in course.modules
        for key in module.lesson_keys()
    )
    return Lessons(
        lessons=found,
        modules=tuple(
            ModuleCount(
                module.key,
                told(by_module.get(module.key, 0)),
                _hours(module, [one for one in found if one.module == module.key]),
            )
            for module in course.modules
        ),
    )


def _hours(module: CourseModule, found: Sequence[LessonCount]) -> Fraction | None:
    """Each lesson's part of the module's hours, for everybody who completed it."""
    completed = [each.completed for each in found if each.completed is not None]
    if len(completed) < len(found):
        return None
    return Fraction(module.hours, len(module.lessons) or 1) * sum(completed)


def _by_lesson(
    session: Session, query: StatisticsQuery, rows: Subquery, course: Course
) -> dict[tuple[str, str, str], int]:
    parts = []
    for name, fact in FACTS.items():
        done = (
            select(
                fact.module_key,
                fact.lesson_key,
                of_many_runs(query, rows).label("person"),
                func.count().label("number"),
            )
            .join(rows, rows.c.enrolment_id == fact.enrolment_id)
            .where(*_of_outline(fact, query, course))
            .group_by(fact.module_key, fact.lesson_key, "person")
            .subquery()
        )
        parts.append(_people(done, literal(name)))
    found = session.execute(union_all(*parts))
    return {(row[0], row[1], row[2]): int(row[3]) for row in found}


def _by_module(
    session: Session, query: StatisticsQuery, rows: Subquery, course: Course
) -> dict[str, int]:
    fact = LessonCompletion
    needed = case(
        *(
            (fact.module_key == module.key, len(module.lessons))
            for module in course.modules
            if module.lessons
        )
    )
    whole = (
        select(fact.enrolment_id, fact.module_key)
        .where(*_of_outline(fact, query, course))
        .group_by(fact.enrolment_id, fact.module_key)
        .having(func.count() == needed)
        .subquery()
    )
    done = (
        select(
            whole.c.module_key,
            of_many_runs(query, rows).label("person"),
            func.count().label("number"),
        )
        .join(rows, rows.c.enrolment_id == whole.c.enrolment_id)
        .group_by(whole.c.module_key, "person")
        .subquery()
    )
    found = session.execute(_people(done))
    return {row[0]: int(row[1]) for row in found}


def _of_outline(fact: Fact, query: StatisticsQuery, course: Course) -> tuple[Any, Any]:
    """What was recorded by then, of the lessons that this outline has."""
    places = [
        (module.key, key) for module in course.modules for key in module.lesson_keys()
    ]
    return (
        fact.recorded_at <= query.as_of,
        tuple_(fact.module_key, fact.lesson_key).in_(places),
    )


def _people(done: Subquery, *told: Any) -> Select[Any]:
    """People of rows that are gathered by what they did, and by person if of many."""
    keys = [each for each in done.c if each.name not in ("person", "number")]
    once = case((done.c.person.is_(None), done.c.number), else_=1)
    return select(*told, *keys, func.sum(once)).group_by(*keys)
