"""Courses, modules and lessons, and where the asker stands in them."""

from typing import Any

from flask import request

from course import editions, enrolments, progress, steps
from course.accommodations import Allowances, allowances_of
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotEnrolled,
    OperationConflict,
    UnknownLesson,
    UnknownModule,
)
from course.models import Enrolment
from course.outline import Course
from course.standing import AwardStanding
from course.waiting import quizzes_waiting
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.enrolled import enrolment_or_none
from learner_api.lessons import rendered_introduction, rendered_lesson
from learner_api.openings import note_opening
from learner_api.resources import Resource
from learner_api.schemas.courses import (
    AsOfQuerySchema,
    CompletionSchema,
    CoursePageSchema,
    LessonDoneSchema,
    LessonSchema,
    ModuleSchema,
    ProgressSchema,
)
from learner_api.site import get_site
from modules import Lesson, Module
from quizzes import Quiz

bp = Resource(
    "api-courses", __name__, description="What is taught, and where one stands."
)


@bp.get("/courses")
@signed_in
@bp.tagged()
@bp.gives(CoursePageSchema)
def list_courses() -> dict[str, Any]:
    """The asker's courses with what is left to do, and the others on offer."""
    session = get_database().session
    held = enrolments.enrolments_of(session, asker())
    waiting = quizzes_waiting(session, held)
    taken = {enrolment.course_key for enrolment in held}
    offered = get_site().catalogue.courses.values()
    return {
        "items": [_on_course(each, waiting[each.id]) for each in held],
        "available": [
            {**_named(course), "enrolled": False}
            for course in offered
            if course.key not in taken
        ],
    }


@bp.get("/courses/<course>/modules/<module>")
@signed_in
@bp.refuses(NotEnrolled, UnknownModule)
@bp.tagged()
@bp.gives(ModuleSchema)
def get_module(course: str, module: str) -> dict[str, Any]:
    """One module: its objectives, lessons and quiz, and what of it is done."""
    enrolment = enrolment_or_none(course)
    _require_taught(enrolment, course, module)
    catalogue = get_site().catalogue
    found = catalogue.module(module)
    standing = _standing(enrolment)
    allowances = _allowances(enrolment)
    quiz = catalogue.quiz(found.quiz) if found.quiz else None
    return {
        **_data_of(found),
        "course": course,
        "objectives": list(found.objectives.values()),
        "introduction_html": rendered_introduction(course, found),
        "further_reading": [
            catalogue.handbook.sources[key] for key in found.further_reading
        ],
        "lessons": [
            {
                "key": lesson.key,
                "title": lesson.title,
                "minutes": lesson.minutes,
                "completed": [module, lesson.key] in standing["lessons"],
            }
            for lesson in found.lessons
        ],
        "quiz": _quiz_named(quiz, standing, allowances) if quiz else None,
        "practice": [
            _quiz_named(catalogue.quiz(key), standing, allowances)
            for key in found.practice
        ],
    }


@bp.get("/courses/<course>/modules/<module>/lessons/<lesson>")
@signed_in
@bp.refuses(NotEnrolled, UnknownLesson, UnknownModule)
@bp.tagged()
@bp.gives(LessonSchema)
def get_lesson(course: str, module: str, lesson: str) -> dict[str, Any]:
    """One lesson, whole. The first reading is noted, so that it can be resumed."""
    session = get_database().session
    reading = progress.was_opened(session, asker(), course, module, lesson)
    enrolment = reading[0] if reading else None
    _require_taught(enrolment, course, module)
    found = get_site().catalogue.lesson(module, lesson)
    if reading is not None and not reading[1] and _is_read():
        note_opening(reading[0].id, module, lesson)
    figures = get_site().catalogue.handbook.figures
    rendered = rendered_lesson(course, found)
    return {
        **_data_of(found),
        "course": course,
        "module": module,
        "html": rendered.html,
        "sources": rendered.sources,
        "figures": [figures[key] for key in found.figures],
        "terms": rendered.terms,
        "completed": [module, lesson] in _standing(enrolment)["lessons"],
    }


@bp.put("/courses/<course>/modules/<module>/lessons/<lesson>/completion")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen, EnrolmentWithdrawn, NotEnrolled, OperationConflict, UnknownLesson
)
@bp.takes(LessonDoneSchema)
@bp.gives(CompletionSchema)
def complete_lesson(
    body: dict[str, Any], course: str, module: str, lesson: str
) -> dict[str, Any]:
    """Record that a lesson is finished. What that completes is completed with it."""
    database = get_database()
    enrolment = enrolments.enrolment_on(
        database.session, asker(), course, for_update=True
    )
    completion = progress.complete_lesson(
        database.session,
        enrolment,
        module,
        lesson,
        **body,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return {
        "module": module,
        "lesson": lesson,
        "op": completion.uuid,
        "occurred_at": completion.occurred_at,
        "recorded_at": completion.recorded_at,
        "met": enrolment.met,
        "needed": enrolment.needed,
        "percent": enrolment.percent,
        "course_completed_at": enrolment.completed_at,
    }


@bp.get("/courses/<course>/progress")
@signed_in
@bp.refuses(NotEnrolled)
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(ProgressSchema)
def get_progress(query: dict[str, Any], course: str) -> dict[str, Any]:
    """Each requirement compared with what was done: met, needed, outstanding."""
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course)
    as_of = query.get("as_of")
    standing = progress.standing_of(session, enrolment, as_of=as_of)
    completion = standing.completion
    return {
        "course": course,
        "edition": enrolment.edition.digest,
        "as_of": as_of or now(),
        "met": completion.met,
        "needed": completion.needed,
        "percent": _percent(completion),
        "awards": standing.awards,
    }


def _percent(award: AwardStanding) -> int:
    return award.met * 100 // award.needed if award.needed else 0


def _named(course: Course) -> dict[str, Any]:
    return {
        "key": course.key,
        "title": course.title,
        "summary": course.summary,
        "hours": course.hours,
    }


def _on_course(enrolment: Enrolment, waiting: frozenset[str]) -> dict[str, Any]:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    return {
        **_named(course),
        "enrolled": True,
        "enrolment": enrolment.uuid,
        "edition": enrolment.edition.digest,
        "cohort": enrolment.cohort,
        "enrolled_at": enrolment.enrolled_at,
        "withdrawn_at": enrolment.withdrawn_at,
        "completed_at": enrolment.completed_at,
        "met": enrolment.met,
        "needed": enrolment.needed,
        "percent": enrolment.percent,
        "outstanding": steps.outstanding_of(course, enrolment),
        "next_step": steps.next_step(course, enrolment, session),
        "waiting_quizzes": sorted(waiting),
    }


def _is_read() -> bool:
    """Whether somebody reads: not a check of the address, nor a browser's guess."""
    return request.method == "GET" and "Sec-Purpose" not in request.headers


def _require_taught(enrolment: Enrolment | None, course: str, module: str) -> None:
    """Refuse who may not read here, and modules that this course does not teach.

    A learner is held to an edition: what it names stays readable to them when the
    outline has dropped it.
    """
    if enrolment is None and not asker().is_staff:
        raise NotEnrolled(course)
    catalogue = get_site().catalogue
    if course in catalogue.courses and catalogue.course(course).module(module):
        return
    if enrolment is not None:
        held_to = editions.course_of(get_database().session, enrolment.edition)
        if held_to.module(module) is not None:
            return
    raise UnknownModule(module)


def _standing(enrolment: Enrolment | None) -> dict[str, Any]:
    return enrolment.standing if enrolment else {"lessons": [], "quizzes": {}}


def _allowances(enrolment: Enrolment | None) -> Allowances:
    if enrolment is None:
        return Allowances()
    return allowances_of(get_database().session, [enrolment])[enrolment.id]


def _data_of(content: Module | Lesson) -> dict[str, Any]:
    return {name: getattr(content, name) for name in _TOLD if hasattr(content, name)}


_TOLD = (
    "key",
    "title",
    "summary",
    "hours",
    "minutes",
    "objectives",
    "introduction",
    "key_points",
    "discussion_question",
    "figures_as_of",
    "tasks",
    "digest",
    "body",
)


def _quiz_named(
    quiz: Quiz, standing: dict[str, Any], allowances: Allowances
) -> dict[str, Any]:
    attempts, _, _, passed = standing["quizzes"].get(quiz.key, (0, 0, 0, False))
    return {
        "key": quiz.key,
        "title": quiz.title,
        "introduction": quiz.introduction,
        "purpose": quiz.purpose,
        "questions": quiz.paper_length,
        "pass_mark": quiz.pass_mark,
        "attempts_allowed": allowances.at(quiz.key).attempts_allowed(quiz),
        "attempts_marked": attempts,
        "passed": passed,
    }
