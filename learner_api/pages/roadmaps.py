"""Roadmaps: the learner's own, and those that wait for a trainer to read them."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import peer_reading, roadmap_reviews, roadmap_tasks, roadmaps
from course.errors import CohortNotOpen, EnrolmentWithdrawn
from course.models import Enrolment
from course.roadmap_errors import (
    CommentsNeeded,
    ReviewedMeanwhile,
    RoadmapIncomplete,
    RoadmapWaiting,
)
from learner_api.addresses import peer_reviews_address, roadmap_address
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.enrolled import opens_on
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.forms import (
    Form,
    new_operation,
    operation_or_new,
    read_form,
)
from learner_api.letters import review_letter
from learner_api.problems import refused
from learner_api.public_names import public_name
from learner_api.roadmap_views import (
    content_of,
    day_of,
    draft_document,
    draft_file,
    submission_to_review,
    submitted_file,
    visible_submission,
    without_glyphs,
)
from learner_api.roadmap_words import missing_links, parts_held
from learner_api.site import get_site
from learner_api.submitted_page import ReviewForm, roadmap_frame, submitted_page
from learner_api.translation import DEFAULT, said

bp = Blueprint("roadmaps", __name__)

ROADMAP = "/enrolments/<uuid:enrolment>/roadmap"
SUBMITTED = "/roadmaps/<uuid:submission>"
SHOWN = 50


@bp.get(ROADMAP)
@signed_in
def show_roadmap(enrolment: UUID) -> str:
    """Where a roadmap stands: what it holds, what it lacks, what was said of it."""
    return _roadmap_page(visible_enrolment(enrolment), {})


@bp.post(f"{ROADMAP}/submissions")
@signed_in
@before_notice
def hand_in(enrolment: UUID) -> ResponseReturnValue:
    """Hand in the roadmap as the record holds it. Sent twice, handed in once."""
    database = get_database()
    found = own_enrolment(enrolment)
    try:
        roadmaps.submit_roadmap(
            database.session,
            found,
            get_site().catalogue,
            op=operation_or_new(),
            language=DEFAULT,
            dated=day_of(now()),
            now=now(),
            by=asker(),
        )
    except (
        CohortNotOpen,
        EnrolmentWithdrawn,
        RoadmapIncomplete,
        RoadmapWaiting,
    ) as refusal:
        status = refused(refusal).problem.status
        return _roadmap_page(found, {"": said(refusal)}), status
    database.commit()
    return redirect(f"{roadmap_address(enrolment)}?handed-in=1", 303)


@bp.get(f"{ROADMAP}/reading")
@signed_in
def read_draft(enrolment: UUID) -> str:
    """The document as it stands, to be read and printed."""
    found = visible_enrolment(enrolment)
    return render_template(
        "pages/roadmap_reading.html",
        **roadmap_frame(found),
        document=draft_document(found, content_of(found)),
        as_of=now(),
    )


@bp.get(f"{ROADMAP}/document.<kind>")
@signed_in
def download_draft(enrolment: UUID, kind: str) -> Response:
    """The document as it stands, as a file to keep."""
    return draft_file(visible_enrolment(enrolment), kind, None)


@bp.get("/roadmaps")
@staff
def list_waiting() -> str:
    """The roadmaps that wait for the asker, the oldest first."""
    session = get_database().session
    named = request.args.get("after")
    after = visible_submission(public_name(named)) if named else None
    found = roadmap_reviews.roadmaps_to_review(
        session, asker(), after=after, limit=SHOWN + 1
    )
    shown = found[:SHOWN]
    return render_template(
        "pages/roadmaps.html",
        rows=shown,
        count=roadmap_reviews.count_to_review(session, asker()),
        tasks=[] if after else roadmap_tasks.roadmap_tasks(session, asker()),
        is_first=after is None,
        is_saved="saved" in request.args,
        is_held=request.args.get("saved") == "held",
        next_url=f"/roadmaps?after={shown[-1].uuid}" if len(found) > SHOWN else None,
    )


@bp.get(SUBMITTED)
@signed_in
def show_submitted(submission: UUID) -> str:
    """A roadmap as it was handed in; whoever may review it finds the form."""
    return submitted_page(visible_submission(submission), Form({"op": new_operation()}))


@bp.get(f"{SUBMITTED}/document.<kind>")
@signed_in
def download_submitted(submission: UUID, kind: str) -> Response:
    """What was handed in, as a file to keep."""
    return submitted_file(visible_submission(submission), kind)


@bp.post(f"{SUBMITTED}/review")
@staff
def review(submission: UUID) -> ResponseReturnValue:
    """Accept a roadmap or send it back. Where another was first, theirs is shown."""
    database = get_database()
    found = submission_to_review(submission)
    roadmap_reviews.require_reviewer(found, asker())
    form = read_form(ReviewForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        roadmap_reviews.review_roadmap(
            database.session,
            found,
            **{**form.data, "comments": form.data["comments"] or ""},
            letter=review_letter(get_site().settings.public_url),
            office=get_site().office,
            now=now(),
            by=asker(),
        )
    except CommentsNeeded as refusal:
        return submitted_page(found, form.refused("comments", said(refusal))), 422
    except ReviewedMeanwhile as refusal:
        return submitted_page(found, form.refused("", said(refusal))), 409
    database.commit()
    is_held = roadmaps.handed_in(database.session, found).is_held
    return redirect(f"/roadmaps?saved={'held' if is_held else '1'}", 303)


def _roadmap_page(enrolment: Enrolment, errors: dict[str, str]) -> str:
    content = content_of(enrolment)
    standing = roadmaps.standing_of(get_database().session, enrolment)
    standing = standing.shown_to(asker())
    document = draft_document(enrolment, content)
    return render_template(
        "pages/roadmap.html",
        **roadmap_frame(enrolment),
        errors=errors,
        standing=standing,
        content=content,
        parts=parts_held(enrolment.uuid, content),
        missing=missing_links(enrolment.uuid, content),
        open_points=document["open_points"],
        undrawable=without_glyphs(document),
        op=new_operation(),
        peers_url=peer_reviews_address(enrolment.uuid),
        peers_to_write=peer_reading.count_to_write(get_database().session, enrolment),
        is_handed_in="handed-in" in request.args and not errors,
        may_hand_in=_may_hand_in(enrolment) and standing.state != roadmaps.WAITING,
    )


def _may_hand_in(enrolment: Enrolment) -> bool:
    is_open = enrolment.withdrawn_at is None and opens_on(enrolment) is None
    return is_open and enrolment.user_id == asker().id
