"""Discussing a module with one's cohort: rooms, threads, and writing in them."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import discussion, editions, thread_notes
from course.errors import CourseError, OperationConflict
from course.rooms import Room, rooms_of, rooms_shown
from course.thread_lists import ThreadShown, find_thread, list_threads
from course.thread_reading import PER_PAGE, find_post, posts_of, read_thread
from learner_api.addresses import (
    discussion_address,
    module_address,
    room_address,
    thread_address,
)
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.discussions import (
    part_of,
    post_on_page,
    question_of,
    room_or_404,
    thread_title,
    threads_shown,
)
from learner_api.forms import Form, new_operation, read_form
from learner_api.message_forms import (
    ActForm,
    PostForm,
    SummaryForm,
    ThreadForm,
    refused_message,
)
from learner_api.message_words import message_words
from learner_api.messages import render_message
from learner_api.site import get_site

bp = Blueprint("discussions", __name__, url_prefix="/cohorts/<uuid:cohort>/discussion")

THREADS_SHOWN = 50


@bp.get("")
@signed_in
def rooms(cohort: UUID) -> str:
    """The rooms of a cohort, one for each module, and what is written there."""
    session = get_database().session
    found = rooms_of(session, asker(), cohort) or abort(404)
    return render_template(
        "pages/rooms.html",
        cohort=found[0].cohort,
        course=editions.course_of(session, found[0].cohort.edition),
        is_led=found[0].is_led,
        rooms=[
            (each, room_address(cohort, each.room.module.key), question_of(each.room))
            for each in rooms_shown(session, found)
        ],
    )


@bp.get("/<module_key>")
@signed_in
def room(cohort: UUID, module_key: str) -> str:
    """The threads of a room: the module's question, and those that people opened."""
    found = room_or_404(cohort, module_key)
    return _room_page(found, Form({"op": new_operation()}))


@bp.post("/<module_key>")
@signed_in
@before_notice
def open_thread(cohort: UUID, module_key: str) -> ResponseReturnValue:
    """Open a thread by its title and its first post. Sent twice, it is one."""
    found = room_or_404(cohort, module_key)
    form = read_form(ThreadForm())
    if form.errors:
        return _room_page(found, form), 422
    database = get_database()
    try:
        post, _is_new = discussion.post_message(
            database.session,
            found,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        return _room_page(found, refused_message(form, refusal)), 409
    database.commit()
    here = thread_address(cohort, module_key, post.uuid)
    return redirect(f"{here}#post-{post.uuid}", 303)


@bp.get("/<module_key>/threads/<uuid:thread>")
@signed_in
def show_thread(cohort: UUID, module_key: str, thread: UUID) -> str:
    """A thread, a part at a time, the newest post last, and the form to reply."""
    found = room_or_404(cohort, module_key)
    form = Form({"op": new_operation()})
    return _thread_page(found, thread, form, part=request.args.get("part", 1, type=int))


@bp.post("/<module_key>/threads/<uuid:thread>")
@signed_in
@before_notice
def reply(cohort: UUID, module_key: str, thread: UUID) -> ResponseReturnValue:
    """Write in a thread. Sent twice, it is one post; refused, the words are kept."""
    found = room_or_404(cohort, module_key)
    database = get_database()
    if find_thread(database.session, found, thread) is None:
        abort(404)
    form = read_form(PostForm())
    if form.errors:
        return _thread_page(found, thread, form), 422
    try:
        post, _is_new = discussion.post_message(
            database.session,
            found,
            thread=thread,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        return _thread_page(found, thread, refused_message(form, refusal)), 409
    database.commit()
    return redirect(f"/posts/{post.uuid}", 303)


@bp.post("/<module_key>/threads/<uuid:thread>/summary")
@staff
def summarise(cohort: UUID, module_key: str, thread: UUID) -> ResponseReturnValue:
    """Say what a thread came to. It stands above the posts."""
    found = room_or_404(cohort, module_key)
    database = get_database()
    if find_thread(database.session, found, thread) is None:
        abort(404)
    form = read_form(SummaryForm())
    if form.errors:
        return _thread_page(found, thread, summary=form), 422
    thread_notes.summarise_thread(
        database.session,
        found,
        thread,
        op=form.data["op"],
        body=form.data["summary"],
        now=now(),
        by=asker(),
    )
    database.commit()
    here = thread_address(cohort, module_key, thread)
    return redirect(f"{here}#came-to", 303)


@bp.post("/<module_key>/threads/<uuid:thread>/marked/<uuid:post>")
@staff
def mark_answer(
    cohort: UUID, module_key: str, thread: UUID, post: UUID
) -> ResponseReturnValue:
    """Mark a post as the answer of its thread; the marked one again, to unmark it.

    Sent twice, it is done once.
    """
    found = room_or_404(cohort, module_key)
    database = get_database()
    chosen = find_post(database.session, asker(), post) or abort(404)
    if chosen.post.thread != thread or chosen.post.cohort_id != found.cohort.id:
        abort(404)
    form = read_form(ActForm())
    if form.errors:
        return _thread_page(found, thread, Form(errors=form.errors)), 422
    read = read_thread(database.session, found, asker(), thread)
    is_marked = read is not None and read.answer and read.answer.post.uuid == post
    try:
        thread_notes.mark_answer(
            database.session,
            found,
            thread,
            None if is_marked else chosen.post,
            **form.data,
            now=now(),
            by=asker(),
        )
        database.commit()
    except OperationConflict:
        # The first click has turned the mark: this one is not to turn it back.
        database.session.rollback()
    return redirect(f"/posts/{post}", 303)


def _room_page(found: Room, form: Form) -> str:
    session = get_database().session
    question = find_thread(session, found, found.question)
    after = _thread_before(found)
    threads = list_threads(session, found, after=after, limit=THREADS_SHOWN + 1)
    here = room_address(found.cohort.uuid, found.module.key)
    return render_template(
        "pages/room.html",
        cohort=found.cohort,
        room=found,
        here=here,
        form=form,
        question=threads_shown(found, [question] if question else [])[0],
        threads=threads_shown(found, threads[:THREADS_SHOWN]),
        is_later=after is not None,
        next_url=f"{here}?after={threads[THREADS_SHOWN - 1].uuid}"
        if len(threads) > THREADS_SHOWN
        else None,
        rooms_url=discussion_address(found.cohort.uuid),
        module_url=module_address(found.cohort.course_key, found.module.key),
        words=message_words(),
    )


def _thread_before(found: Room) -> ThreadShown | None:
    """The last thread of the part before, where the address names one."""
    after = request.args.get("after", type=UUID)
    return find_thread(get_database().session, found, after) if after else None


def _thread_page(
    found: Room,
    thread: UUID,
    form: Form | None = None,
    *,
    part: int | None = None,
    summary: Form | None = None,
) -> str:
    session = get_database().session
    read = read_thread(session, found, asker(), thread) or abort(404)
    last = part_of(max(read.posts - 1, 0))
    part = min(max(part or last, 1), last)
    posts = posts_of(session, found, asker(), thread, first=(part - 1) * PER_PAGE)
    answer = read.answer.post.uuid if read.answer else None
    here = thread_address(found.cohort.uuid, found.module.key, thread)
    return render_template(
        "pages/thread.html",
        cohort=found.cohort,
        room=found,
        title=thread_title(found, read.opening),
        is_question=thread == found.question,
        thread=read,
        here=here,
        posts=[post_on_page(each, answer) for each in posts],
        answer=post_on_page(read.answer) if read.answer else None,
        summary_html=render_message(read.summary.body) if read.summary else None,
        first=(part - 1) * PER_PAGE,
        part=part,
        last=last,
        form=form or Form({"op": new_operation()}),
        summary=summary or _summary_form(read.summary.body if read.summary else ""),
        new_operation=new_operation,
        words=message_words(),
    )


def _summary_form(body: str) -> Form:
    return Form({"op": new_operation(), "summary": body})
