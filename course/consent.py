"""Accepting the privacy notice: once a version, by the person and by nobody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from course.database import insert_once
from course.door_errors import StaleNotice
from course.errors import OperationConflict
from course.models import NoticeAcceptance, User
from course.notices import Notice

# Built once, since whoever comes first to a server is asked by it.
_LATEST = (
    select(NoticeAcceptance.version)
    .where(NoticeAcceptance.user_id == bindparam("person"))
    .order_by(NoticeAcceptance.id)
)


def accept_notice(
    session: Session,
    person: User,
    notice: Notice,
    version: str,
    *,
    op: UUID,
    now: datetime,
    given_at: datetime | None = None,
) -> tuple[NoticeAcceptance, bool]:
    """Note that a person accepts the notice in force; whether this is new.

    ``version`` is the one that the person read: raises ``StaleNotice`` when another is
    in force by now. ``given_at`` is when they said so, where that was before.
    """
    if version != notice.version:
        raise StaleNotice(notice.version)
    by_op = session.scalar(select(NoticeAcceptance).where(NoticeAcceptance.uuid == op))
    if by_op is not None and (by_op.user_id, by_op.version) != (person.id, version):
        raise OperationConflict
    made = session.execute(
        insert_once(session, NoticeAcceptance)
        .values(
            uuid=op,
            user_id=person.id,
            version=version,
            actor_id=person.id,
            occurred_at=given_at or now,
            recorded_at=now,
        )
        .on_conflict_do_nothing()
        .returning(NoticeAcceptance.id)
    ).first()
    accepted = session.scalars(
        select(NoticeAcceptance).where(
            NoticeAcceptance.user_id == person.id,
            NoticeAcceptance.version == version,
        )
    ).one()
    return accepted, made is not None


def versions_accepted(session: Session, person: User) -> tuple[str, ...]:
    """The versions that a person has accepted, the latest last."""
    return tuple(session.scalars(_LATEST, {"person": person.id}))
