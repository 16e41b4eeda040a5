"""The page of a roadmap that was handed in, with the forms that act on it."""

from typing import Any

from flask import render_template, request

from course import editions, roadmap_reviews, roadmaps, second_markers
from course.errors import sentence
from course.models import Enrolment, RoadmapSubmission
from course.roadmap_appeals import ANSWERS
from course.roadmap_standing import HandedIn
from learner_api.addresses import roadmap_address, submitted_roadmap_address
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.enrolled import opens_on
from learner_api.forms import Form, FormSchema, Line, OneOf, Operation, new_operation
from learner_api.roadmap_views import without_glyphs
from learner_api.schemas.reviews import MOST_COMMENTS


class Paragraphs(Line):
    """Several lines of text, as they were typed."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        lines = str(value).splitlines()
        return "\n".join(
            super(Paragraphs, self)._deserialize(line, attr, data, **options)
            for line in lines
        )


class ReviewForm(FormSchema):
    """What is said of a roadmap."""

    op = Operation()
    verdict = OneOf(
        roadmap_reviews.VERDICTS,
        sentence("Choose whether to accept it or send it back."),
    )
    comments = Paragraphs(most=MOST_COMMENTS)


class MarkerForm(FormSchema):
    """Who is asked for a second review."""

    op = Operation()
    marker = Line(sentence("Choose whom to ask."))


class DecisionForm(FormSchema):
    """What becomes of a roadmap on which two reviews differ."""

    op = Operation()
    verdict = OneOf(
        roadmap_reviews.VERDICTS,
        sentence("Choose whether to accept it or send it back."),
    )
    reason = Paragraphs(sentence("Say why."), most=MOST_COMMENTS)


class AppealForm(FormSchema):
    """Why a learner wants a review looked at again."""

    op = Operation()
    words = Paragraphs(
        sentence("Say why the review should be looked at again."), most=MOST_COMMENTS
    )


class AnswerForm(FormSchema):
    """What is decided on an appeal."""

    op = Operation()
    answer = OneOf(
        ANSWERS,
        sentence("Choose whether the review stands or the roadmap is accepted."),
    )
    reason = Paragraphs(sentence("Say why."), most=MOST_COMMENTS)


def submitted_page(submission: RoadmapSubmission, form: Form) -> str:
    """The page with one form as it was sent, or with all as they are at first."""
    session, enrolment = get_database().session, submission.enrolment
    found = roadmaps.handed_in(session, submission)
    is_own = enrolment.user_id == asker().id
    is_staff = asker().is_staff and not is_own
    return render_template(
        "pages/roadmap_submitted.html",
        **roadmap_frame(enrolment),
        submission=submission,
        handed_in=found.shown_to(asker()),
        document=submission.content,
        undrawable=without_glyphs(submission.content),
        here=submitted_roadmap_address(submission.uuid),
        form=form,
        is_saved="saved" in request.args and not form.errors,
        act=_act_of(found) if is_staff else None,
        markers=_markers(found) if is_staff else [],
        new_op=new_operation,
        may_appeal=is_own and found.may_be_appealed and _has_none_accepted(enrolment),
        is_deaf=is_staff and asker().id in found.had_a_say,
    )


def roadmap_frame(enrolment: Enrolment) -> dict[str, Any]:
    """What each page of a roadmap knows of whose it is."""
    session = get_database().session
    return {
        "enrolment": enrolment,
        "is_own": enrolment.user_id == asker().id,
        "opens_on": opens_on(enrolment),
        "course": editions.course_of(session, enrolment.edition),
        "roadmap_url": roadmap_address(enrolment.uuid),
    }


def _act_of(found: HandedIn) -> str | None:
    """What the asker, who is staff, is to do with it; nothing where all is done."""
    if found.marker is not None and found.marker.marker_id == asker().id:
        if found.second is None:
            return "second-review"
    elif found.review is None:
        return "review"
    if found.differs:
        return "decision"
    if found.appeal is not None and found.answer is None:
        return "appeal"
    return None


def _markers(found: HandedIn) -> list[dict[str, str]]:
    if not found.may_ask_second:
        return []
    people = second_markers.possible_markers(get_database().session, found)
    return [
        {"value": str(each.uuid), "label": each.name}
        for each in people
        if each.id != asker().id
    ]


def _has_none_accepted(enrolment: Enrolment) -> bool:
    return roadmaps.standing_of(get_database().session, enrolment).accepted is None
