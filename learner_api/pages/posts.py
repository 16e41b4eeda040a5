"""One post: where it stands, what it said before, and what is done about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from course import discussion, moderation
from course.errors import CourseError, NotPermitted
from course.post_states import HIDDEN, SHOWN, VISIBLE
from course.rooms import find_room
from course.thread_reading import FoundPost, place_of, show_post, texts_of
from learner_api.addresses import thread_address
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.discussions import part_of, post_on_page, post_or_404
from learner_api.forms import Form, new_operation, read_form
from learner_api.message_forms import (
    ActForm,
    PostForm,
    ReasonForm,
    refused_message,
)
from learner_api.message_words import message_words
from learner_api.messages import render_message
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("posts", __name__)


@bp.get("/posts/<uuid:post>")
@signed_in
def go_to_post(post: UUID) -> ResponseReturnValue:
    """Lead to where a post stands in its thread."""
    return redirect(_place(post_or_404(post)), 303)


@bp.get("/posts/<uuid:post>/reply")
@signed_in
def reply_to_post(post: UUID) -> ResponseReturnValue:
    """Lead to the form that replies in the thread of a post, as letters do."""
    return redirect(_place(post_or_404(post), "reply"), 303)


@bp.get("/posts/<uuid:post>/edit")
@signed_in
def ask_for_edit(post: UUID) -> str:
    """The form by which a writer says it better."""
    found = _own(post)
    shown = show_post(get_database().session, found, asker())
    form = Form({"op": new_operation(), "body": shown.text.body})
    return _edit_page(found, form)


@bp.post("/posts/<uuid:post>/edit")
@signed_in
@before_notice
def edit(post: UUID) -> ResponseReturnValue:
    """Let a post say something else from now on. What it said before stays."""
    found = _own(post)
    form = read_form(PostForm())
    if form.errors:
        return _edit_page(found, form), 422
    database = get_database()
    try:
        discussion.edit_message(
            database.session,
            found.post,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        return _edit_page(found, refused_message(form, refusal)), 409
    database.commit()
    return redirect(_place(found), 303)


@bp.post("/posts/<uuid:post>/withdrawal")
@signed_in
def withdraw(post: UUID) -> ResponseReturnValue:
    """Take one's own post back for good. Sent twice, done once."""
    found = _own(post)
    form = read_form(ActForm())
    if form.errors:
        return _edit_page(found, Form(errors=form.errors)), 422
    database = get_database()
    discussion.withdraw_message(
        database.session,
        found.post,
        **form.data,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return redirect(_place(found), 303)


@bp.get("/posts/<uuid:post>/history")
@signed_in
def history(post: UUID) -> str:
    """Everything that a post has said, and what was done about it."""
    found = post_or_404(post)
    if not found.is_led and found.post.actor_id != asker().id:
        raise NotPermitted
    session = get_database().session
    return render_template(
        "pages/post_history.html",
        **_about(found),
        texts=[
            (render_message(each.body), each.recorded_at, each.words)
            for each in texts_of(session, found.post)
        ],
        acts=moderation.acts_on(session, found.post),
    )


@bp.get("/posts/<uuid:post>/report")
@signed_in
def ask_for_report(post: UUID) -> str:
    """The form that asks the trainers to look at a post."""
    return _report_page(post_or_404(post), Form({"op": new_operation()}))


@bp.post("/posts/<uuid:post>/report")
@signed_in
def report(post: UUID) -> ResponseReturnValue:
    """Ask the trainers to look at a post. Sent twice, asked once."""
    found = post_or_404(post)
    form = read_form(ReasonForm())
    if form.errors:
        return _report_page(found, form), 422
    database = get_database()
    try:
        moderation.report_message(
            database.session, found, **form.data, now=now(), by=asker()
        )
    except CourseError as refusal:
        database.session.rollback()
        return _report_page(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"/posts/{post}/reported", 303)


@bp.get("/posts/<uuid:post>/reported")
@signed_in
def reported(post: UUID) -> str:
    """Say that the trainers are asked."""
    found = post_or_404(post)
    return render_template("pages/post_reported.html", **_about(found))


@bp.get("/posts/<uuid:post>/moderation")
@staff
def ask_for_moderation(post: UUID) -> str:
    """The form that hides a post or shows it, with what was reported."""
    return _moderation_page(_led(post), Form({"op": new_operation()}))


@bp.post("/posts/<uuid:post>/moderation/<act>")
@staff
def moderate(post: UUID, act: str) -> ResponseReturnValue:
    """Hide a post, or show it, and keep the reason. Sent twice, done once."""
    found = _led(post)
    if act not in (HIDDEN, SHOWN):
        abort(404)
    form = read_form(ReasonForm())
    if form.errors:
        return _moderation_page(found, form), 422
    database = get_database()
    try:
        moderation.moderate_message(
            database.session,
            found,
            act=act,
            **form.data,
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        return _moderation_page(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(_place(found), 303)


@bp.get("/reported-posts")
@staff
def list_reported() -> str:
    """The posts that wait for a trainer's decision, in the asker's cohorts."""
    found = moderation.list_reported(get_database().session, asker())
    return render_template(
        "pages/reported_posts.html",
        reported=[(each, render_message(each.body)) for each in found],
    )


def _own(uuid: UUID) -> FoundPost:
    """One's own post; another's is nobody's to change."""
    found = post_or_404(uuid)
    if found.post.actor_id != asker().id:
        raise NotPermitted
    return found


def _led(uuid: UUID) -> FoundPost:
    found = post_or_404(uuid)
    if not found.is_led:
        raise NotPermitted
    return found


def _place(found: FoundPost, anchor: str | None = None) -> str:
    """Where a post stands: its thread, the part of it, and the post therein."""
    post = found.post
    part = part_of(place_of(get_database().session, post))
    here = thread_address(post.cohort.uuid, post.module_key, post.thread)
    return (
        f"{here}{f'?part={part}' if part > 1 else ''}#{anchor or f'post-{post.uuid}'}"
    )


def _about(found: FoundPost) -> dict[str, Any]:
    """What every page about one post shows of it."""
    session = get_database().session
    shown = show_post(session, found, asker())
    room = find_room(session, asker(), found.post.cohort.uuid, found.post.module_key)
    return {
        "post": post_on_page(shown),
        "cohort": found.post.cohort,
        "module": room.module if room else None,
        "words": message_words(),
    }


def _edit_page(found: FoundPost, form: Form) -> str:
    return render_template(
        "pages/post_edit.html",
        **_about(found),
        form=form,
        withdraw_op=new_operation(),
    )


def _report_page(found: FoundPost, form: Form) -> str:
    return render_template("pages/post_report.html", **_about(found), form=form)


def _moderation_page(found: FoundPost, form: Form) -> str:
    session = get_database().session
    about = _about(found)
    is_shown = about["post"].state == VISIBLE
    return render_template(
        "pages/post_moderation.html",
        **about,
        form=form,
        is_shown=is_shown,
        reports=moderation.reports_on(session, found.post),
        acts=moderation.acts_on(session, found.post),
        waits=moderation.waits(session, found.post),
    )
