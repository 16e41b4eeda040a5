"""The threads of a room, as its list names them: what was written last comes first.

How many statements it takes does not follow the number of posts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from course.models import Post, PostAct, ThreadAnswer, ThreadSummary, User
from course.post_states import SHOWN, VISIBLE
from course.rooms import Room


@dataclass(frozen=True, slots=True)
class ThreadShown:
    """A thread in the list of its room. Without a post it is the module's question."""

    uuid: UUID
    opening: Post | None
    writer: str | None
    state: str
    posts: int
    latest_id: int
    latest_at: datetime | None
    has_answer: bool
    has_summary: bool


def has_thread(session: Session, room: Room, thread: UUID) -> bool:
    """Whether the room has a thread of this name."""
    if thread == room.question:
        return True
    found = session.scalar(
        select(Post.id).where(
            Post.uuid == thread,
            Post.title.is_not(None),
            Post.cohort_id == room.cohort.id,
            Post.module_key == room.module.key,
        )
    )
    return found is not None


def list_threads(
    session: Session,
    room: Room,
    *,
    after: ThreadShown | None = None,
    limit: int = 50,
) -> list[ThreadShown]:
    """The threads that people opened in a room, what was written last first."""
    before = after.latest_id if after else None
    query = _threads(room, Post.thread != room.question, before=before).limit(limit)
    return [_thread(row) for row in session.execute(query)]


def find_thread(session: Session, room: Room, thread: UUID) -> ThreadShown | None:
    """One thread as it stands in the list; the question is there without a post."""
    row = session.execute(_threads(room, Post.thread == thread)).one_or_none()
    if row is not None:
        return _thread(row)
    if thread != room.question:
        return None
    has_summary = session.scalar(
        select(ThreadSummary.id).where(ThreadSummary.thread == thread).limit(1)
    )
    return ThreadShown(
        uuid=thread,
        opening=None,
        writer=None,
        state=VISIBLE,
        posts=0,
        latest_id=0,
        latest_at=None,
        has_answer=False,
        has_summary=has_summary is not None,
    )


def _threads(
    room: Room, which: ColumnElement[bool], *, before: int | None = None
) -> Select[Any]:
    """Threads of a room in which somebody has written; ``before`` this post at last."""
    latest_id = func.max(Post.id)
    numbers = (
        select(Post.thread, func.count().label("posts"), latest_id.label("latest_id"))
        .where(
            Post.cohort_id == room.cohort.id,
            Post.module_key == room.module.key,
            which,
        )
        .group_by(Post.thread)
        .having(true() if before is None else latest_id < before)
        .subquery()
    )
    opening, latest = aliased(Post), aliased(Post)
    act, later = aliased(PostAct), aliased(PostAct)
    answer, newer = aliased(ThreadAnswer), aliased(ThreadAnswer)
    has_summary = (
        select(ThreadSummary.id)
        .where(ThreadSummary.thread == numbers.c.thread)
        .exists()
    )
    has_answer = (
        select(answer.id)
        .outerjoin(
            newer, (newer.thread == answer.thread) & (newer.number > answer.number)
        )
        .where(
            answer.thread == numbers.c.thread,
            answer.post_id.is_not(None),
            newer.id.is_(None),
        )
        .exists()
    )
    return (
        select(
            numbers.c.thread,
            opening,
            User.name,
            act.act,
            numbers.c.posts,
            numbers.c.latest_id,
            latest.recorded_at,
            has_answer,
            has_summary,
        )
        .join(latest, latest.id == numbers.c.latest_id)
        .outerjoin(opening, opening.uuid == numbers.c.thread)
        .outerjoin(User, User.id == opening.actor_id)
        .outerjoin(act, act.post_id == opening.id)
        .outerjoin(later, (later.post_id == act.post_id) & (later.number > act.number))
        .where(later.id.is_(None))
        .order_by(numbers.c.latest_id.desc())
    )


def _thread(row: Any) -> ThreadShown:
    uuid, opening, writer, act, *told = row
    state = VISIBLE if act in (None, SHOWN) else act
    return ThreadShown(uuid, opening, writer, state, *told)
