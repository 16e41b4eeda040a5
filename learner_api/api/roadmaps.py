"""Roadmaps: the document that worksheets make, handing it in, and reviewing it."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import ValidationError

from course import roadmap_reviews, roadmaps
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    UnknownWorksheet,
)
from course.roadmap_errors import (
    CommentsNeeded,
    ReviewedMeanwhile,
    RoadmapIncomplete,
    RoadmapWaiting,
)
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.letters import review_letter
from learner_api.resources import Resource
from learner_api.roadmap_views import (
    MEDIA_TYPES,
    content_of,
    day_of,
    draft_document,
    draft_file,
    submission_to_review,
    submitted_file,
    visible_submission,
)
from learner_api.schemas.courses import AsOfQuerySchema
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.schemas.roadmaps import (
    NewRoadmapReviewSchema,
    NewRoadmapSubmissionSchema,
    RoadmapReviewSchema,
    RoadmapSchema,
    RoadmapSubmissionSchema,
    SubmittedRoadmapSchema,
    WaitingRoadmapPageSchema,
    review_data,
    roadmap_data,
    submission_data,
    submitted_data,
    waiting_data,
)
from learner_api.site import get_site
from learner_api.translation import DEFAULT

bp = Resource(
    "api-roadmaps",
    __name__,
    description="The roadmap that a learner's worksheets make, and its reviews.",
)

_FILE = {"type": "string", "format": "binary"}


@bp.get("/enrolments/<uuid:enrolment>/roadmap")
@signed_in
@bp.refuses(UnknownWorksheet)
@bp.tagged()
@bp.asks(AsOfQuerySchema)
@bp.gives(RoadmapSchema)
def get_roadmap(query: dict[str, Any], enrolment: UUID) -> dict[str, Any]:
    """The document as it stands, what is missing of it, and what was handed in."""
    found, as_of = visible_enrolment(enrolment), query.get("as_of")
    content = content_of(found, as_of)
    standing = roadmaps.standing_of(get_database().session, found, as_of=as_of)
    document = draft_document(found, content, as_of)
    return roadmap_data(found, content, document, standing.shown_to(asker()))


@bp.get("/enrolments/<uuid:enrolment>/roadmap/document.<kind>")
@signed_in
@bp.refuses(UnknownWorksheet)
@bp.asks(AsOfQuerySchema)
@bp.gives(
    _FILE,
    content_type=MEDIA_TYPES["docx"],
    description="The document: a Word file or a PDF, by the address's ending",
)
@bp.gives(_FILE, content_type=MEDIA_TYPES["pdf"])
def get_roadmap_document(query: dict[str, Any], enrolment: UUID, kind: str) -> Response:
    """The document as it stands, as `docx` to edit or as `pdf`."""
    return draft_file(visible_enrolment(enrolment), kind, query.get("as_of"))


@bp.post("/enrolments/<uuid:enrolment>/roadmap/submissions")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    RoadmapIncomplete,
    RoadmapWaiting,
    UnknownWorksheet,
)
@bp.takes(NewRoadmapSubmissionSchema)
@bp.gives_also(RoadmapSubmissionSchema, 200, "What this operation handed in before")
@bp.gives(RoadmapSubmissionSchema, 201, description="Handed in")
def submit_roadmap(body: dict[str, Any], enrolment: UUID) -> Any:
    """Hand in the roadmap as the record holds it. It then waits for a trainer."""
    database = get_database()
    found = own_enrolment(enrolment)
    submission, is_new = roadmaps.submit_roadmap(
        database.session,
        found,
        get_site().catalogue,
        op=body["op"],
        language=DEFAULT,
        dated=day_of(now()),
        now=now(),
        by=asker(),
    )
    database.commit()
    handed_in = roadmaps.handed_in(database.session, submission)
    address = url_for("api-roadmaps.get_submitted_roadmap", submission=submission.uuid)
    return submission_data(handed_in), 201 if is_new else 200, {"Location": address}


@bp.get("/roadmaps")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(WaitingRoadmapPageSchema)
def list_roadmaps_to_review(query: dict[str, Any]) -> dict[str, Any]:
    """The roadmaps that wait for one to read them, the oldest first."""
    session, after = get_database().session, None
    if "after" in query:
        after = roadmap_reviews.find_submission(session, asker(), query["after"])
        if after is None:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = roadmap_reviews.roadmaps_to_review(
        session, asker(), after=after, limit=limit + 1
    )
    page = page_of(found, limit, lambda submission: submission.uuid)
    return {
        **page,
        "count": roadmap_reviews.count_to_review(session, asker()),
        "items": [waiting_data(each) for each in page["items"]],
    }


@bp.get("/roadmaps/<uuid:submission>")
@signed_in
@bp.tagged()
@bp.gives(SubmittedRoadmapSchema)
def get_submitted_roadmap(submission: UUID) -> dict[str, Any]:
    """A roadmap as it was handed in, word for word, and what was said of it."""
    found = visible_submission(submission)
    handed_in = roadmaps.handed_in(get_database().session, found)
    return submitted_data(handed_in.shown_to(asker()))


@bp.get("/roadmaps/<uuid:submission>/document.<kind>")
@signed_in
@bp.gives_also(None, 304, "The copy that you hold is the document")
@bp.gives(
    _FILE,
    content_type=MEDIA_TYPES["docx"],
    description="The document: a Word file or a PDF, by the address's ending",
)
@bp.gives(_FILE, content_type=MEDIA_TYPES["pdf"])
def get_submitted_roadmap_document(submission: UUID, kind: str) -> Response:
    """What was handed in, as `docx` to edit or as `pdf`."""
    return submitted_file(visible_submission(submission), kind)


@bp.post("/roadmaps/<uuid:submission>/review")
@staff
@bp.refuses(CommentsNeeded, NotPermitted, OperationConflict, ReviewedMeanwhile)
@bp.takes(NewRoadmapReviewSchema)
@bp.gives_also(RoadmapReviewSchema, 200, "What this operation said before")
@bp.gives(RoadmapReviewSchema, 201, description="Reviewed")
def review_roadmap(body: dict[str, Any], submission: UUID) -> Any:
    """Accept a roadmap, or send it back with comments. Its learner is told by mail."""
    database = get_database()
    found = submission_to_review(submission)
    _review, is_new = roadmap_reviews.review_roadmap(
        database.session,
        found,
        **body,
        letter=review_letter(get_site().settings.public_url),
        office=get_site().office,
        now=now(),
        by=asker(),
    )
    database.commit()
    told = review_data(roadmaps.handed_in(database.session, found).shown_to(asker()))
    address = url_for("api-roadmaps.get_submitted_roadmap", submission=submission)
    return told, 201 if is_new else 200, {"Location": address}
