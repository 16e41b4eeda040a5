"""Second reviews, decisions and appeals, each sent from the page of its roadmap."""

from uuid import UUID

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from course import roadmap_appeals, second_markers
from course.errors import CohortNotOpen, CourseError, EnrolmentWithdrawn
from course.models import RoadmapSubmission
from course.roadmap_errors import (
    AppealOfOwnReview,
    CommentsNeeded,
    NoSecondMarker,
    NothingToAppeal,
    NothingToDecide,
    ReviewedMeanwhile,
    SecondMarkingClosed,
)
from course.roadmap_outcomes import require_reviewer
from learner_api.addresses import submitted_roadmap_address
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.decision_letters import decision_letter, second_marker_letter
from learner_api.forms import Form, read_form
from learner_api.letters import review_letter
from learner_api.problems import refused
from learner_api.public_names import public_name_or_none
from learner_api.roadmap_views import submission_to_review
from learner_api.site import get_site
from learner_api.submitted_page import (
    AnswerForm,
    AppealForm,
    DecisionForm,
    MarkerForm,
    ReviewForm,
    submitted_page,
)
from learner_api.translation import said

bp = Blueprint("roadmap_decisions", __name__)

SUBMITTED = "/roadmaps/<uuid:submission>"


@bp.post(f"{SUBMITTED}/second-marker")
@staff
def ask_second_marker(submission: UUID) -> ResponseReturnValue:
    """Ask another for a second review."""
    found = submission_to_review(submission)
    require_reviewer(found, asker())
    form = read_form(MarkerForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        second_markers.ask_second_marker(
            get_database().session,
            found,
            _marker(form.data["marker"]),
            op=form.data["op"],
            letter=second_marker_letter(get_site().settings.public_url, asker()),
            now=now(),
            by=asker(),
        )
    except (NoSecondMarker, SecondMarkingClosed) as refusal:
        return _refused(found, form, refusal, "marker")
    return _done(submission)


@bp.post(f"{SUBMITTED}/second-review")
@staff
def give_second_review(submission: UUID) -> ResponseReturnValue:
    """Review a roadmap as its second marker."""
    found = submission_to_review(submission)
    require_reviewer(found, asker())
    form = read_form(ReviewForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        second_markers.give_second_review(
            get_database().session,
            found,
            **{**form.data, "comments": form.data["comments"] or ""},
            letter=review_letter(get_site().settings.public_url),
            office=get_site().office,
            now=now(),
            by=asker(),
        )
    except CommentsNeeded as refusal:
        return _refused(found, form, refusal, "comments")
    except ReviewedMeanwhile as refusal:
        return _refused(found, form, refusal)
    return _done(submission)


@bp.post(f"{SUBMITTED}/decision")
@staff
def decide_reviews(submission: UUID) -> ResponseReturnValue:
    """Decide between two reviews that differ."""
    found = submission_to_review(submission)
    require_reviewer(found, asker())
    form = read_form(DecisionForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        second_markers.decide_difference(
            get_database().session,
            found,
            **form.data,
            letter=decision_letter(get_site().settings.public_url),
            office=get_site().office,
            now=now(),
            by=asker(),
        )
    except NothingToDecide as refusal:
        return _refused(found, form, refusal)
    return _done(submission)


@bp.post(f"{SUBMITTED}/appeal")
@signed_in
def appeal(submission: UUID) -> ResponseReturnValue:
    """Appeal against the review of one's roadmap."""
    found = submission_to_review(submission)
    form = read_form(AppealForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        roadmap_appeals.appeal_review(
            get_database().session, found, **form.data, now=now(), by=asker()
        )
    except (CohortNotOpen, EnrolmentWithdrawn, NothingToAppeal) as refusal:
        return _refused(found, form, refusal)
    return _done(submission)


@bp.post(f"{SUBMITTED}/appeal-decision")
@staff
def decide_appeal(submission: UUID) -> ResponseReturnValue:
    """Uphold the review or accept the roadmap after all."""
    found = submission_to_review(submission)
    require_reviewer(found, asker())
    form = read_form(AnswerForm())
    if form.errors:
        return submitted_page(found, form), 422
    try:
        roadmap_appeals.decide_appeal(
            get_database().session,
            found,
            **form.data,
            letter=decision_letter(get_site().settings.public_url),
            office=get_site().office,
            now=now(),
            by=asker(),
        )
    except (AppealOfOwnReview, NothingToDecide) as refusal:
        return _refused(found, form, refusal)
    return _done(submission)


def _refused(
    submission: RoadmapSubmission, form: Form, refusal: CourseError, name: str = ""
) -> ResponseReturnValue:
    told = refused(refusal)
    form = form.refused(name, said(refusal))
    return submitted_page(submission, form), told.problem.status


def _done(submission: UUID) -> ResponseReturnValue:
    get_database().commit()
    return redirect(f"{submitted_roadmap_address(submission)}?saved=1", 303)


def _marker(text: str) -> UUID:
    """Who was chosen; what is no name of anybody names nobody."""
    marker = public_name_or_none(text)
    if marker is None:
        raise NoSecondMarker
    return marker
