"""Modules and lessons as steps: each with its state, its note and its address."""

from collections.abc import Collection
from typing import Any

from course.course_module import CourseModule
from course.errors import UnknownLesson, UnknownModule
from course.models import Enrolment
from course.outline import Course
from course.steps import Step as NextStep
from learner_api.addresses import lesson_address, module_address, quiz_address
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import ngettext
from modules import Module
from quizzes import Quiz

Step = dict[str, Any]


def is_done(enrolment: Enrolment | None, module_key: str, lesson_key: str) -> bool:
    """Whether the learner has finished a lesson."""
    if enrolment is None:
        return False
    return [module_key, lesson_key] in enrolment.standing["lessons"]


def is_outstanding(
    enrolment: Enrolment | None, module_key: str, lesson_key: str
) -> bool:
    """Whether the rule that the learner is held to still waits for this lesson."""
    if enrolment is None:
        return False
    return ["lesson", module_key, lesson_key] in enrolment.standing["outstanding"]


def is_passed(enrolment: Enrolment | None, quiz_key: str | None) -> bool:
    """Whether the learner has passed a quiz."""
    if enrolment is None or quiz_key not in enrolment.standing["quizzes"]:
        return False
    return bool(enrolment.standing["quizzes"][quiz_key][3])


def module_steps(
    course: Course,
    enrolment: Enrolment | None,
    step: NextStep | None,
    waiting: Collection[str],
) -> list[Step]:
    """The modules of a course, each with the steps in it; ``waiting`` quizzes wait."""
    return [
        _module_step(course.key, module, enrolment, step, waiting)
        for module in course.modules
    ]


def _module_step(
    course_key: str,
    module: CourseModule,
    enrolment: Enrolment | None,
    step: NextStep | None,
    waiting: Collection[str],
) -> Step:
    steps = steps_of(course_key, module, enrolment, step, waiting)
    done = sum(is_done(enrolment, module.key, key) for key in module.lesson_keys())
    total = len(module.lessons)
    passed = is_passed(enrolment, module.quiz_key)
    waits = not passed and module.quiz_key in waiting
    here = step is not None and step.module_key == module.key
    state = "next" if here else "to-do"
    if waits and done == total:
        state = "waiting"
    if done == total and (passed or not module.quiz_key):
        state = "done"
    return {
        "title": module.title,
        "url": module_address(course_key, module.key),
        "note": " · ".join(_module_notes(module, enrolment, state, done, waits=waits)),
        "state": state,
        "steps": steps,
    }


def _module_notes(
    module: CourseModule,
    enrolment: Enrolment | None,
    state: str,
    done: int,
    *,
    waits: bool,
) -> list[str]:
    """How long a module takes and, unless all of it is done, how much of it is."""
    notes = [ngettext("%(num)s hour", "%(num)s hours", module.hours)]
    total = len(module.lessons)
    if enrolment is None:
        notes.append(ngettext("%(num)s lesson", "%(num)s lessons", total))
    elif state != "done":
        notes.append(
            _("%(done)s of %(total)s lessons finished", done=done, total=total)
        )
        if is_passed(enrolment, module.quiz_key):
            notes.append(_("quiz passed"))
        elif waits:
            notes.append(_("quiz waits to be marked"))
    return notes


def steps_of(
    course_key: str,
    module: CourseModule,
    enrolment: Enrolment | None,
    step: NextStep | None,
    waiting: Collection[str],
) -> list[Step]:
    """The lessons of a module and its quiz, each with its state."""
    here = (step.module_key, step.key) if step else None
    steps = [
        _step(
            each.title,
            lesson_address(course_key, module.key, each.key),
            _minutes(module.key, each.key),
            is_done=is_done(enrolment, module.key, each.key),
            is_next=here == (module.key, each.key),
        )
        for each in module.lessons
    ]
    quiz = get_site().catalogue.quizzes.get(module.quiz_key or "")
    if quiz is not None:
        is_next = here == (module.key, quiz.key)
        steps.append(_quiz_step(course_key, quiz, enrolment, waiting, is_next=is_next))
    return steps


def _minutes(module_key: str, lesson_key: str) -> str:
    try:
        lesson = get_site().catalogue.lesson(module_key, lesson_key)
    except (UnknownModule, UnknownLesson):
        # The edition that the learner is held to has it, and the files no longer.
        return ""
    return ngettext("%(num)s minute", "%(num)s minutes", lesson.minutes)


def practice_of(course_key: str, module: Module) -> list[tuple[str, str, str]]:
    """The practice of a module: title, address, and how much of it there is."""
    quizzes = [get_site().catalogue.quiz(key) for key in module.practice]
    return [
        (quiz.title, quiz_address(course_key, quiz.key), _length(quiz))
        for quiz in quizzes
    ]


def assessment_steps(
    course: Course,
    enrolment: Enrolment | None,
    step: NextStep | None,
    waiting: Collection[str],
    *,
    before: bool,
) -> list[Step]:
    """The tests of the whole course as steps: those before its modules, or the rest."""
    catalogue = get_site().catalogue
    return [
        _quiz_step(
            course.key,
            catalogue.quiz(each.key),
            enrolment,
            waiting,
            is_next=step is not None and step.key == each.key,
        )
        for each in course.assessments
        if each.key in catalogue.quizzes and (each.purpose == "pre-test") is before
    ]


def _quiz_step(
    course_key: str,
    quiz: Quiz,
    enrolment: Enrolment | None,
    waiting: Collection[str],
    *,
    is_next: bool,
) -> Step:
    """A quiz as a step: passed, or taken where there is nothing to pass."""
    taken = enrolment is not None and quiz.key in enrolment.standing["quizzes"]
    return _step(
        quiz_words(quiz.purpose, quiz.title),
        quiz_address(course_key, quiz.key),
        _length(quiz),
        is_done=taken if quiz.only_measures else is_passed(enrolment, quiz.key),
        is_next=is_next,
        is_waiting=quiz.key in waiting,
    )


def quiz_words(purpose: str, title: str) -> str:
    """What a quiz is for and what it is called."""
    words = {
        "practice": _("Practice: %(title)s", title=title),
        "pre-test": _("Pre-test: %(title)s", title=title),
        "post-test": _("Post-test: %(title)s", title=title),
        "final-assessment": _("Final assessment: %(title)s", title=title),
    }
    return words.get(purpose) or _("Quiz: %(title)s", title=title)


def _length(quiz: Quiz) -> str:
    count = quiz.paper_length
    if count is None:
        return ngettext("%(num)s point", "%(num)s points", quiz.out_of)
    return ngettext("%(num)s question", "%(num)s questions", count)


def _step(
    title: str,
    url: str,
    note: str,
    *,
    is_done: bool,
    is_next: bool,
    is_waiting: bool = False,
) -> Step:
    state = "next" if is_next else "waiting" if is_waiting else "to-do"
    if is_done:
        state = "done"
    return {"title": title, "url": url, "note": note, "state": state}
