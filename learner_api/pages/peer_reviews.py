"""Peer reviews: what a learner is to write, the form, and what peers wrote."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import peer_reading, peer_reviews
from course.errors import CohortNotOpen, EnrolmentWithdrawn, NotPermitted, sentence
from course.peer_errors import (
    PeerReviewGiven,
    PeerReviewUnchanged,
    PeerRoundClosed,
)
from course.peer_reading import PeerTask, Received
from learner_api.addresses import (
    peer_review_address,
    peer_reviews_address,
    peer_round_address,
)
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.filled_in import visible_enrolment
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.peer_forms import (
    comment_field,
    empty_review,
    level_field,
    read_review,
)
from learner_api.peer_views import draft_of, visible_task
from learner_api.peer_words import draft_words, due_words, lines_given, task_state
from learner_api.problems import refused
from learner_api.schemas.peer_reviews import MOST_REASON
from learner_api.submitted_page import roadmap_frame
from learner_api.translation import said

bp = Blueprint("peer_reviews", __name__)

REVIEW = "/peer-reviews/<uuid:peer_review>"


class ActForm(FormSchema):
    """Why a review is set aside, or stands again."""

    hidden = frozenset({"act"})

    op = Operation()
    act = OneOf(peer_reviews.ACTS, sentence("Choose one of the options."))
    reason = Line(sentence("Say why."), most=MOST_REASON)


@bp.get("/enrolments/<uuid:enrolment>/peer-reviews")
@signed_in
def show_peer_reviews(enrolment: UUID) -> str:
    """What a learner is to write for peers, and what peers wrote."""
    found, session = visible_enrolment(enrolment), get_database().session
    tasks = peer_reading.tasks_of(session, asker(), found)
    received = peer_reading.received_by(session, found)
    return render_template(
        "pages/peer_reviews.html",
        **roadmap_frame(found),
        tasks=[_row(task, at) for at, task in enumerate(tasks, 1)],
        received=[_read(each) for each in received],
        is_saved="saved" in request.args,
    )


@bp.get(REVIEW)
@signed_in
def show_review(peer_review: UUID) -> str:
    """One review: the roadmap that is read, and the form or what was written."""
    task = visible_task(peer_review)
    draft = draft_of(task)
    return _review_page(task, empty_review(draft.content if draft else None))


@bp.post(REVIEW)
@signed_in
@before_notice
def write_review(peer_review: UUID) -> ResponseReturnValue:
    """Keep a draft or hand the review in. What was typed is never lost."""
    database, task = get_database(), visible_task(peer_review)
    if task.assignment.reviewer.user_id != asker().id:
        raise NotPermitted
    is_draft = request.form.get("do") == "draft"
    form = read_review(task.rubric, is_draft=is_draft)
    if form.errors:
        return _review_page(task, form), 422
    verb: Any = (
        peer_reviews.save_peer_draft if is_draft else peer_reviews.submit_peer_review
    )
    try:
        verb(database.session, task.assignment, **form.data, now=now(), by=asker())
    except (
        CohortNotOpen,
        EnrolmentWithdrawn,
        PeerReviewGiven,
        PeerRoundClosed,
    ) as refusal:
        status = refused(refusal).problem.status
        return _review_page(
            visible_task(peer_review), form.refused("", said(refusal))
        ), status
    database.commit()
    if is_draft:
        return redirect(f"{peer_review_address(peer_review)}?kept=1#your-review", 303)
    enrolment = task.assignment.reviewer.uuid
    return redirect(f"{peer_reviews_address(enrolment)}?saved=1", 303)


@bp.post(f"{REVIEW}/acts")
@staff
def act(peer_review: UUID) -> ResponseReturnValue:
    """Set a review aside, or let it stand again."""
    database, task = get_database(), visible_task(peer_review)
    if task.review is None or not task.is_led:
        abort(404)
    form = read_form(ActForm())
    if form.errors:
        return _review_page(task, form), 422
    try:
        peer_reviews.act_on_peer_review(
            database.session, task.review, **form.data, now=now(), by=asker()
        )
    except PeerReviewUnchanged as refusal:
        return _review_page(task, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"{peer_review_address(peer_review)}?done=1", 303)


def _review_page(task: PeerTask, form: Form) -> str:
    session, found, review = get_database().session, task.assignment, task.review
    is_own = found.reviewer.user_id == asker().id
    given = None
    if review is not None:
        given = lines_given(task.rubric, review.levels, review.comments)
    return render_template(
        "pages/peer_review.html",
        task=task,
        round=found.round,
        cohort=found.round.cohort,
        document=task.document,
        due=due_words(found.round),
        state=task_state(task.state),
        is_own=is_own,
        author=None if task.names_hidden else found.author.user.name,
        reviewer=found.reviewer.user.name if task.is_led else None,
        back_url=peer_reviews_address(found.reviewer.uuid) if is_own else None,
        round_url=peer_round_address(found.round.uuid),
        here=peer_review_address(found.uuid),
        lines=[
            (level_field(line.key), comment_field(line.key), line)
            for line in task.rubric.lines
        ],
        may_write=is_own and review is None and not task.is_closed,
        given=given,
        words=draft_words(),
        acts=peer_reading.acts_on(session, review) if review and task.is_led else [],
        form=form,
        new_op=new_operation,
        is_kept="kept" in request.args and not form.errors,
        is_done="done" in request.args and not form.errors,
    )


def _row(task: PeerTask, at: int) -> dict[str, Any]:
    found = task.assignment
    return {
        "at": at,
        "url": peer_review_address(found.uuid),
        "author": None if task.names_hidden else found.author.user.name,
        "due": due_words(found.round),
        "number": found.round.number,
        "state": task_state(task.state),
    }


def _read(received: Received) -> dict[str, Any]:
    review = received.review
    return {
        "number": received.round.number,
        "reviewer": received.reviewer,
        "rubric": received.rubric.title,
        "submission": received.submission,
        "lines": lines_given(received.rubric, review.levels, review.comments),
        "summary": review.summary,
    }
