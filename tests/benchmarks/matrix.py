"""The progress of a cohort, lesson by lesson: 350 learners, 130 lessons, by progress.

It is what the page of a cohort and ``getCohortProgress`` are made of. The edition that
the learners are held to is read once in a process, which takes the first who asks one
statement more.
"""

import time
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from course import cohorts, editions
from course.catalogue import load_catalogue
from course.course_module import CourseLesson, CourseModule
from course.enrolments import kept_columns
from course.evidence import Evidence, LessonKey
from course.models import Cohort, Enrolment, LessonCompletion
from course.outline import Course
from course.requirements.lessons import LessonsFinished
from course.standing import fold
from learner_api.standings import shown_standings
from tests import builders
from tests.benchmarks.multitude import DATABASES, DatabaseKind, a_database
from tests.statements import statements_of

COURSE = "mainstreaming"
LEARNERS = 350
LESSONS = 130
MOST_STATEMENTS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A learner, how much of the rule is met, and which lessons are finished."""

    name: str
    percent: int
    finished: tuple[bool, ...]


def print_matrix() -> None:
    """Put the matrix together on each database, and count what that asks.

    Raises ``RuntimeError`` when it asks more than three statements of a process that
    has read the edition.
    """
    print()
    for database in DATABASES:
        with a_database(database) as engine:
            _print(engine, database)


def _print(engine: Engine, database: DatabaseKind) -> None:
    course = _longer(load_catalogue().course(COURSE))
    with Session(engine) as session:
        cohort = _a_cohort_under_way(session, course)
        session.commit()
    for is_read in (False, True):
        with statements_of(engine) as sent:
            began = time.perf_counter()
            with Session(engine) as session:
                rows = progress_matrix(session, cohort, course)
            seconds = time.perf_counter() - began
        cells = sum(len(row.finished) for row in rows)
        print(
            f"progress matrix, {len(rows)} learners, {cells} cells, {database:10} "
            f"{'again' if is_read else 'first':5} "
            f"{len(sent)} statements, {seconds * 1000:6.0f} ms"
        )
        if len(sent) > MOST_STATEMENTS + (not is_read):
            raise RuntimeError(f"The matrix takes {len(sent)} statements.")


def progress_matrix(session: Session, cohort: int, course: Course) -> list[Row]:
    """The learners of a cohort by their progress, each with every lesson."""
    places = [(m.key, lesson.key) for m in course.modules for lesson in m.lessons]
    # The page has found its cohort before it asks.
    standings = cohorts.cohort_progress(session, Cohort(id=cohort))
    return [
        Row(
            one.enrolment.user.name,
            one.enrolment.percent,
            _cells(one.enrolment, places),
        )
        for one in shown_standings(standings, state=None, sort="progress")
    ]


def _cells(enrolment: Enrolment, places: list[LessonKey]) -> tuple[bool, ...]:
    done = {(module, lesson) for module, lesson in enrolment.standing["lessons"]}
    return tuple(place in done for place in places)


def _longer(course: Course) -> Course:
    """The course with so many lessons, spread over its modules."""
    each, more = divmod(LESSONS, len(course.modules))
    modules = tuple(
        _of_lessons(module, each + (number < more))
        for number, module in enumerate(course.modules)
    )
    rule = course.awards["completion"]
    asked = (LessonsFinished.of_modules(modules),)
    awards = {"completion": replace(rule, requirements=asked)}
    return replace(course, modules=modules, assessments=(), awards=awards)


def _of_lessons(module: CourseModule, count: int) -> CourseModule:
    lessons = tuple(
        CourseLesson(f"lesson-{number}", f"Lesson {number}")
        for number in range(1, count + 1)
    )
    return replace(module, lessons=lessons, quiz_key=None, quiz_title=None)


def _a_cohort_under_way(session: Session, course: Course) -> int:
    """Learners who have each finished some lessons; the number of their cohort."""
    random = Random(LEARNERS)  # noqa: S311  # nothing secret is drawn from it
    edition = editions.course_edition(session, course, now=builders.NOW)
    cohort = builders.a_cohort(session)
    cohort.edition, cohort.course_key = edition, course.key
    session.flush()
    places = [(m.key, lesson.key) for m in course.modules for lesson in m.lessons]
    for _ in range(LEARNERS):
        person = builders.a_learner(session)
        session.flush()
        done = places[: random.randrange(LESSONS + 1)]
        told = fold(
            course,
            Evidence(lessons=dict.fromkeys(done, builders.NOW), mode=cohort.mode),
        )
        enrolment = Enrolment(
            user_id=person.id,
            course_key=course.key,
            edition=edition,
            cohort_id=cohort.id,
            enrolled_at=builders.NOW,
            **kept_columns(told),
        )
        session.add(enrolment)
        session.flush()
        if done:
            session.execute(
                insert(LessonCompletion),
                [
                    {
                        "enrolment_id": enrolment.id,
                        "module_key": module,
                        "lesson_key": lesson,
                        "actor_id": person.id,
                        "occurred_at": builders.NOW,
                        "recorded_at": builders.NOW,
                    }
                    for module, lesson in done
                ],
            )
    return cohort.id
