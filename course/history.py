"""What was done to an account or an enrolment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from course.models import (
    AccountEvent,
    Enrolment,
    EnrolmentEvent,
    User,
)
from course.places import stands


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One thing that was done to an account, and the name of whoever did it."""

    event: AccountEvent
    by: str | None


@dataclass(frozen=True, slots=True)
class EnrolmentEntry:
    """One thing that moved an enrolment, and the name of whoever did it.

    ``is_undone``: it was taken back since.
    """

    event: EnrolmentEvent
    by: str | None
    is_undone: bool


def account_history(session: Session, person: User) -> list[AccountEntry]:
    """Everything that was done to this person's account, the latest first."""
    actor = aliased(User)
    found = session.execute(
        select(AccountEvent, actor.name)
        .outerjoin(actor, actor.id == AccountEvent.actor_id)
        .where(AccountEvent.user_id == person.id)
        .order_by(AccountEvent.id.desc())
    )
    return [AccountEntry(event, name) for event, name in found]


def enrolment_history(session: Session, enrolment: Enrolment) -> list[EnrolmentEntry]:
    """Everything that moved this enrolment, the latest first."""
    actor = aliased(User)
    found = session.execute(
        select(EnrolmentEvent, actor.name, ~stands())
        .outerjoin(actor, actor.id == EnrolmentEvent.actor_id)
        .where(EnrolmentEvent.enrolment_id == enrolment.id)
        .order_by(EnrolmentEvent.id.desc())
    )
    return [EnrolmentEntry(*row) for row in found]
