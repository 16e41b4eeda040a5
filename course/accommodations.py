"""Extra time and extra attempts: what a learner is allowed, and who granted it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from course.models import Accommodation, AccommodationEnd, Cohort, Enrolment, User
from course.policy import visible_accommodations
from quizzes import Quiz


@dataclass(frozen=True, slots=True)
class Allowance:
    """What accommodations add to the rules of a quiz for one learner."""

    extra_time_percent: int = 0
    extra_attempts: int = 0

    def attempts_allowed(self, quiz: Quiz) -> int | None:
        """How many attempts the learner has at this quiz; nothing for no limit."""
        if quiz.attempts_allowed is None:
            return None
        return quiz.attempts_allowed + self.extra_attempts

    def attempts_left(self, quiz: Quiz, used: int) -> int | None:
        """How many more attempts the learner has; nothing for no limit."""
        allowed = self.attempts_allowed(quiz)
        return None if allowed is None else max(allowed - used, 0)

    def closes_at(self, quiz: Quiz, started_at: datetime) -> datetime | None:
        """When an attempt that began then is over; nothing for no limit."""
        if quiz.time_limit is None:
            return None
        seconds = quiz.time_limit * 60 * (100 + self.extra_time_percent) // 100
        return started_at + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Allowances:
    """The accommodations in force for one enrolment, at whichever quiz."""

    given: tuple[Accommodation, ...] = ()

    def at(self, quiz_key: str) -> Allowance:
        """What they add at this quiz: the longest time, and all attempts together."""
        here = [each for each in self.given if each.quiz_key in (None, quiz_key)]
        return Allowance(
            extra_time_percent=max((e.extra_time_percent for e in here), default=0),
            extra_attempts=sum(each.extra_attempts for each in here),
        )


def allowance_of(session: Session, enrolment: Enrolment, quiz_key: str) -> Allowance:
    """What accommodations in force add for this learner at this quiz."""
    return allowances_of(session, [enrolment])[enrolment.id].at(quiz_key)


def allowances_of(
    session: Session, enrolments: Iterable[Enrolment]
) -> Mapping[int, Allowances]:
    """The accommodations in force for each enrolment by its id: one statement."""
    asked = list(enrolments)
    users = {each.user_id for each in asked}
    cohorts = {each.cohort_id for each in asked if each.cohort_id is not None}
    found = session.scalars(
        _in_force(), {"users": sorted(users), "cohorts": sorted(cohorts)}
    )
    of_user: dict[int | None, list[Accommodation]] = {}
    of_cohort: dict[int | None, list[Accommodation]] = {}
    for each in found:
        held = of_cohort if each.user_id is None else of_user
        holder = each.cohort_id if each.user_id is None else each.user_id
        held.setdefault(holder, []).append(each)
    return {
        one.id: Allowances(
            (*of_user.get(one.user_id, ()), *of_cohort.get(one.cohort_id, ()))
        )
        for one in asked
    }


@cache
def _in_force() -> Select[Accommodation]:
    """What these people and cohorts are allowed: built once, and asked everywhere."""
    of_users = Accommodation.user_id.in_(bindparam("users", expanding=True))
    of_cohorts = Accommodation.cohort_id.in_(bindparam("cohorts", expanding=True))
    return (
        select(Accommodation)
        .where(or_(of_users, of_cohorts), ~_is_ended())
        .order_by(Accommodation.id)
    )


@dataclass(frozen=True, slots=True)
class Granted:
    """An accommodation as the record tells it: who gave it, and whether it ended."""

    accommodation: Accommodation
    by: str | None
    end: AccommodationEnd | None
    ended_by: str | None


def granted_to(
    session: Session,
    asker: User,
    holder: Enrolment | Cohort | None = None,
    *,
    after: Accommodation | None = None,
    limit: int = 1000,
) -> list[Granted]:
    """What was granted, ended or not, the latest first: one statement.

    To a cohort; or to a learner, what their cohort holds included; or to everybody
    whom the asker answers for. ``after`` is the last one seen.
    """
    query = (
        _granted(asker)
        .where(_concerns(holder))
        .order_by(Accommodation.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(Accommodation.id < after.id)
    return [Granted(*row) for row in session.execute(query)]


def find_granted(session: Session, asker: User, uuid: UUID) -> Granted | None:
    """The accommodation of this name if the asker may read why it was given."""
    row = session.execute(
        _granted(asker).where(Accommodation.uuid == uuid)
    ).one_or_none()
    return None if row is None else Granted(*row)


def _granted(
    asker: User,
) -> Select[Accommodation, str, AccommodationEnd, str]:
    giver, ender = aliased(User), aliased(User)
    return (
        select(Accommodation, giver.name, AccommodationEnd, ender.name)
        .outerjoin(giver, giver.id == Accommodation.actor_id)
        .outerjoin(
            AccommodationEnd, AccommodationEnd.accommodation_id == Accommodation.id
        )
        .outerjoin(ender, ender.id == AccommodationEnd.actor_id)
        .where(visible_accommodations(asker))
        .options(joinedload(Accommodation.user), joinedload(Accommodation.cohort))
    )


def _concerns(holder: Enrolment | Cohort | None) -> ColumnElement[bool]:
    if holder is None:
        return true()
    if isinstance(holder, Cohort):
        return Accommodation.cohort_id == holder.id
    held_in_person = Accommodation.user_id == holder.user_id
    if holder.cohort_id is None:
        return held_in_person
    return held_in_person | (Accommodation.cohort_id == holder.cohort_id)


def _is_ended() -> ColumnElement[bool]:
    return exists(
        select(AccommodationEnd.id).where(
            AccommodationEnd.accommodation_id == Accommodation.id
        )
    )
