"""How an invented learner studies: a story told act by act, each at its moment.

The story is a generator. It yields the moment of its next act and, when that moment
has come, does it through the verbs that a real learner's request would call. Many
stories are thus told together, in the order in which things happened.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from course import (
    attempts,
    editions,
    enrolments,
    progress,
    responses,
    submissions,
)
from course.accommodations import allowance_of
from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.course_module import CourseModule
from course.models import Enrolment, User
from course.outline import Course
from learner_api.demonstration.answering import answer_of
from learner_api.demonstration.people import Habits, Official
from quizzes import Quiz

Story: TypeAlias = Iterator[datetime]
Telling: TypeAlias = Generator[datetime, None, datetime]

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class World:
    """What every story is told with."""

    session: Session
    catalogue: Catalogue
    course: Course
    office: AwardOffice
    trainer: User
    opened_at: datetime
    random: Random

    def operation(self) -> UUID:
        """The name of one act, drawn like everything else here."""
        return operation(self.random)


def operation(random: Random) -> UUID:
    """The name of one act."""
    return UUID(int=random.getrandbits(128), version=4)


def study(world: World, enrolment: Enrolment, official: Official) -> Story:
    """One learner's way through the course, as far as their habits take them."""
    habits = official.habits
    begins = world.opened_at + timedelta(days=habits.begins)
    moment = _at_work(begins, world.random)
    for step, (module, lesson_key) in enumerate(_steps(world.course)):
        if step == habits.steps:
            break
        if lesson_key is not None:
            moment = yield from _read(world, enrolment, module, lesson_key, moment)
        elif module.quiz_key is not None:
            moment = yield from _pass(world, enrolment, module.quiz_key, habits, moment)
        moment = _next_sitting(moment, habits.pause, world.random)
    if official.withdraws is not None:
        yield moment
        enrolments.withdraw(
            world.session,
            enrolment,
            reason=official.withdraws,
            now=moment,
            by=world.trainer,
        )


def _steps(course: Course) -> Iterator[tuple[CourseModule, str | None]]:
    """Lessons by key in the order of the course; a module's quiz has none."""
    for module in course.modules:
        for key in module.lesson_keys():
            yield module, key
        if module.quiz_key is not None:
            yield module, None


def _read(
    world: World,
    enrolment: Enrolment,
    module: CourseModule,
    lesson_key: str,
    moment: datetime,
) -> Telling:
    yield moment
    learner = enrolment.user
    progress.open_lesson(
        world.session, enrolment.id, module.key, lesson_key, now=moment, by=learner
    )
    moment += timedelta(seconds=world.random.randint(400, 1500))
    yield moment
    progress.complete_lesson(
        world.session,
        enrolment,
        module.key,
        lesson_key,
        op=world.operation(),
        now=moment,
        office=world.office,
        by=learner,
    )
    return moment


def _pass(
    world: World, enrolment: Enrolment, quiz_key: str, habits: Habits, moment: datetime
) -> Telling:
    """Sit the quiz until it is passed or no attempt is left."""
    quiz = world.catalogue.quiz(quiz_key)
    allowance = allowance_of(world.session, enrolment, quiz_key)
    for sitting in range(allowance.attempts_allowed(quiz) or 2):
        if sitting:
            moment = _next_sitting(moment, habits.pause, world.random)
        # Who has read the feedback does a little better the next time.
        skill = habits.skill + 0.1 * sitting
        moment, passed = yield from _sit(world, enrolment, quiz, skill, moment)
        if passed:
            break
    return moment


def _sit(
    world: World, enrolment: Enrolment, quiz: Quiz, skill: float, moment: datetime
) -> Generator[datetime, None, tuple[datetime, bool]]:
    session, learner = world.session, enrolment.user
    yield moment
    attempt, _ = attempts.start_attempt(
        session,
        enrolment,
        quiz,
        op=world.operation(),
        seed=world.random.getrandbits(31),
        now=moment,
        office=world.office,
        by=learner,
    )
    quiz = editions.sheet_of(session, attempt)
    for question in quiz.questions:
        moment += timedelta(seconds=world.random.randint(20, 120))
        answer = answer_of(question, skill, world.random)
        if answer is None:
            continue
        yield moment
        responses.save_response(
            session,
            attempt,
            quiz,
            question.key,
            answer,
            op=world.operation(),
            now=moment,
            by=learner,
        )
    moment += timedelta(seconds=world.random.randint(30, 90))
    yield moment
    receipt = submissions.submit_attempt(
        session, attempt, quiz, now=moment, office=world.office, by=learner
    )
    return moment, bool(receipt.mark and receipt.mark.passed)


def _next_sitting(moment: datetime, pause: int, random: Random) -> datetime:
    """A little later the same day, or at work again after a pause."""
    if random.random() < 0.5:
        return moment + timedelta(minutes=random.randint(2, 25))
    return _at_work(moment + timedelta(days=random.randint(1, 2 * pause)), random)


def _at_work(moment: datetime, random: Random) -> datetime:
    """That day between eight and four, or Monday if it is a weekend."""
    past_friday = moment.weekday() - _SATURDAY
    days = 2 - past_friday if past_friday >= 0 else 0
    return (moment + timedelta(days=days)).replace(
        hour=random.randint(8, 15),
        minute=random.randint(0, 59),
        second=random.randint(0, 59),
    )
