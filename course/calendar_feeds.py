"""The address at which somebody's calendar program reads their dates.

Whoever knows the address reads it, so it holds a secret that nobody can guess; only the
hash is kept. A new address closes the one before, and it can be closed without another.
"""

from datetime import datetime
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload

from course.errors import OperationConflict
from course.models import CalendarKey, Cohort, CohortTrainer, Enrolment, User
from course.said_of_oneself import add_row, is_latest
from course.tokens import hash_secret
from course.turns import hold_people


def renew_address(
    session: Session, person: User, *, op: UUID, now: datetime
) -> tuple[CalendarKey, str | None]:
    """A new secret for a person's calendar, which is told this once.

    Sent again there is no secret to tell, since none was kept.
    Raises ``OperationConflict``.
    """
    secret = token_urlsafe(32)
    row, is_new = _add(session, person, hash_secret(secret), op=op, now=now)
    return row, secret if is_new else None


def revoke_address(
    session: Session, person: User, *, op: UUID, now: datetime
) -> tuple[CalendarKey, bool]:
    """Close a person's address; whether this made a new row.

    Raises ``OperationConflict``.
    """
    return _add(session, person, None, op=op, now=now)


def key_of(session: Session, person: User) -> CalendarKey | None:
    """The key by which a person's calendar is read, or nothing while it is closed."""
    row = session.scalar(
        select(CalendarKey)
        .where(CalendarKey.user_id == person.id)
        .order_by(CalendarKey.number.desc())
        .limit(1)
    )
    return row if row is not None and row.secret_hash else None


def person_of_address(session: Session, secret: str) -> User | None:
    """Whose calendar this is, while the address holds and the account is open."""
    return session.scalar(
        select(User)
        .join(CalendarKey, CalendarKey.user_id == User.id)
        .where(
            CalendarKey.secret_hash == hash_secret(secret),
            is_latest(CalendarKey),
            User.closed_at.is_(None),
        )
    )


def cohorts_in_calendar(session: Session, person: User) -> list[Cohort]:
    """The cohorts in which somebody learns, unless withdrawn, or which they lead."""
    learns = exists(
        select(Enrolment.id).where(
            Enrolment.cohort_id == Cohort.id,
            Enrolment.user_id == person.id,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.run > 0,
        )
    )
    leads = exists(
        select(CohortTrainer.cohort_id).where(
            CohortTrainer.cohort_id == Cohort.id, CohortTrainer.user_id == person.id
        )
    )
    is_there = or_(learns, leads) if person.is_trainer else learns
    return list(
        session.scalars(
            select(Cohort)
            .where(is_there)
            .options(joinedload(Cohort.edition))
            .order_by(Cohort.id)
        )
    )


def _add(
    session: Session,
    person: User,
    secret_hash: str | None,
    *,
    op: UUID,
    now: datetime,
) -> tuple[CalendarKey, bool]:
    hold_people(session, [person.id])
    repeated = session.scalar(select(CalendarKey).where(CalendarKey.uuid == op))
    if repeated is not None:
        is_same = (repeated.secret_hash is None) == (secret_hash is None)
        if repeated.user_id != person.id or not is_same:
            raise OperationConflict
        return repeated, False
    said = {"secret_hash": secret_hash}
    return add_row(session, CalendarKey, person, said, op=op, now=now), True
