"""Whether somebody wants letters of one kind: yes, unless what they said last is no.

A kind of letter has a table of choices of its own, to which each change is added.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from course.models import DigestChoice, ReminderChoice, User

DISCUSSION, REMINDERS = "discussion", "reminders"
KINDS: Final[Mapping[str, type[DigestChoice | ReminderChoice]]] = {
    DISCUSSION: DigestChoice,
    REMINDERS: ReminderChoice,
}
"""The kinds of letter that somebody may stop, and where they say so."""


def unwilling(kind: str) -> Select[int]:
    """The ids of those whose last word on this kind of letter was no."""
    choice, newer = aliased(KINDS[kind]), aliased(KINDS[kind])
    return (
        select(choice.user_id)
        .outerjoin(newer, (newer.user_id == choice.user_id) & (newer.id > choice.id))
        .where(newer.id.is_(None), choice.is_wanted.is_(False))
    )


def wants(session: Session, kind: str, person: User) -> bool:
    """Whether somebody wants letters of this kind."""
    said = KINDS[kind]
    last = session.scalar(
        select(said.is_wanted)
        .where(said.user_id == person.id)
        .order_by(said.id.desc())
        .limit(1)
    )
    return last is not False


def choose(
    session: Session, kind: str, person: User, *, is_wanted: bool, now: datetime
) -> None:
    """Keep whether somebody wants letters of this kind. Said again, it is said once."""
    if wants(session, kind, person) != is_wanted:
        session.add(
            KINDS[kind](
                user_id=person.id,
                is_wanted=is_wanted,
                actor_id=person.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
        session.flush()
