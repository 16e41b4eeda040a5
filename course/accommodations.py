"""Extra time and extra attempts: what a learner is allowed at a quiz."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from course.models import Accommodation, AccommodationEnd, Enrolment
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


def allowance_of(session: Session, enrolment: Enrolment, quiz_key: str) -> Allowance:
    """What accommodations in force add for this learner at this quiz."""
    return allowances_of(session, [enrolment])[enrolment.id].at(quiz_key)


@dataclass(frozen=True, slots=True)
class Allowances:
    """The accommodations in force for one enrolment, at whichever quiz."""

    given: tuple[Accommodation, ...]

    def at(self, quiz_key: str) -> Allowance:
        """What they add at this quiz: the longest time, and all attempts together."""
        here = [each for each in self.given if each.quiz_key in (None, quiz_key)]
        return Allowance(
            extra_time_percent=max((e.extra_time_percent for e in here), default=0),
            extra_attempts=sum(each.extra_attempts for each in here),
        )


def allowances_of(
    session: Session, enrolments: Iterable[Enrolment]
) -> Mapping[int, Allowances]:
    """The accommodations in force for each enrolment by its id: one statement."""
    asked = list(enrolments)
    users = {each.user_id for each in asked}
    cohorts = {each.cohort_id for each in asked if each.cohort_id is not None}
    found = session.scalars(
        select(Accommodation)
        .where(
            or_(Accommodation.user_id.in_(users), Accommodation.cohort_id.in_(cohorts)),
            ~exists(
                select(AccommodationEnd.id).where(
                    AccommodationEnd.accommodation_id == Accommodation.id
                )
            ),
        )
        .order_by(Accommodation.id)
    ).all()
    return {
        enrolment.id: Allowances(
            tuple(each for each in found if _concerns(each, enrolment))
        )
        for enrolment in asked
    }


def _concerns(accommodation: Accommodation, enrolment: Enrolment) -> bool:
    if accommodation.user_id is not None:
        return accommodation.user_id == enrolment.user_id
    return accommodation.cohort_id == enrolment.cohort_id
