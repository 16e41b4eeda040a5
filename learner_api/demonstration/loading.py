"""Loading the demonstration: its people, their cohort, and twelve weeks of study."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from course import accounts, cohorts, editions, enrolments
from course.account_errors import RealPeoplePresent
from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.models import Cohort, User
from course.outline import Course
from course.passwords import password_matches
from learner_api.demonstration.calls import accept_notice, load_calls
from learner_api.demonstration.discussing import discuss
from learner_api.demonstration.people import (
    LEARNER,
    SIGN_INS,
    Official,
    invented_officials,
)
from learner_api.demonstration.reading import read_each_other
from learner_api.demonstration.scheduling import set_weeks
from learner_api.demonstration.student import Story, World, operation
from learner_api.demonstration.studying import study
from learner_api.demonstration.telling import tell
from learner_api.demonstration.workshop import workshop

SEED = 2010
# Sixteen weeks for forty hours, of which twelve have passed.
DAYS_OPEN = 84
DAYS_LEFT = 28


def demonstration_is_loaded(session: Session) -> bool:
    """Whether the people whose sign-ins are printed are all there."""
    found = session.scalar(select(func.count()).select_from(User).where(_signs_in()))
    return found == len(SIGN_INS)


def refuse_real_people(session: Session) -> None:
    """Raise ``RealPeoplePresent`` when anybody here was not invented."""
    real = session.scalar(
        select(func.count()).select_from(User).where(~User.is_demonstration)
    )
    if real:
        raise RealPeoplePresent(real)


def password_is_known(session: Session, password: str) -> bool:
    """Whether everybody whose sign-in is printed has this password."""
    hashes = session.scalars(select(User.password_hash).where(_signs_in()).distinct())
    return all(password_matches(password_hash, password) for password_hash in hashes)


def set_password_of_sign_ins(
    session: Session, password_hash: str, *, now: datetime
) -> None:
    """Give everybody whose sign-in is printed the password that is printed."""
    for person in session.scalars(select(User).where(_signs_in()).with_for_update()):
        accounts.set_password(session, person, password_hash, now=now)


def load_demonstration(
    session: Session,
    catalogue: Catalogue,
    course: Course,
    office: AwardOffice,
    *,
    password_hash: str,
    learners: int,
    now: datetime,
    told: Callable[[], None],
) -> None:
    """Load the three people who sign in, and a cohort of officials at work.

    Everything is done by the verbs of the course at moments of the last weeks;
    chance is seeded, so that every demonstration is much the same. ``told`` is called
    for each story that has been told up to now.
    """
    refuse_real_people(session)
    random = Random(SEED)  # noqa: S311  # nothing secret is drawn from it
    opened_at = (now - timedelta(days=DAYS_OPEN)).replace(hour=8, minute=0)
    prepared_at = opened_at - timedelta(days=10)
    administrator = _add_staff(session, "administrator", password_hash, prepared_at)
    trainer = _add_staff(session, "trainer", password_hash, prepared_at, administrator)
    cohort = _add_cohort(session, course, trainer, opened_at, prepared_at, random)
    world = World(session, catalogue, course, office, trainer, administrator, opened_at)
    set_weeks(world, cohort, prepared_at)
    stories = [
        _enrol(world, cohort, official, password_hash, prepared_at)
        for official in (LEARNER, *invented_officials(learners, random))
    ]
    others = [
        discuss(world, cohort),
        tell(world, cohort),
        *workshop(world, prepared_at, random),
    ]
    _tell([*stories, *others], now, told)
    read_each_other(world, cohort, now)
    load_calls(world, administrator, now)


def _signs_in() -> ColumnElement[bool]:
    return User.email.in_(SIGN_INS.values()) & User.is_demonstration


def _tell(stories: list[Story], now: datetime, told: Callable[[], None]) -> None:
    """Tell all stories together, act by act as time goes, until it is now."""
    waiting: list[tuple[datetime, int]] = []
    for number, story in enumerate(stories):
        _wait_for(waiting, number, story, now, told)
    while waiting:
        _, number = heapq.heappop(waiting)
        _wait_for(waiting, number, stories[number], now, told)


def _wait_for(
    waiting: list[tuple[datetime, int]],
    number: int,
    story: Story,
    now: datetime,
    told: Callable[[], None],
) -> None:
    moment = next(story, None)
    if moment is None or moment > now:
        told()
    else:
        heapq.heappush(waiting, (moment, number))


def _add_staff(
    session: Session,
    role: str,
    password_hash: str,
    now: datetime,
    by: User | None = None,
) -> User:
    names = {"administrator": "Tomasz Nowicki", "trainer": "Grace Adjei"}
    person = accounts.register_person(
        session,
        email=f"{role}@example.org",
        name=names[role],
        role=role,
        now=now,
        by=by,
        password_hash=password_hash,
        is_demonstration=True,
        profile={
            "gender": "male" if role == "administrator" else "female",
            "affiliation": "other-international",
            "organisation": "Course office",
        },
    )
    accept_notice(session, person, now)
    return person


def _add_cohort(
    session: Session,
    course: Course,
    trainer: User,
    opened_at: datetime,
    now: datetime,
    random: Random,
) -> Cohort:
    cohort, _ = cohorts.create_cohort(
        session,
        editions.course_edition(session, course, now=now),
        op=operation(random),
        key="planning-officials",
        title="Planning officials",
        mode="moderated",
        opens_on=opened_at.date(),
        closes_on=(opened_at + timedelta(days=DAYS_OPEN + DAYS_LEFT)).date(),
        now=now,
        by=trainer,
    )
    return cohort


def _enrol(
    world: World, cohort: Cohort, official: Official, password_hash: str, now: datetime
) -> Story:
    """Put an official into the cohort, and begin their story."""
    person = accounts.register_person(
        world.session,
        email=official.email,
        name=official.name,
        role="learner",
        now=now,
        by=world.trainer,
        password_hash=password_hash if official.answered else None,
        is_demonstration=True,
        profile={
            "country": official.country,
            "gender": official.gender,
            "affiliation": official.affiliation,
            "organisation": official.organisation,
            "age_band": official.age_band,
        },
    )
    if official.answered:
        accept_notice(world.session, person, now)
    enrolment = enrolments.enrol(
        world.session, person, cohort.edition, cohort=cohort, now=now, by=world.trainer
    )
    return study(world, enrolment, official)
