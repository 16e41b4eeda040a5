"""Reading what people write to each other: a thread, and its posts.

How many statements it takes does not follow the number of posts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from course.models import (
    Cohort,
    Post,
    PostAct,
    PostMention,
    PostText,
    ThreadAnswer,
    ThreadSummary,
    User,
)
from course.policy import discussed_cohorts, visible_cohorts
from course.post_states import SHOWN, VISIBLE
from course.rooms import Room
from course.thread_lists import has_thread

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post that the asker may come upon, and whether they lead its cohort."""

    post: Post
    is_led: bool


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post as it stands: what it says now, who wrote it, and what became of it.

    ``is_open`` is whether the asker reads what it says: a hidden or withdrawn one is
    read by its writer and by those who lead the cohort.
    """

    post: Post
    text: PostText
    writer: str
    act: PostAct | None
    mentions: tuple[str, ...]
    is_own: bool
    is_led: bool

    @property
    def state(self) -> str:
        """Visible, hidden or withdrawn, by the latest act."""
        return VISIBLE if self.act is None or self.act.act == SHOWN else self.act.act

    @property
    def is_open(self) -> bool:
        return self.state == VISIBLE or self.is_own or self.is_led

    @property
    def edited_at(self) -> datetime | None:
        return self.text.recorded_at if self.text.number > 1 else None


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread whole, but for its posts: those are read a page at a time."""

    uuid: UUID
    opening: PostShown | None
    posts: int
    answer: PostShown | None
    summary: ThreadSummary | None
    summary_by: str | None


def find_post(session: Session, asker: User, uuid: UUID) -> FoundPost | None:
    """The post of this name, if the asker may enter its room."""
    row = session.execute(
        select(Post, visible_cohorts(asker))
        .join(Cohort, Cohort.id == Post.cohort_id)
        .where(Post.uuid == uuid, discussed_cohorts(asker))
        .options(joinedload(Post.cohort))
    ).one_or_none()
    return None if row is None else FoundPost(row[0], bool(row[1]))


def read_thread(
    session: Session, room: Room, asker: User, thread: UUID
) -> Thread | None:
    """A thread with its opening, its marked answer and its summary, if it is there."""
    if not has_thread(session, room, thread):
        return None
    posts = session.scalar(select(func.count()).where(Post.thread == thread)) or 0
    answer = session.scalar(
        select(ThreadAnswer)
        .where(ThreadAnswer.thread == thread)
        .order_by(ThreadAnswer.number.desc())
        .limit(1)
    )
    summary = session.execute(
        select(ThreadSummary, User.name)
        .join(User, User.id == ThreadSummary.actor_id)
        .where(ThreadSummary.thread == thread)
        .order_by(ThreadSummary.number.desc())
        .limit(1)
    ).one_or_none()
    answer_id = answer.post_id if answer else None
    named = _shown(
        session,
        (Post.uuid == thread) | (Post.id == (answer_id or 0)),
        asker,
        is_led=room.is_led,
    )
    by_uuid = {each.post.uuid: each for each in named}
    marked = next((each for each in named if each.post.id == answer_id), None)
    return Thread(
        uuid=thread,
        opening=by_uuid.get(thread),
        posts=posts,
        answer=marked if marked and marked.state == VISIBLE else None,
        summary=summary[0] if summary else None,
        summary_by=summary[1] if summary else None,
    )


def posts_of(
    session: Session,
    room: Room,
    asker: User,
    thread: UUID,
    *,
    first: int = 0,
    after: int = 0,
    limit: int = PER_PAGE,
) -> list[PostShown]:
    """Posts of a thread in the order in which they were written.

    ``first`` is how many to leave out, ``after`` the ``id`` of the last one seen.
    """
    wanted = (
        select(Post.id)
        .where(Post.thread == thread, Post.id > after)
        .order_by(Post.id)
        .offset(first)
        .limit(limit)
    )
    return _shown(
        session, Post.id.in_(wanted.subquery().select()), asker, is_led=room.is_led
    )


def place_of(session: Session, post: Post) -> int:
    """How many posts of the thread were written before this one."""
    before = session.scalar(
        select(func.count()).where(Post.thread == post.thread, Post.id < post.id)
    )
    return before or 0


def show_post(session: Session, found: FoundPost, asker: User) -> PostShown:
    """One post as it stands."""
    (shown,) = _shown(session, Post.id == found.post.id, asker, is_led=found.is_led)
    return shown


def texts_of(session: Session, post: Post) -> list[PostText]:
    """Everything that a post has said, the latest first."""
    return list(
        session.scalars(
            select(PostText)
            .where(PostText.post_id == post.id)
            .order_by(PostText.number.desc())
        )
    )


def _shown(
    session: Session, which: ColumnElement[bool], asker: User, *, is_led: bool
) -> list[PostShown]:
    """Posts as they stand, with the names that they mention: two statements."""
    later, act, newer = aliased(PostText), aliased(PostAct), aliased(PostAct)
    rows = session.execute(
        select(Post, PostText, User.name, act)
        .join(PostText, PostText.post_id == Post.id)
        .outerjoin(later, (later.post_id == Post.id) & (later.number > PostText.number))
        .join(User, User.id == Post.actor_id)
        .outerjoin(act, act.post_id == Post.id)
        .outerjoin(newer, (newer.post_id == Post.id) & (newer.number > act.number))
        .where(which, later.id.is_(None), newer.id.is_(None))
        .order_by(Post.id)
    ).all()
    names = _mentions(session, [post.id for post, *_ in rows])
    return [
        PostShown(
            post=post,
            text=text,
            writer=writer,
            act=act,
            mentions=tuple(names.get(post.id, ())),
            is_own=post.actor_id == asker.id,
            is_led=is_led,
        )
        for post, text, writer, act in rows
    ]


def _mentions(session: Session, post_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if post_ids:
        for post_id, name in session.execute(
            select(PostMention.post_id, User.name)
            .join(User, User.id == PostMention.user_id)
            .where(PostMention.post_id.in_(post_ids))
            .order_by(User.name)
        ):
            found.setdefault(post_id, []).append(name)
    return found
