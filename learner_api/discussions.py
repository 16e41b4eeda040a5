"""Rooms, threads and posts as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort

from course.errors import UnknownModule
from course.models import Enrolment
from course.post_states import HIDDEN, VISIBLE
from course.rooms import Room, find_room
from course.thread_lists import ThreadShown
from course.thread_reading import PER_PAGE, FoundPost, PostShown, find_post
from learner_api.addresses import (
    discussion_address,
    post_address,
    room_address,
    thread_address,
)
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.messages import render_message
from learner_api.site import get_site
from learner_api.translation import gettext as _


@dataclass(frozen=True, slots=True)
class PostOnPage:
    """A post as its page draws it. ``html`` is nothing where the asker may not read."""

    uuid: UUID
    writer: str
    is_trainer: bool
    is_own: bool
    is_led: bool
    state: str
    html: str | None
    written_at: datetime
    edited_at: datetime | None
    address: str
    reason: str | None
    is_answer: bool


@dataclass(frozen=True, slots=True)
class ThreadInList:
    """A thread as the list of its room names it."""

    title: str
    address: str
    posts: int
    writer: str | None
    latest_at: datetime | None
    has_answer: bool
    has_summary: bool


def room_or_404(cohort: UUID, module_key: str) -> Room:
    """The room of this cohort and module; for who is outside there is none."""
    session = get_database().session
    return find_room(session, asker(), cohort, module_key) or abort(404)


def post_or_404(uuid: UUID) -> FoundPost:
    """A post in a room that the asker may enter."""
    return find_post(get_database().session, asker(), uuid) or abort(404)


def question_of(room: Room) -> str:
    """The module's question; the module's title where its file is there no more."""
    try:
        module = get_site().catalogue.module(room.module.key)
    except UnknownModule:
        return room.module.title
    return module.discussion_question


def title_of(room: Room, thread: ThreadShown) -> str:
    """What a thread is called; not that of a post which the asker may not read."""
    if thread.uuid == room.question:
        return question_of(room)
    opening = thread.opening
    is_own = opening is not None and opening.actor_id == asker().id
    if opening is None or not (thread.state == VISIBLE or room.is_led or is_own):
        return hidden_words(thread.state)
    return opening.title or ""


def thread_title(room: Room, opening: PostShown | None) -> str:
    """The title of a thread that is read."""
    if opening is None:
        return question_of(room)
    return (
        (opening.post.title or "") if opening.is_open else hidden_words(opening.state)
    )


def hidden_words(state: str) -> str:
    """What stands in place of a post that is not read."""
    if state == HIDDEN:
        return _("A post that a trainer has hidden")
    return _("A post that its writer has withdrawn")


def threads_shown(room: Room, threads: Iterable[ThreadShown]) -> list[ThreadInList]:
    """The threads of a room as its list names them."""
    return [
        ThreadInList(
            title=title_of(room, each),
            address=thread_address(room.cohort.uuid, room.module.key, each.uuid),
            posts=each.posts,
            writer=each.writer if each.state == VISIBLE or room.is_led else None,
            latest_at=each.latest_at,
            has_answer=each.has_answer,
            has_summary=each.has_summary,
        )
        for each in threads
    ]


def post_on_page(shown: PostShown, answer: UUID | None = None) -> PostOnPage:
    """A post as its page draws it."""
    return PostOnPage(
        uuid=shown.post.uuid,
        writer=shown.writer,
        is_trainer=shown.post.enrolment_id is None,
        is_own=shown.is_own,
        is_led=shown.is_led,
        state=shown.state,
        html=render_message(shown.text.body, shown.mentions) if shown.is_open else None,
        written_at=shown.post.recorded_at,
        edited_at=shown.edited_at,
        address=post_address(shown.post.uuid),
        reason=shown.act.reason if shown.act and shown.is_open else None,
        is_answer=shown.post.uuid == answer,
    )


def part_of(place: int) -> int:
    """The part of a thread in which the post of this place stands, from 1."""
    return place // PER_PAGE + 1


def discussion_of(enrolment: Enrolment | None, module_key: str | None = None) -> str:
    """Where a learner's cohort discusses, the whole course or a module of it.

    Nothing for who takes the course alone, or was taken off it.
    """
    if enrolment is None or enrolment.cohort is None or enrolment.withdrawn_at:
        return ""
    cohort = enrolment.cohort.uuid
    return (
        room_address(cohort, module_key) if module_key else discussion_address(cohort)
    )
