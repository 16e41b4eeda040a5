"""What an award says was studied, and what its holder is able to do.

An award claims nothing that was not done. Completion asks for the whole course and
tells the whole of it; any other award tells the lessons that were finished.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from course.course_module import CourseModule
from course.outline import Course
from course.standing import COMPLETION

Quizzes = Mapping[str, Sequence[Any]]


def modules_studied(
    course: Course, standing: Mapping[str, Any], kind: str
) -> list[dict[str, Any]]:
    """Each module with its hours, what it enables to, and its quiz if that was passed.

    ``standing`` is the one that an enrolment keeps. Of a module studied in part the
    hours are counted by its lessons, whole hours only, and one without is left out. It
    enables to something once all its lessons are finished and its quiz is passed.
    """
    quizzes: Quizzes = standing["quizzes"]
    if kind == COMPLETION:
        return [_studied(each, each.hours, quizzes) for each in course.modules]
    finished = Counter(module for module, _lesson in standing["lessons"])
    found = []
    for module in course.modules:
        done, lessons = finished[module.key], len(module.lessons)
        hours = module.hours * done // lessons
        if not hours:
            continue
        told = _studied(module, hours, quizzes)
        is_able = done == lessons and (told["quiz"] or module.quiz_key is None)
        found.append(told if is_able else {**told, "objectives": []})
    return found


def objectives_of(claims: Mapping[str, Any]) -> list[str]:
    """What the holder can do. The first awards held it apart from the modules."""
    if "objectives" in claims:
        return list(claims["objectives"])
    return [each for module in claims["modules"] for each in module["objectives"]]


def _studied(module: CourseModule, hours: int, quizzes: Quizzes) -> dict[str, Any]:
    *_, passed = quizzes.get(module.quiz_key or "", (False,))
    return {
        "title": module.title,
        "hours": hours,
        "objectives": list(module.objectives),
        "quiz": (module.quiz_title or module.title) if passed else None,
    }
