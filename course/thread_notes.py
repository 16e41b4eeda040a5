"""What a trainer says of a thread: which post answers it, and what it came to."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.discussion import state_of
from course.discussion_errors import PostNotOpen
from course.errors import NotPermitted, OperationConflict
from course.models import Post, ThreadAnswer, ThreadSummary, User
from course.operations import made_by
from course.post_states import VISIBLE
from course.rooms import Room

Note = TypeVar("Note", ThreadAnswer, ThreadSummary)
TRIES = 3


def mark_answer(
    session: Session,
    room: Room,
    thread: UUID,
    post: Post | None,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> tuple[ThreadAnswer, bool]:
    """Mark a post of the thread as its answer, or none; whether this is a new row.

    Raises ``NotPermitted``, ``PostNotOpen`` and ``OperationConflict``.
    """
    if not room.is_led:
        raise NotPermitted
    said = {"thread": thread, "post_id": post.id if post else None, "actor_id": by.id}
    repeated = _noted_by(session, ThreadAnswer, op, said)
    if repeated is not None:
        return repeated, False
    if post is not None and state_of(session, post) != VISIBLE:
        raise PostNotOpen
    return _note(session, ThreadAnswer, op, said, now=now)


def summarise_thread(
    session: Session,
    room: Room,
    thread: UUID,
    *,
    op: UUID,
    body: str,
    now: datetime,
    by: User,
) -> tuple[ThreadSummary, bool]:
    """Say what a thread came to; a later summary stands in place of an earlier one.

    Raises ``NotPermitted`` and ``OperationConflict``.
    """
    if not room.is_led:
        raise NotPermitted
    said = {"thread": thread, "body": body, "actor_id": by.id}
    repeated = _noted_by(session, ThreadSummary, op, said)
    if repeated is not None:
        return repeated, False
    return _note(session, ThreadSummary, op, said, now=now)


def _note(
    session: Session, kind: type[Note], op: UUID, said: dict[str, Any], *, now: datetime
) -> tuple[Note, bool]:
    """Add a row behind the latest; of two at once the later takes the next number."""
    for _ in range(TRIES):
        latest = session.scalar(
            select(func.max(kind.number)).where(kind.thread == said["thread"])
        )
        row = kind(
            uuid=op,
            number=(latest or 0) + 1,
            occurred_at=now,
            recorded_at=now,
            **said,
        )
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError:
            repeated = _noted_by(session, kind, op, said)
            if repeated is not None:
                return repeated, False
            continue
        return row, True
    raise OperationConflict


def _noted_by(
    session: Session, kind: type[Note], op: UUID, said: dict[str, Any]
) -> Note | None:
    """The row of this operation, or ``OperationConflict`` if it said another thing."""
    return made_by(session, kind, op, said)
