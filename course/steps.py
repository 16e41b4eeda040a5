"""What a learner has still to do, one thing after another, and what comes next.

All of it is read from what the enrolment keeps, in the order of the course.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.models import Enrolment, LessonOpening
from course.outline import Course
from course.waiting import paper_waits, quizzes_waiting, roadmap_waits


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do and where it is: a lesson, a quiz, or what else a rule asks."""

    kind: str
    module_key: str
    key: str
    title: str


def next_step(course: Course, enrolment: Enrolment, session: Session) -> Step | None:
    """Where the learner goes on: the lesson left open, or the first thing to do.

    A quiz at which an attempt waits for a person is not for the learner to do, nor is
    a roadmap or a paper that waits for a reader. Nobody signs off for themselves, and
    the courses of a programme are gone on with on their own pages.
    """
    steps = [each for each in outstanding_of(course, enrolment) if is_own(each)]
    opened = session.execute(
        select(LessonOpening.module_key, LessonOpening.lesson_key)
        .where(LessonOpening.enrolment_id == enrolment.id)
        .order_by(LessonOpening.id.desc())
        .limit(1)
    ).one_or_none()
    if opened is not None:
        left_open = ("lesson", opened[0], opened[1])
        steps.sort(key=lambda step: _place(step) != left_open)
    if steps and steps[0].kind in ("quiz", "score"):
        waiting = quizzes_waiting(session, [enrolment])[enrolment.id]
        steps = [step for step in steps if step.key not in waiting]
    if steps and steps[0].kind == "roadmap" and roadmap_waits(session, enrolment):
        steps = [step for step in steps if step.kind != "roadmap"]
    if any(step.kind == "paper" for step in steps) and paper_waits(session, enrolment):
        steps = [step for step in steps if step.kind != "paper"]
    return steps[0] if steps else None


def outstanding_of(course: Course, enrolment: Enrolment) -> tuple[Step, ...]:
    """What is still to be done, in the order of the course, from what is kept."""
    return steps_left(steps_of(course), enrolment.standing)


def steps_left(steps: Sequence[Step], standing: Mapping[str, Any]) -> tuple[Step, ...]:
    """The same for many learners of one course, whose steps are made once."""
    outstanding = {(kind, module, key) for kind, module, key in standing["outstanding"]}
    return tuple(step for step in steps if _place(step) in outstanding)


def steps_of(course: Course) -> list[Step]:
    """Everything that may be asked: tests before the modules, other things after."""
    asked = [
        Step(place.kind, place.module_key, place.key, place.title)
        for rule in course.goal.requirements
        for place in rule.places
        if place.kind not in ("lesson", "quiz")
    ]
    pre_tests = {each.key for each in course.assessments if each.purpose == "pre-test"}
    before = [step for step in asked if step.kind == "test" and step.key in pre_tests]
    steps = list(before)
    for module in course.modules:
        steps += [
            Step("lesson", module.key, lesson.key, lesson.title)
            for lesson in module.lessons
        ]
        if module.quiz_key:
            title = module.quiz_title or module.title
            steps.append(Step("quiz", module.key, module.quiz_key, title))
    steps += [Step("quiz", "", quiz.key, quiz.title) for quiz in course.assessments]
    return steps + [step for step in asked if step not in before]


def is_own(step: Step) -> bool:
    """Whether the learner can do it, and not somebody else or another course."""
    return step.kind not in ("sign-off", "course")


def _place(step: Step) -> tuple[str, str, str]:
    return step.kind, step.module_key, step.key
