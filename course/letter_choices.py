"""Whether somebody wants letters of one kind: yes, unless what they said last is no.

A kind of letter has a table of choices of its own, to which each change is added.
"""

from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from course.models import DigestChoice, ReminderChoice, User

Choice: TypeAlias = type[DigestChoice | ReminderChoice]


def unwilling(kind: Choice) -> Select[int]:
    """The ids of those whose last word on this kind of letter was no."""
    choice, newer = aliased(kind), aliased(kind)
    return (
        select(choice.user_id)
        .outerjoin(newer, (newer.user_id == choice.user_id) & (newer.id > choice.id))
        .where(newer.id.is_(None), choice.is_wanted.is_(False))
    )


def wants(session: Session, kind: Choice, person: User) -> bool:
    """Whether somebody wants letters of this kind."""
    said = session.scalar(
        select(kind.is_wanted)
        .where(kind.user_id == person.id)
        .order_by(kind.id.desc())
        .limit(1)
    )
    return said is not False


def choose(
    session: Session, kind: Choice, person: User, *, is_wanted: bool, now: datetime
) -> None:
    """Keep whether somebody wants letters of this kind. Said again, it is said once."""
    if wants(session, kind, person) != is_wanted:
        session.add(
            kind(
                user_id=person.id,
                is_wanted=is_wanted,
                actor_id=person.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
        session.flush()
