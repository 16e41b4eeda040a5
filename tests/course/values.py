"""Courses and evidence as plain values, for the parts of the record that are pure."""

from datetime import datetime, timedelta

from course.course_module import CourseLesson, CourseModule
from course.evidence import MarkedAttempt
from course.outline import AwardRule, Course
from course.requirements import Requirement
from course.requirements.lessons import LessonsFinished
from course.requirements.quizzes import QuizzesPassed
from tests.builders import NOW


def after(minutes: int) -> datetime:
    """Some minutes after noon."""
    return NOW + timedelta(minutes=minutes)


def a_module(
    key: str = "alpha", lessons: int = 2, *, with_quiz: bool = True
) -> CourseModule:
    """A module of lessons one, two, three and, usually, a quiz."""
    names = ("one", "two", "three", "four")[:lessons]
    return CourseModule(
        key=key,
        title=key.capitalize(),
        hours=2,
        objectives=(f"Explain {key}",),
        lessons=tuple(CourseLesson(name, name.capitalize()) for name in names),
        quiz_key=f"{key}-quiz" if with_quiz else None,
        quiz_title=f"The quiz of {key}" if with_quiz else None,
    )


def a_course(
    *modules: CourseModule, requirements: tuple[Requirement, ...] | None = None
) -> Course:
    """A course of these modules that asks for every lesson and every quiz."""
    modules = modules or (a_module("alpha"), a_module("beta", 1))
    asked = requirements or (
        LessonsFinished.of_modules(modules),
        QuizzesPassed.of_modules(modules),
    )
    return Course(
        key="greek",
        title="Letters",
        summary="Two letters.",
        language="en",
        modules=modules,
        awards={"completion": AwardRule("completion", "Certificate", asked)},
    )


def an_attempt(
    quiz_key: str = "alpha-quiz",
    number: int = 1,
    *,
    points: int = 10,
    out_of: int = 10,
    passed: bool | None = None,
    marked_at: datetime = NOW,
) -> MarkedAttempt:
    """A marked attempt; it passed when it has seven tenths of the points."""
    judged = points * 10 >= 7 * out_of if passed is None else passed
    return MarkedAttempt(quiz_key, number, points, out_of, judged, marked_at)
