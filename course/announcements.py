"""Announcements: what trainers tell the whole cohort at once.

A correction is a new version and a withdrawal a last one: nothing that was said leaves
the record. The first version is mailed to every learner who is still in the cohort; a
later one only where the trainer asks for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import outbox
from course.models import Announcement, Cohort, Enrolment, User
from course.operations import made_by
from course.telling_errors import AnnouncementWithdrawn

MOST_LETTERS = 4_000

AnnouncementLetter = Callable[[User, Cohort, Announcement], outbox.Words]
"""From a learner, their cohort and what is announced to a subject and a body."""


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement as it stands: its latest version, and when it was first made."""

    latest: Announcement
    posted_at: datetime
    by: str

    @property
    def is_withdrawn(self) -> bool:
        return self.latest.withdrawn_because is not None


def post_announcement(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    title: str,
    body: str,
    announcement: UUID | None = None,
    mail: bool,
    letter: AnnouncementLetter,
    now: datetime,
    by: User,
) -> tuple[Announcement, bool]:
    """Announce something, or let an announcement say something else from now on.

    Whether this made a new row comes with it. The cohort is locked by the caller, to
    whom it is visible; so is the ``announcement``. Raises ``AnnouncementWithdrawn`` and
    ``OperationConflict``.
    """
    said = {
        "cohort_id": cohort.id,
        "announcement": announcement or op,
        "title": title,
        "body": body,
        "is_mailed": mail,
        "withdrawn_because": None,
    }
    row, is_new = _add(session, said, op=op, now=now, by=by)
    if is_new and mail:
        _mail(session, cohort, row, letter, now=now)
    return row, is_new


def withdraw_announcement(
    session: Session,
    latest: Announcement,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[Announcement, bool]:
    """Take an announcement back; whether this made a new row.

    Letters that have not left yet are stopped. The cohort is locked by the caller.
    Raises ``AnnouncementWithdrawn`` and ``OperationConflict``.
    """
    said = {
        "cohort_id": latest.cohort_id,
        "announcement": latest.announcement,
        "title": latest.title,
        "body": latest.body,
        "is_mailed": False,
        "withdrawn_because": reason,
    }
    row, is_new = _add(session, said, op=op, now=now, by=by)
    if is_new:
        people = _learners(session, latest.cohort_id)
        occasions = [
            occasion_of(row.announcement, number, person)
            for number in range(1, row.number)
            for person in people
        ]
        outbox.stop(session, occasions, now=now)
    return row, is_new


def announcements_of(session: Session, cohort: Cohort) -> list[Announced]:
    """All that was announced to a cohort, the newest first: one statement.

    Those that were withdrawn too, which are for staff alone.
    """
    rows = session.execute(
        select(Announcement, User.name)
        .join(User, User.id == Announcement.actor_id)
        .where(Announcement.cohort_id == cohort.id)
        .order_by(Announcement.id)
    )
    found: dict[UUID, Announced] = {}
    for row, name in rows:
        first = found.get(row.announcement)
        found[row.announcement] = Announced(
            row, first.posted_at if first else row.recorded_at, name
        )
    return list(reversed(found.values()))


def latest_of(
    session: Session, cohort: Cohort, announcement: UUID
) -> Announcement | None:
    """The latest version of an announcement of this cohort, if there is one."""
    return session.scalar(
        select(Announcement)
        .where(
            Announcement.cohort_id == cohort.id,
            Announcement.announcement == announcement,
        )
        .order_by(Announcement.number.desc())
        .limit(1)
    )


def occasion_of(announcement: UUID, number: int, person: User) -> str:
    """What makes the letter about a version to somebody one letter."""
    return f"announcement:{announcement}:{number}:{person.id}"


def _add(
    session: Session, said: dict[str, Any], *, op: UUID, now: datetime, by: User
) -> tuple[Announcement, bool]:
    repeated = made_by(session, Announcement, op, said)
    if repeated is not None:
        return repeated, False
    before = session.scalar(
        select(Announcement)
        .where(Announcement.announcement == said["announcement"])
        .order_by(Announcement.number.desc())
        .limit(1)
    )
    if before is not None and before.withdrawn_because is not None:
        raise AnnouncementWithdrawn
    row = Announcement(
        uuid=op,
        number=before.number + 1 if before else 1,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    session.add(row)
    session.flush()
    return row, True


def _mail(
    session: Session,
    cohort: Cohort,
    row: Announcement,
    letter: AnnouncementLetter,
    *,
    now: datetime,
) -> None:
    letters = [
        (
            person,
            letter(person, cohort, row),
            occasion_of(row.announcement, row.number, person),
        )
        for person in _learners(session, cohort.id)
    ]
    outbox.tell_all(session, letters, now=now)


def _learners(session: Session, cohort_id: int) -> Sequence[User]:
    """Who learns in the cohort and was not withdrawn, each once."""
    is_there = (
        select(Enrolment.id)
        .where(
            Enrolment.cohort_id == cohort_id,
            Enrolment.user_id == User.id,
            Enrolment.withdrawn_at.is_(None),
            Enrolment.run > 0,
        )
        .exists()
    )
    return session.scalars(select(User).where(is_there).order_by(User.id)).all()
