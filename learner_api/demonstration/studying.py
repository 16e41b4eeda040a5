"""How an invented learner studies: a story told act by act, each at its moment.

The story is a generator. It yields the moment of its next act and, when that moment
has come, does it through the verbs that a real learner's request would call. Many
stories are thus told together, in the order in which things happened.
"""

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias

from course import (
    attempts,
    editions,
    enrolments,
    progress,
    responses,
    submissions,
)
from course.accommodations import allowance_of
from course.models import Enrolment
from course.outline import Course
from learner_api.demonstration.answering import answer_of
from learner_api.demonstration.people import Official
from learner_api.demonstration.saying import say_how_it_was
from learner_api.demonstration.student import (
    Story,
    Student,
    Telling,
    World,
    at_work,
    next_sitting,
    operation,
)
from learner_api.demonstration.writing import write_roadmap, write_scoping
from quizzes import Quiz

LessonPlace: TypeAlias = tuple[str, str]

_KNOWN_BEFORE = 0.6
# The quiz of the module whose task is the first worksheet.
_SCOPED_AFTER = "situation-analysis"
_BEGUN = 2


def study(world: World, enrolment: Enrolment, official: Official) -> Story:
    """One learner's way through the course, as far as their habits take them."""
    random = Random(official.mailbox)  # noqa: S311  # nothing secret is drawn from it
    student, habits = (
        Student(world, enrolment, official.habits, random),
        official.habits,
    )
    # Who writes draws lots of their own, so that studying is as it would be without.
    pen = Random(f"{official.mailbox} writes")  # noqa: S311  # as above
    writer = Student(world, enrolment, habits, pen)
    moment = at_work(world, world.opened_at + timedelta(days=habits.begins), random)
    if habits.steps != 0 and not habits.skips_pre_test:
        for quiz_key in _tests_before(world.course):
            moment = yield from _pass(student, quiz_key, moment)
    for step in list(_steps(world.course))[: habits.steps]:
        if isinstance(step, str):
            moment = yield from _pass(student, step, moment)
        else:
            moment = yield from _read(student, step, moment)
        moment = next_sitting(student, moment)
        if step == _SCOPED_AFTER:
            moment = yield from write_scoping(writer, official, moment)
    if official.roadmap != "none":
        moment = yield from write_roadmap(writer, official, moment)
    if official.withdraws is not None:
        yield moment
        enrolments.withdraw(
            world.session,
            enrolment,
            reason=official.withdraws,
            now=moment,
            by=world.trainer,
        )
    # Who has only begun says nothing yet.
    if habits.steps is None or habits.steps > _BEGUN:
        yield from say_how_it_was(student, moment)


def sit_tests(student: Student, purposes: tuple[str, ...], moment: datetime) -> Telling:
    """Sit the tests of the course that are for these purposes, each once."""
    catalogue = student.world.catalogue
    for each in student.world.course.assessments:
        if each.purpose in purposes:
            quiz = catalogue.quiz(each.key)
            skill = student.habits.skill
            if each.purpose == "pre-test":
                skill *= _KNOWN_BEFORE
            moment, _is_over = yield from _sit(student, quiz, skill, moment)
    return moment


def _tests_before(course: Course) -> list[str]:
    return [each.key for each in course.assessments if each.purpose == "pre-test"]


def _steps(course: Course) -> Iterator[LessonPlace | str]:
    """Lessons by module and key, and quizzes by key, in the order of the course."""
    for module in course.modules:
        yield from ((module.key, key) for key in module.lesson_keys())
        if module.quiz_key is not None:
            yield module.quiz_key
    before = _tests_before(course)
    yield from (each.key for each in course.assessments if each.key not in before)


def _read(student: Student, place: LessonPlace, moment: datetime) -> Telling:
    world, enrolment = student.world, student.enrolment
    yield moment
    progress.open_lesson(
        world.session, enrolment.id, *place, now=moment, by=student.learner
    )
    moment += timedelta(seconds=student.random.randint(400, 1500))
    yield moment
    progress.complete_lesson(
        world.session,
        enrolment,
        *place,
        op=operation(student.random),
        now=moment,
        office=world.office,
        by=student.learner,
    )
    return moment


def _pass(student: Student, quiz_key: str, moment: datetime) -> Telling:
    """Sit the quiz until it is passed or no attempt is left; a mere test, once."""
    world, habits = student.world, student.habits
    quiz = world.catalogue.quiz(quiz_key)
    allowance = allowance_of(world.session, student.enrolment, quiz_key)
    sittings = allowance.attempts_allowed(quiz) or 2
    for sitting in range(1 if quiz.only_measures else sittings):
        if sitting:
            rested = moment + timedelta(hours=quiz.wait_hours)
            moment = next_sitting(student, rested)
        # Who has read the feedback does a little better the next time.
        skill = habits.skill + 0.1 * sitting
        if quiz.purpose == "pre-test":
            skill *= _KNOWN_BEFORE
        moment, is_over = yield from _sit(student, quiz, skill, moment)
        if is_over:
            break
    return moment


def _sit(
    student: Student, quiz: Quiz, skill: float, moment: datetime
) -> Generator[datetime, None, tuple[datetime, bool]]:
    """One sitting, and whether there is nothing more to do: passed, or to be marked."""
    world, random, learner = student.world, student.random, student.learner
    yield moment
    attempt, _ = attempts.start_attempt(
        world.session,
        student.enrolment,
        quiz,
        op=operation(random),
        seed=random.getrandbits(31),
        now=moment,
        office=world.office,
        by=learner,
    )
    quiz = editions.sheet_of(world.session, attempt)
    slowest = _slowest_answer(quiz)
    for question in quiz.questions:
        moment += timedelta(seconds=random.randint(slowest // 6, slowest))
        answer = answer_of(question, skill, random)
        if answer is None:
            continue
        yield moment
        responses.save_response(
            world.session,
            attempt,
            quiz,
            question.key,
            answer,
            op=operation(random),
            now=moment,
            by=learner,
        )
    moment += timedelta(seconds=random.randint(30, 90))
    yield moment
    receipt = submissions.submit_attempt(
        world.session, attempt, quiz, now=moment, office=world.office, by=learner
    )
    return moment, receipt.mark is None or receipt.mark.passed


def _slowest_answer(quiz: Quiz) -> int:
    """The most seconds for one question: two minutes, or what the time limit leaves."""
    if quiz.time_limit is None:
        return 120
    return min(120, quiz.time_limit * 45 // len(quiz.questions))
