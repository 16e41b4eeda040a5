"""The progress of a cohort, lesson by lesson: 350 learners, 130 lessons, by progress.

It is what the page, ``getProgressMatrix`` and its file are made of. The edition that
the learners are held to is read once in a process, by the first who asks. The page is
weighed as it is sent.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from uuid import UUID

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from config.settings import Settings
from course import editions
from course.catalogue import load_catalogue
from course.course_module import CourseLesson, CourseModule
from course.enrolments import kept_columns
from course.evidence import Evidence
from course.models import Cohort, Enrolment, LessonCompletion, LessonOpening
from course.outline import Course
from course.progress_matrix import progress_matrix
from course.requirements.lessons import LessonsFinished
from course.standing import fold
from learner_api.app import create_app
from learner_api.database import Database
from tests import builders
from tests.benchmarks.multitude import DATABASES, DatabaseKind, a_database
from tests.statements import statements_of

COURSE = "mainstreaming"
LEARNERS = 350
LESSONS = 130
MOST_STATEMENTS = 3
MOST_BYTES = 300_000
TRAINER = "trainer-of-the-matrix@example.org"


def print_matrix() -> None:
    """Put the matrix together on each database, and count what that asks.

    Raises ``RuntimeError`` when it asks more than three statements, lacks a cell, or
    when the page is too heavy for a slow line.
    """
    print()
    for database in DATABASES:
        with a_database(database) as engine:
            _print(engine, database)


def _print(engine: Engine, database: DatabaseKind) -> None:
    course = _longer(load_catalogue().course(COURSE))
    with Session(engine, expire_on_commit=False) as session:
        cohort = _a_cohort_under_way(session, course)
        session.commit()
    for words in ("first", "again"):
        with Session(engine) as session:
            # Whoever asks has found the cohort already.
            found = session.get_one(Cohort, cohort.id)
            with statements_of(engine) as sent:
                began = time.perf_counter()
                matrix = progress_matrix(session, found, sort="progress")
                rows = [matrix.cells(each) for each in matrix.learners]
                seconds = time.perf_counter() - began
        cells = sum(map(len, rows))
        print(
            f"progress matrix, {len(rows)} learners, {cells} cells, {database:10} "
            f"{words:5} {len(sent)} statements, {seconds * 1000:6.0f} ms"
        )
        if len(sent) > MOST_STATEMENTS or cells != LEARNERS * LESSONS:
            raise RuntimeError(f"{len(sent)} statements for {cells} cells.")
    _print_page(engine, cohort.uuid)


def _print_page(engine: Engine, cohort: UUID) -> None:
    """Weigh the first part of the page, and what is sent of it to a browser."""
    url = engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="course-matrix-") as folder:
        app = create_app(Settings.for_tests(Path(folder), database_url=url))
        database: Database = app.extensions["course.database"]
        try:
            client = app.test_client()
            client.post(
                "/api/v1/session",
                json={"email": TRAINER, "password": builders.PASSWORD},
                headers={"Sec-Fetch-Site": "same-origin"},
            )
            address = f"/cohorts/{cohort}/matrix"
            plain = client.get(address)
            began = time.perf_counter()
            sent = client.get(address, headers={"Accept-Encoding": "br"})
            seconds = time.perf_counter() - began
        finally:
            database.engine.dispose()
    print(
        f"its page: {len(plain.data) / 1000:.0f} kB, {len(sent.data) / 1000:.0f} kB "
        f"as sent, {seconds * 1000:.0f} ms"
    )
    if plain.status_code != 200 or len(plain.data) > MOST_BYTES:
        raise RuntimeError(f"{plain.status}: {len(plain.data)} bytes.")


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


def _a_cohort_under_way(session: Session, course: Course) -> Cohort:
    """Learners who have each finished some lessons and begun one more."""
    random = Random(LEARNERS)  # noqa: S311  # nothing secret is drawn from it
    edition = editions.course_edition(session, course, now=builders.NOW)
    trainer = builders.a_trainer(session, email=TRAINER)
    cohort = builders.a_cohort(session, trainer=trainer, edition=edition)
    session.flush()
    places = [(m.key, lesson.key) for m in course.modules for lesson in m.lessons]
    for _ in range(LEARNERS):
        person = builders.a_learner(session)
        finished = random.randrange(LESSONS + 1)
        told = fold(
            course,
            Evidence(
                lessons=dict.fromkeys(places[:finished], builders.NOW),
                mode=cohort.mode,
            ),
        )
        enrolment = Enrolment(
            user_id=person.id,
            course_key=course.key,
            edition=edition,
            cohort_id=cohort.id,
            enrolled_at=builders.NOW,
            last_active_at=builders.NOW,
            **kept_columns(told),
        )
        session.add(enrolment)
        session.flush()
        for kind, count in (
            (LessonOpening, finished + 1),
            (LessonCompletion, finished),
        ):
            facts = [
                {
                    "enrolment_id": enrolment.id,
                    "module_key": module,
                    "lesson_key": lesson,
                    "actor_id": person.id,
                    "occurred_at": builders.NOW,
                    "recorded_at": builders.NOW,
                }
                for module, lesson in places[:count]
            ]
            if facts:
                session.execute(insert(kind), facts)
    return cohort
