"""Modules and lessons as steps: each with its state, its note and its address."""

from typing import Any

from course.course_module import CourseModule
from course.models import Enrolment
from course.progress import Step as NextStep
from learner_api.addresses import lesson_address, module_address, quiz_address
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import ngettext
from modules import Module

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


def module_step(
    course_key: str,
    module: CourseModule,
    enrolment: Enrolment | None,
    step: NextStep | None,
) -> Step:
    """A module as one step of its course."""
    done = sum(is_done(enrolment, module.key, key) for key in module.lesson_keys())
    total = len(module.lessons)
    notes = [ngettext("%(num)s hour", "%(num)s hours", module.hours)]
    if enrolment is None:
        notes.append(ngettext("%(num)s lesson", "%(num)s lessons", total))
    else:
        notes.append(
            _("%(done)s of %(total)s lessons finished", done=done, total=total)
        )
    passed = is_passed(enrolment, module.quiz_key)
    if passed:
        notes.append(_("quiz passed"))
    elif module.quiz_key:
        notes.append(_("quiz"))
    finished = done == total and (passed or not module.quiz_key)
    here = step is not None and step.module_key == module.key
    return {
        "title": module.title,
        "url": module_address(course_key, module.key),
        "note": " · ".join(notes),
        "state": "done" if finished else "next" if here else "to-do",
    }


def steps_of(
    course_key: str,
    module: Module,
    enrolment: Enrolment | None,
    step: NextStep | None,
) -> list[Step]:
    """The lessons of a module and its quiz, each with its state."""
    here = (step.module_key, step.key) if step else None
    steps = [
        _step(
            each.title,
            lesson_address(course_key, module.key, each.key),
            ngettext("%(num)s minute", "%(num)s minutes", each.minutes),
            is_done=is_done(enrolment, module.key, each.key),
            is_next=here == (module.key, each.key),
        )
        for each in module.lessons
    ]
    if module.quiz:
        quiz = get_site().catalogue.quiz(module.quiz)
        count = len(quiz.questions)
        steps.append(
            _step(
                _("Quiz: %(title)s", title=quiz.title),
                quiz_address(course_key, quiz.key),
                ngettext("%(num)s question", "%(num)s questions", count),
                is_done=is_passed(enrolment, quiz.key),
                is_next=here == (module.key, quiz.key),
            )
        )
    return steps


def _step(title: str, url: str, note: str, *, is_done: bool, is_next: bool) -> Step:
    state = "done" if is_done else "next" if is_next else "to-do"
    return {"title": title, "url": url, "note": note, "state": state}
