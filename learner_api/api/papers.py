"""Programmes and papers: what a diploma asks, handing a paper in, and reviewing it."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from marshmallow import ValidationError

from course import editions, enrolments, paper_reviews, papers, progress
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotEnrolled,
    NotPermitted,
    OperationConflict,
    UnknownCourse,
)
from course.paper_errors import (
    HonourNeeded,
    NoPaperAsked,
    PaperAlreadyAccepted,
    PaperCommentsNeeded,
    PaperNotTaken,
    PaperReviewedMeanwhile,
    PaperWaiting,
    TitleNotPrintable,
)
from course.paper_files import MEDIA_TYPES
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.enrolled import enrolment_or_none
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.paper_letters import paper_letter
from learner_api.paper_views import (
    allow_paper,
    paper_file,
    paper_to_review,
    visible_paper,
)
from learner_api.programmes import certified_in
from learner_api.question_banks import sent_file
from learner_api.resources import Resource
from learner_api.schemas.courses import AsOfQuerySchema
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.schemas.papers import (
    NewPaperQuerySchema,
    NewPaperReviewSchema,
    PaperPageSchema,
    PaperReviewSchema,
    PaperSchema,
    PapersSchema,
    PaperSubmissionSchema,
    ProgrammeSchema,
    paper_data,
    papers_data,
    programme_data,
    review_data,
    submission_data,
    waiting_data,
)
from learner_api.site import get_site

bp = Resource(
    "api-papers",
    __name__,
    description="Programmes over several courses, and the papers that they ask for.",
)

_FILE = {"type": "string", "format": "binary"}


@bp.get("/programmes/<course>")
@signed_in
@bp.refuses(NotEnrolled, UnknownCourse)
@bp.tagged()
@bp.gives(ProgrammeSchema)
def get_programme(course: str) -> dict[str, Any]:
    """What the diploma of a programme asks, and which courses the asker has done."""
    session = get_database().session
    shown = get_site().catalogue.course(course)
    if not shown.is_programme:
        raise UnknownCourse(course)
    enrolment = enrolment_or_none(course)
    standing = None
    if enrolment is not None:
        shown = editions.course_of(session, enrolment.edition)
        standing = progress.standing_of(session, enrolment)
    taken = frozenset(enrolments.courses_of(session, asker()))
    return programme_data(shown, enrolment, taken, certified_in(standing))


@bp.get("/enrolments/<uuid:enrolment>/papers")
@signed_in
@bp.tagged()
@bp.asks(AsOfQuerySchema)
@bp.gives(PapersSchema)
def get_papers(query: dict[str, Any], enrolment: UUID) -> dict[str, Any]:
    """Every paper that was handed in for an enrolment, and what was said of it."""
    found = visible_enrolment(enrolment)
    session, as_of = get_database().session, query.get("as_of")
    return papers_data(found, papers.standing_of(session, found, as_of=as_of))


@bp.post("/enrolments/<uuid:enrolment>/papers")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    HonourNeeded,
    NoPaperAsked,
    NotPermitted,
    OperationConflict,
    PaperAlreadyAccepted,
    PaperNotTaken,
    PaperWaiting,
    TitleNotPrintable,
)
@bp.takes_file()
@bp.asks(NewPaperQuerySchema)
@bp.gives_also(PaperSubmissionSchema, 200, "What this operation handed in before")
@bp.gives(PaperSubmissionSchema, 201, description="Handed in")
def submit_paper(query: dict[str, Any], enrolment: UUID) -> Any:
    """Hand in a paper as a PDF or a Word document. It then waits to be read."""
    database = get_database()
    found = own_enrolment(enrolment)
    allow_paper()
    submission, is_new = papers.submit_paper(
        database.session,
        found,
        sent_file(),
        op=query["op"],
        title=" ".join(query["title"].split()),
        is_own_work=query["own_work"] == "true",
        now=now(),
        by=asker(),
    )
    database.commit()
    told = submission_data(papers.handed_in(database.session, submission))
    address = url_for("api-papers.get_paper", paper=submission.uuid)
    return told, 201 if is_new else 200, {"Location": address}


@bp.get("/papers")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(PaperPageSchema)
def list_papers(query: dict[str, Any]) -> dict[str, Any]:
    """The papers that wait for one to read them, the oldest first."""
    session, after = get_database().session, None
    if "after" in query:
        after = paper_reviews.find_paper(session, asker(), query["after"])
        if after is None:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = paper_reviews.papers_to_review(
        session, asker(), after=after, limit=limit + 1
    )
    page = page_of(found, limit, lambda submission: submission.uuid)
    return {
        **page,
        "count": paper_reviews.count_to_review(session, asker()),
        "items": [waiting_data(each) for each in page["items"]],
    }


@bp.get("/papers/<uuid:paper>")
@signed_in
@bp.tagged()
@bp.gives(PaperSchema)
def get_paper(paper: UUID) -> dict[str, Any]:
    """A paper that was handed in, and what was said of it."""
    return paper_data(papers.handed_in(get_database().session, visible_paper(paper)))


@bp.get("/papers/<uuid:paper>/file")
@signed_in
@bp.gives_also(None, 304, "The copy that you hold is the file")
@bp.gives(
    _FILE,
    content_type=MEDIA_TYPES["pdf"],
    description="The file, byte for byte as it was handed in",
)
@bp.gives(_FILE, content_type=MEDIA_TYPES["docx"])
def get_paper_file(paper: UUID) -> Response:
    """The file of a paper, for its learner and for the staff who answer for them."""
    return paper_file(visible_paper(paper))


@bp.post("/papers/<uuid:paper>/review")
@staff
@bp.refuses(
    NotPermitted, OperationConflict, PaperCommentsNeeded, PaperReviewedMeanwhile
)
@bp.takes(NewPaperReviewSchema)
@bp.gives_also(PaperReviewSchema, 200, "What this operation said before")
@bp.gives(PaperReviewSchema, 201, description="Reviewed")
def review_paper(body: dict[str, Any], paper: UUID) -> Any:
    """Accept a paper, or send it back with comments. Its learner is told by mail."""
    database = get_database()
    found = paper_to_review(paper)
    _review, is_new = paper_reviews.review_paper(
        database.session,
        found,
        **body,
        letter=paper_letter(get_site().settings.public_url),
        office=get_site().office,
        now=now(),
        by=asker(),
    )
    database.commit()
    told = review_data(papers.handed_in(database.session, found))
    address = url_for("api-papers.get_paper", paper=paper)
    return told, 201 if is_new else 200, {"Location": address}
