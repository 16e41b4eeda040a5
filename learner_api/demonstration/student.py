"""Whom a story is of, in which world, and when its next act comes."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.orm import Session

from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.models import Enrolment, User
from course.outline import Course
from learner_api.demonstration.people import Habits

Story: TypeAlias = Iterator[datetime]
Telling: TypeAlias = Generator[datetime, None, datetime]

_FRIDAY, _SATURDAY = 4, 5
_GOES_ON = 0.65


@dataclass(frozen=True, slots=True)
class World:
    """What every story is told with.

    ``unsaid`` holds what can still be written under each open question of a form, so
    that no two people write the same.
    """

    session: Session
    catalogue: Catalogue
    course: Course
    office: AwardOffice
    trainer: User
    administrator: User
    opened_at: datetime
    unsaid: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Student:
    """Whom a story is of. Their chances are their own, whatever others do."""

    world: World
    enrolment: Enrolment
    habits: Habits
    random: Random

    @property
    def learner(self) -> User:
        return self.enrolment.user


def operation(random: Random) -> UUID:
    """The name of one act."""
    return UUID(int=random.getrandbits(128), version=4)


def next_sitting(student: Student, moment: datetime) -> datetime:
    """A little later the same day, or at work again after a pause."""
    random, pause = student.random, student.habits.pause
    if random.random() < _GOES_ON:
        return moment + timedelta(minutes=random.randint(2, 25))
    later = moment + timedelta(days=random.randint(1, 2 * pause))
    return at_work(student.world, later, random)


def at_work(world: World, moment: datetime, random: Random) -> datetime:
    """That day between eight and four, or Monday if it is a weekend.

    The course opened on a Friday, whatever day of the week it was: so everybody does
    the same on whichever day their stories are told.
    """
    since = (moment.date() - world.opened_at.date()).days
    past_friday = (_FRIDAY + since) % 7 - _SATURDAY
    days = 2 - past_friday if past_friday >= 0 else 0
    return (moment + timedelta(days=days)).replace(
        hour=random.randint(8, 15),
        minute=random.randint(0, 59),
        second=random.randint(0, 59),
    )
