"""Writing to each other: posting, editing and withdrawing what one has written.

An edit adds a text and a withdrawal adds an act: nothing that was said leaves the
record. A learner's post moves their standing in the same transaction, since an award
may ask for posts.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import enrolments, progress
from course.awards import AwardOffice
from course.database import insert_once
from course.discussion_errors import PostNotOpen
from course.errors import NotPermitted, OperationConflict
from course.mentions import mentioned_in
from course.message_text import words_written
from course.models import Enrolment, Post, PostAct, PostMention, PostText, User
from course.operations import made_by, require_same
from course.post_states import VISIBLE, WITHDRAWN, state_after
from course.rooms import Room, is_of_a_question, own_enrolment


def post_message(
    session: Session,
    room: Room,
    *,
    op: UUID,
    body: str,
    thread: UUID | None = None,
    title: str | None = None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Post, bool]:
    """Write in a thread of the room, or open one by a title; whether it is new.

    ``thread`` is one that the room has; without one and without a title the module's
    question is answered. Raises ``EnrolmentWithdrawn``, ``CohortNotOpen`` and
    ``OperationConflict`` when ``op`` wrote something else, or might be a question's.
    """
    if is_of_a_question(op):
        raise OperationConflict
    enrolment = own_enrolment(session, room.cohort, by, for_update=True)
    said = {
        "cohort_id": room.cohort.id,
        "module_key": room.module.key,
        "thread": op if title else thread or room.question,
        "title": title,
        "actor_id": by.id,
    }
    repeated = _posted_by(session, op, said, body)
    if repeated is not None:
        return repeated, False
    if enrolment is not None:
        enrolments.require_active(enrolment, now=now)
    post = Post(
        uuid=op,
        enrolment_id=enrolment.id if enrolment else None,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(post)
    except IntegrityError:
        # The same message, sent twice at once, may have won.
        repeated = _posted_by(session, op, said, body)
        if repeated is None:
            raise
        return repeated, False
    _write_text(session, post, body, op=op, number=1, now=now, by=by)
    _note(session, enrolment, now=now, office=office, by=by)
    return post, True


def edit_message(
    session: Session,
    post: Post,
    *,
    op: UUID,
    body: str,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Post, bool]:
    """Let a post say something else from now on; whether this added a text.

    What it said before stays, and what that earned stays earned. Raises
    ``NotPermitted`` for anybody but its writer, ``PostNotOpen``, ``OperationConflict``.
    """
    enrolment = lock_post(session, post)
    _require_writer(post, by)
    if made_by(session, PostText, op, {"post_id": post.id, "body": body}) is not None:
        return post, False
    if state_of(session, post) != VISIBLE:
        raise PostNotOpen
    latest = session.scalar(
        select(func.max(PostText.number)).where(PostText.post_id == post.id)
    )
    _write_text(session, post, body, op=op, number=(latest or 0) + 1, now=now, by=by)
    _note(session, enrolment, now=now, office=office, by=by)
    return post, True


def withdraw_message(
    session: Session,
    post: Post,
    *,
    op: UUID,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Post, bool]:
    """Take one's own post back for good; whether this did it. It counts no more.

    Raises ``NotPermitted`` for anybody but its writer, ``OperationConflict``.
    """
    enrolment = lock_post(session, post)
    _require_writer(post, by)
    repeated = act_of(session, op, {"post_id": post.id, "act": WITHDRAWN})
    if repeated is not None or state_of(session, post) == WITHDRAWN:
        return post, False
    add_act(session, post, WITHDRAWN, None, op=op, now=now, by=by)
    _note(session, enrolment, now=now, office=office, by=by)
    return post, True


def lock_post(session: Session, post: Post) -> Enrolment | None:
    """Lock the writer's enrolment, if any, and the post, before either changes."""
    enrolment = None
    if post.enrolment_id is not None:
        enrolment = session.get_one(Enrolment, post.enrolment_id)
        enrolments.lock(session, enrolment)
    session.execute(select(Post.id).where(Post.id == post.id).with_for_update())
    return enrolment


def state_of(session: Session, post: Post) -> str:
    """Whether a post is visible, hidden or withdrawn, by what was done to it."""
    acts = session.scalars(
        select(PostAct.act).where(PostAct.post_id == post.id).order_by(PostAct.number)
    )
    return state_after(acts)


def act_of(session: Session, op: UUID, said: dict[str, Any]) -> PostAct | None:
    """The act of this operation, or ``OperationConflict`` if it did something else."""
    return made_by(session, PostAct, op, said)


def add_act(
    session: Session,
    post: Post,
    act: str,
    reason: str | None,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> PostAct:
    """Put on the record what is done to a post, which is locked."""
    latest = session.scalar(
        select(func.max(PostAct.number)).where(PostAct.post_id == post.id)
    )
    row = PostAct(
        uuid=op,
        post_id=post.id,
        number=(latest or 0) + 1,
        act=act,
        reason=reason,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _posted_by(
    session: Session, op: UUID, said: dict[str, Any], body: str
) -> Post | None:
    """The post of this operation, or ``OperationConflict`` if it is another."""
    row = session.execute(
        select(Post, PostText.body)
        .join(PostText, (PostText.post_id == Post.id) & (PostText.number == 1))
        .where(Post.uuid == op)
    ).one_or_none()
    if row is None:
        return None
    post, first = row
    require_same(post, said)
    if first != body:
        raise OperationConflict
    return post


def _write_text(
    session: Session,
    post: Post,
    body: str,
    *,
    op: UUID,
    number: int,
    now: datetime,
    by: User,
) -> None:
    """Add what a post says, and note whom it mentions for the first time."""
    session.add(
        PostText(
            uuid=op,
            post_id=post.id,
            number=number,
            body=body,
            words=words_written(body),
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    for person in mentioned_in(session, post.cohort_id, body):
        session.execute(
            insert_once(session, PostMention)
            .values(
                post_id=post.id,
                user_id=person.id,
                actor_id=by.id,
                occurred_at=now,
                recorded_at=now,
            )
            .on_conflict_do_nothing()
        )


def _require_writer(post: Post, by: User) -> None:
    if post.actor_id != by.id:
        raise NotPermitted


def _note(
    session: Session,
    enrolment: Enrolment | None,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Keep the writer's standing, where they wrote as a learner."""
    if enrolment is not None:
        progress.note_standing(session, enrolment, now=now, office=office, by=by)
