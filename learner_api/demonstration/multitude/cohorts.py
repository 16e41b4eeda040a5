"""The cohorts of the multitude and their trainers, who are few, by ordinary means."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course import accounts
from course.models import Cohort, CohortTrainer, User
from learner_api.demonstration.multitude import shape
from learner_api.demonstration.multitude.calendar import Group
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.ledger import name_of, stem_of
from learner_api.demonstration.multitude.moments import DAY, day_of, moment_of
from learner_api.demonstration.multitude.world import LedCohort
from learner_api.demonstration.people import DOMAIN

# Made so many days before they open.
_MADE_BEFORE = 40


def add_cohorts(
    session: Session,
    groups: Sequence[Group],
    editions: Sequence[Taught],
    trainer: User,
    *,
    seed: int,
    password_hash: str,
) -> list[LedCohort]:
    """Every cohort in the order in which they open, each with one who leads it.

    The ``trainer`` whose sign-in is printed leads the latest of them.
    """
    led = [group for group in groups if group.cohort is not None]
    if not led:
        return []
    trainers = _trainers(
        session, len(led), led[0].begins - 2 * _MADE_BEFORE, password_hash
    )
    trainers.append(trainer)
    share = -(-len(led) // len(trainers))
    stem = stem_of("cohort", seed)
    leaders = [trainers[place // share].id for place in range(len(led))]
    session.execute(
        insert(Cohort),
        [
            {
                "uuid": name_of(stem, place),
                "key": f"group-{place + 1}",
                "title": f"Group {place + 1}, {day_of(group.begins):%B %Y}",
                "course_key": editions[group.edition].course.key,
                "edition_id": editions[group.edition].edition.id,
                "mode": "moderated" if group.is_moderated else "self-paced",
                "opens_on": day_of(group.begins),
                "closes_on": day_of(group.begins + shape.COHORT_DAYS),
                "created_at": moment_of((group.begins - _MADE_BEFORE) * DAY),
                "created_by": leader,
            }
            for place, (group, leader) in enumerate(zip(led, leaders, strict=True))
        ],
    )
    made = session.scalars(
        select(Cohort.id).where(Cohort.key.startswith("group-")).order_by(Cohort.id)
    ).all()
    session.execute(
        insert(CohortTrainer),
        [
            {"cohort_id": number, "user_id": leader}
            for number, leader in zip(made, leaders, strict=True)
        ],
    )
    return [
        LedCohort(number, leader, group)
        for number, leader, group in zip(made, leaders, led, strict=True)
    ]


def _trainers(
    session: Session, cohorts: int, day: int, password_hash: str
) -> list[User]:
    """One for so many cohorts, beside the one who was there before."""
    people = [
        accounts.register_person(
            session,
            email=f"trainer.{number}@{DOMAIN}",
            name=f"Trainer {number}",
            role="trainer",
            now=moment_of(day * DAY),
            password_hash=password_hash,
            is_demonstration=True,
        )
        for number in range(1, cohorts // shape.TRAINER_LEADS + 1)
    ]
    session.flush()
    return people
