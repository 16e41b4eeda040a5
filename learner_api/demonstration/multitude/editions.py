"""The editions that the multitude studied: two that are invented, and today's.

The course began short, one lesson of each module and one test at the end; then came a
test before and after, and a second lesson in some modules; today's edition asks all of
its lessons. Each teaches less than the one after it, out of the same files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from course import editions
from course.award_kinds import COMPLETION, PARTICIPATION
from course.catalogue import Catalogue
from course.course_module import CourseModule
from course.models import Edition
from course.outline import Course
from course.requirements.lessons import LessonsFinished
from course.requirements.quizzes import QuizzesPassed
from learner_api.demonstration.multitude import shape
from quizzes import Quiz

FINAL: Final = "final-assessment"
# The second edition teaches two lessons in so many of its modules.
_LONGER_MODULES = 4
_QUESTIONS = 5
_SHARE = (2, 3)
_KEPT_BEFORE = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A lesson of a module, or a quiz of no module's lessons."""

    module: str
    lesson: str = ""
    quiz: Quiz | None = None
    quiz_edition: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """An edition with its quizzes, and what its learners do in turn.

    Each is itself alone, so that what was worked out for it is found again.
    """

    edition: Edition
    course: Course
    steps: tuple[Step, ...]

    @property
    def lessons(self) -> int:
        return sum(step.quiz is None for step in self.steps)


def keep_editions(
    session: Session, catalogue: Catalogue, course: Course, now: datetime
) -> tuple[Taught, ...]:
    """Keep the three editions, the oldest first, and those of their quizzes.

    Called before anything else keeps today's edition: of two editions the one with the
    higher number is the later one.
    """
    short = {
        test.key: _shortened(catalogue.quiz(test.key)) for test in course.assessments
    }
    last = [test.key for test in course.assessments if test.purpose == FINAL]
    first = _earlier(course, longer=0, tests=last)
    second = _earlier(course, longer=_LONGER_MODULES, tests=list(short))
    return (
        _taught(session, first, short, _ago(now, shape.DAYS)),
        _taught(session, second, short, _ago(now, shape.SECOND_EDITION_FROM)),
        _taught(
            session, course, catalogue.quizzes, _ago(now, shape.TODAYS_EDITION_SINCE)
        ),
    )


def _ago(now: datetime, days: int) -> datetime:
    """Before the first cohort of an edition was made."""
    return now - timedelta(days=days + _KEPT_BEFORE)


def _earlier(course: Course, *, longer: int, tests: list[str]) -> Course:
    """The course with fewer lessons, no quiz in its modules, and these tests."""
    modules = tuple(
        _cut(module, 2 if number < longer else 1)
        for number, module in enumerate(course.modules)
    )
    assessments = tuple(each for each in course.assessments if each.key in tests)
    (last,) = (each for each in assessments if each.purpose == FINAL)
    lessons = LessonsFinished.of_modules(modules)
    asked = {
        COMPLETION: (lessons, QuizzesPassed.of_assessment(last)),
        PARTICIPATION: (replace(lessons, share=_SHARE),),
    }
    awards = {
        kind: replace(course.awards[kind], requirements=requirements)
        for kind, requirements in asked.items()
    }
    return replace(
        course, modules=modules, assessments=assessments, awards=awards, planned=()
    )


def _cut(module: CourseModule, lessons: int) -> CourseModule:
    return replace(
        module,
        hours=lessons,
        objectives=module.objectives[:1],
        lessons=module.lessons[:lessons],
        quiz_key=None,
        quiz_title=None,
        practice=(),
    )


def _shortened(quiz: Quiz) -> Quiz:
    """The quiz with a few of its questions, all of them on every paper."""
    alone = [each.key for each in quiz.questions if each.scenario is None]
    apart = len(alone) // _QUESTIONS
    return replace(quiz.only(alone[::apart][:_QUESTIONS]), time_limit=None)


def _taught(
    session: Session,
    course: Course,
    quizzes: Mapping[str, Quiz],
    now: datetime,
) -> Taught:
    edition = editions.course_edition(session, course, now=now)
    kept = {
        key: editions.quiz_edition(session, quizzes[key], now=now)
        for key, _title in course.quizzes()
    }
    session.flush()

    def sat(module: str, key: str) -> Step:
        return Step(module, quiz=quizzes[key], quiz_edition=kept[key].id)

    def steps() -> Iterator[Step]:
        before = [each for each in course.assessments if each.purpose == "pre-test"]
        yield from (sat("", each.key) for each in before)
        for module in course.modules:
            yield from (Step(module.key, key) for key in module.lesson_keys())
            if module.quiz_key is not None:
                yield sat(module.key, module.quiz_key)
        yield from (
            sat("", each.key) for each in course.assessments if each not in before
        )

    # As whoever reads the edition later will have it.
    return Taught(edition, editions.course_of(session, edition), tuple(steps()))
