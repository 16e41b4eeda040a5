"""Loading the multitude: learner after learner is told, and written by thousands."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from course import accounts
from course.awards import AwardOffice
from course.letterhead import keep_pictures
from course.models import User
from learner_api.demonstration.multitude import bulk
from learner_api.demonstration.multitude.calendar import Group, groups
from learner_api.demonstration.multitude.cohorts import add_cohorts
from learner_api.demonstration.multitude.documents import Documents
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.ledger import Ledger
from learner_api.demonstration.multitude.lives import record_learner
from learner_api.demonstration.multitude.moments import DAY, day_number
from learner_api.demonstration.multitude.world import World
from learner_api.demonstration.people import SIGN_INS

CHUNK = 1000


def load_multitude(
    session: Session,
    editions: Sequence[Taught],
    office: AwardOffice,
    *,
    learners: int,
    seed: int,
    password_hash: str,
    now: datetime,
    told: Callable[[], None],
) -> None:
    """Write so many invented learners and their three years up to this day.

    The same number and seed on the same day make the same record. ``told`` is called
    for each learner. Memory does not grow with their number: no more than two chunks
    of them are ever held. The three people who sign in are there already.
    """
    today = day_number(now.date())
    trainer, administrator = _staff(session)
    random = Random(seed)  # noqa: S311  # nothing secret is drawn from it
    planned = groups(learners, today, random)
    cohorts = add_cohorts(
        session, planned, editions, trainer, seed=seed, password_hash=password_hash
    )
    keep_pictures(session, office.letterhead, now=now, by=None)
    session.flush()
    world = World(
        ledger=Ledger(bulk.first_numbers(session), seed),
        editions=editions,
        cohorts=cohorts,
        administrator=administrator.id,
        documents=Documents(session, office),
        password_hash=password_hash,
        random=random,
        now=today * DAY,
    )
    with bulk.ready(session):
        _write(session, world, planned, told)


def _staff(session: Session) -> tuple[User, User]:
    """The trainer and the administrator of the demonstration."""
    trainer = accounts.find_person(session, SIGN_INS["a trainer"])
    administrator = accounts.find_person(session, SIGN_INS["an administrator"])
    if trainer is None or administrator is None:
        raise LookupError("The demonstration has to be loaded first.")
    return trainer, administrator


def _write(
    session: Session, world: World, planned: Sequence[Group], told: Callable[[], None]
) -> None:
    """Tell of the next thousand while the last are being written."""
    with ThreadPoolExecutor(1) as writer:
        writing: Future[None] | None = None
        for _chunk in _chunks(world, planned, told):
            if writing is not None:
                writing.result()
            writing = writer.submit(bulk.write, session, world.ledger.taken())
        if writing is not None:
            writing.result()


def _chunks(
    world: World, planned: Sequence[Group], told: Callable[[], None]
) -> Iterator[int]:
    """Record every learner, and stop after each chunk for it to be taken away."""
    number = 0
    for group in planned:
        for _ in range(group.size):
            number += 1
            record_learner(world, group, number)
            told()
            if number % CHUNK == 0:
                yield number
    yield number
