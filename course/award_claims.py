"""What an award says was studied, and what its holder is able to do.

An award claims nothing that was not done. Completion asks for the whole course and
tells the whole of it; a diploma tells the certificates that it rests on and the paper;
any other award tells the lessons that were finished.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.course_module import CourseModule
from course.models import Award, Enrolment, PaperReview, PaperSubmission
from course.outline import Course
from course.programme_evidence import programme_evidence_of
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


def programme_claims(
    session: Session, enrolment: Enrolment, course: Course
) -> dict[str, Any]:
    """What a diploma rests on: courses with their certificates, and the paper's title.

    The words are those of the certificates as they were given.
    """
    found = programme_evidence_of(session, [enrolment.id])[enrolment.id]
    held = found.certificates
    shown = [held[each.key].row.uuid for each in course.courses if each.key in held]
    awards = {
        award.uuid: award
        for award in session.scalars(select(Award).where(Award.uuid.in_(shown)))
    }
    told: dict[str, Any] = {
        "courses": [
            {
                "title": awards[uuid].claims["course_title"],
                "hours": awards[uuid].claims["hours"],
                "certificate": awards[uuid].number,
            }
            for uuid in shown
        ]
    }
    if found.paper is not None:
        title = session.scalars(
            select(PaperSubmission.title)
            .join(PaperReview, PaperReview.submission_id == PaperSubmission.id)
            .where(PaperReview.uuid == found.paper.uuid)
        ).one()
        told["paper"] = {"title": title}
    return told


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
