"""Discussing the modules of a course within a cohort: rooms, threads and messages."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import ValidationError

from course import discussion, thread_lists, thread_notes
from course.discussion_errors import PostNotOpen
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.mentions import names_in
from course.models import Post, ThreadSummary
from course.rooms import Room, rooms_of, rooms_shown
from course.thread_lists import ThreadShown, find_thread, has_thread
from course.thread_reading import (
    FoundPost,
    PostShown,
    find_post,
    posts_of,
    read_thread,
    show_post,
)
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.discussions import (
    post_on_page,
    question_of,
    room_or_404,
    thread_title,
    title_of,
)
from learner_api.resources import Resource
from learner_api.schemas.discussions import (
    AnswerMarkSchema,
    MarkedAnswerSchema,
    MessageSchema,
    NamesQuerySchema,
    NamesSchema,
    NewMessageSchema,
    NewTextSchema,
    PostsQuerySchema,
    RoomListSchema,
    SummarySchema,
    ThreadListSchema,
    WholeThreadSchema,
)
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.site import get_site

bp = Resource(
    "api-discussions",
    __name__,
    description="Discussing the modules of a course within a cohort.",
)

COHORT = "/cohorts/<uuid:cohort>"
ROOM = f"{COHORT}/discussion/<module_key>"
THREAD = f"{ROOM}/threads/<uuid:thread>"


@bp.get(f"{COHORT}/discussion")
@signed_in
@bp.tagged()
@bp.gives(RoomListSchema)
def list_rooms(cohort: UUID) -> dict[str, Any]:
    """The rooms of a cohort, one for each module, with what is written there."""
    session = get_database().session
    rooms = rooms_of(session, asker(), cohort) or abort(404)
    return {
        "items": [
            {
                "module": each.room.module.key,
                "title": each.room.module.title,
                "question": question_of(each.room),
                "posts": each.posts,
                "latest_at": each.latest_at,
            }
            for each in rooms_shown(session, rooms)
        ]
    }


@bp.get(f"{COHORT}/names")
@signed_in
@bp.tagged()
@bp.asks(NamesQuerySchema)
@bp.gives(NamesSchema)
def list_names(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """Names of a cohort's people that begin so, to mention somebody by."""
    session = get_database().session
    rooms = rooms_of(session, asker(), cohort) or abort(404)
    return {"items": names_in(session, rooms[0].cohort.id, query["q"])}


@bp.get(f"{ROOM}/threads")
@signed_in
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(ThreadListSchema)
def list_threads(
    query: dict[str, Any], cohort: UUID, module_key: str
) -> dict[str, Any]:
    """The threads of a room, what was written last first, beside its question."""
    session = get_database().session
    room = room_or_404(cohort, module_key)
    after = None
    if "after" in query:
        after = find_thread(session, room, query["after"])
        if after is None:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = thread_lists.list_threads(session, room, after=after, limit=limit + 1)
    page = page_of(found, limit, lambda each: each.uuid)
    question = find_thread(session, room, room.question) or abort(404)
    return {
        **page,
        "question": _thread_data(room, question),
        "items": [_thread_data(room, each) for each in page["items"]],
    }


@bp.post(f"{ROOM}/messages")
@signed_in
@before_notice
@bp.refuses(CohortNotOpen, EnrolmentWithdrawn, OperationConflict)
@bp.takes(NewMessageSchema)
@bp.gives_also(MessageSchema, 200, "What this operation wrote before")
@bp.gives(MessageSchema, 201, description="A new post")
def post_message(body: dict[str, Any], cohort: UUID, module_key: str) -> Any:
    """Write in a room: answer its question, reply in a thread, or open one."""
    room = room_or_404(cohort, module_key)
    database = get_database()
    thread = body["thread"]
    if thread is not None and not has_thread(database.session, room, thread):
        abort(404)
    post, is_new = discussion.post_message(
        database.session,
        room,
        **body,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _message(room, post), 201 if is_new else 200


@bp.get(THREAD)
@signed_in
@bp.tagged()
@bp.asks(PostsQuerySchema)
@bp.gives(WholeThreadSchema)
def get_thread(
    query: dict[str, Any], cohort: UUID, module_key: str, thread: UUID
) -> dict[str, Any]:
    """A thread: its summary, its answer, and its posts, the oldest first."""
    room = room_or_404(cohort, module_key)
    session = get_database().session
    read = read_thread(session, room, asker(), thread) or abort(404)
    after = 0
    if "after" in query:
        last = find_post(session, asker(), query["after"])
        if last is None or last.post.thread != thread:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
        after = last.post.id
    limit = query["limit"]
    posts = posts_of(session, room, asker(), thread, after=after, limit=limit + 1)
    page = page_of(posts, limit, lambda each: each.post.uuid)
    answer = read.answer.post.uuid if read.answer else None
    return {
        **page,
        "uuid": thread,
        "title": thread_title(room, read.opening),
        "is_question": thread == room.question,
        "posts": read.posts,
        "answer": message_data(read.answer, answer) if read.answer else None,
        "summary": _summary_data(read.summary, read.summary_by or "")
        if read.summary
        else None,
        "items": [message_data(each, answer) for each in page["items"]],
    }


@bp.post(f"{THREAD}/answers")
@staff
@bp.refuses(NotPermitted, OperationConflict, PostNotOpen)
@bp.takes(MarkedAnswerSchema)
@bp.gives_also(AnswerMarkSchema, 200, "What this operation marked before")
@bp.gives(AnswerMarkSchema, 201, description="The mark")
def mark_answer(
    body: dict[str, Any], cohort: UUID, module_key: str, thread: UUID
) -> Any:
    """Mark a post as the answer of its thread, or take the mark away."""
    room = _room_with(cohort, module_key, thread)
    database = get_database()
    post = _post_in(thread, body["post"]) if body["post"] else None
    row, is_new = thread_notes.mark_answer(
        database.session, room, thread, post, op=body["op"], now=now(), by=asker()
    )
    database.commit()
    told = {
        "uuid": row.uuid,
        "thread": thread,
        "post": post.uuid if post else None,
        "recorded_at": row.recorded_at,
    }
    return told, 201 if is_new else 200


@bp.post(f"{THREAD}/summaries")
@staff
@bp.refuses(NotPermitted, OperationConflict)
@bp.takes(NewTextSchema)
@bp.gives_also(SummarySchema, 200, "What this operation said before")
@bp.gives(SummarySchema, 201, description="The summary")
def summarise_thread(
    body: dict[str, Any], cohort: UUID, module_key: str, thread: UUID
) -> Any:
    """Say what a thread came to. A later summary stands in place of an earlier."""
    room = _room_with(cohort, module_key, thread)
    database = get_database()
    row, is_new = thread_notes.summarise_thread(
        database.session, room, thread, **body, now=now(), by=asker()
    )
    database.commit()
    return _summary_data(row, asker().name), 201 if is_new else 200


def message_data(shown: PostShown, answer: UUID | None = None) -> dict[str, Any]:
    """A post as ``MessageSchema`` dumps it."""
    drawn, post = post_on_page(shown, answer), shown.post
    return {
        "uuid": post.uuid,
        "cohort": post.cohort.uuid,
        "module": post.module_key,
        "thread": post.thread,
        "title": post.title if shown.is_open else None,
        "writer": drawn.writer if shown.is_open else None,
        "is_trainer": drawn.is_trainer,
        "state": drawn.state,
        "body": shown.text.body if shown.is_open else None,
        "html": drawn.html,
        "mentions": shown.mentions if shown.is_open else (),
        "written_at": drawn.written_at,
        "edited_at": drawn.edited_at,
        "reason": drawn.reason,
        "is_answer": drawn.is_answer,
        "address": drawn.address,
    }


def _message(room: Room, post: Post) -> dict[str, Any]:
    session = get_database().session
    return message_data(show_post(session, FoundPost(post, room.is_led), asker()))


def _room_with(cohort: UUID, module_key: str, thread: UUID) -> Room:
    """The room, if it has the thread."""
    room = room_or_404(cohort, module_key)
    if not has_thread(get_database().session, room, thread):
        abort(404)
    return room


def _post_in(thread: UUID, uuid: UUID) -> Post:
    found = find_post(get_database().session, asker(), uuid)
    if found is None or found.post.thread != thread:
        raise ValidationError({"post": ["The thread has no post of this name."]})
    return found.post


def _thread_data(room: Room, shown: ThreadShown) -> dict[str, Any]:
    is_open = shown.state == "visible" or room.is_led
    return {
        "uuid": shown.uuid,
        "title": title_of(room, shown),
        "is_question": shown.uuid == room.question,
        "writer": shown.writer if is_open else None,
        "posts": shown.posts,
        "latest_at": shown.latest_at,
        "has_answer": shown.has_answer,
        "has_summary": shown.has_summary,
    }


def _summary_data(row: ThreadSummary, by: str) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "body": row.body,
        "by": by,
        "recorded_at": row.recorded_at,
    }
