"""Papers: the learner's own, and those that wait for somebody to read them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from course import editions, paper_reviews, papers
from course.errors import CohortNotOpen, EnrolmentWithdrawn, sentence
from course.models import Enrolment, PaperSubmission
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
from course.paper_files import MOST_BYTES
from learner_api.addresses import course_address, papers_address
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.enrolled import opens_on
from learner_api.filled_in import own_enrolment, visible_enrolment
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.paper_letters import paper_letter
from learner_api.paper_views import (
    allow_paper,
    paper_file,
    paper_to_review,
    visible_paper,
)
from learner_api.paper_words import MOST_MEGABYTES
from learner_api.problems import refused
from learner_api.public_names import public_name
from learner_api.schemas.papers import MOST_TITLE
from learner_api.schemas.reviews import MOST_COMMENTS
from learner_api.site import get_site
from learner_api.submitted_page import Paragraphs
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("papers", __name__)

PAPERS = "/enrolments/<uuid:enrolment>/papers"
PAPER = "/papers/<uuid:paper>"
SHOWN = 50


class PaperForm(FormSchema):
    """What is said of a paper beside its file."""

    op = Operation()
    title = Line(sentence("Write the title of your paper."), most=MOST_TITLE)
    own_work = OneOf(("yes",))


class PaperReviewForm(FormSchema):
    """What is said of a paper by whoever read it."""

    op = Operation()
    verdict = OneOf(
        paper_reviews.VERDICTS,
        sentence("Choose whether to accept it or send it back."),
    )
    comments = Paragraphs(most=MOST_COMMENTS)


@bp.get(PAPERS)
@signed_in
def show_papers(enrolment: UUID) -> str:
    """Where the paper of an enrolment stands, and the form to hand one in."""
    return _papers_page(visible_enrolment(enrolment), Form({"op": new_operation()}))


@bp.post(PAPERS)
@signed_in
@before_notice
def hand_in(enrolment: UUID) -> ResponseReturnValue:
    """Hand in a paper. Sent twice, handed in once."""
    found = own_enrolment(enrolment)
    allow_paper()
    try:
        form = read_form(PaperForm())
        upload = request.files.get("file")
        content = upload.stream.read(MOST_BYTES + 1) if upload else b""
    except RequestEntityTooLarge:
        form = Form({"op": new_operation()})
        return _papers_page(found, form.refused("file", _not_taken())), 422
    if upload is None or not upload.filename:
        form = form.refused("file", _("Choose the file of your paper."))
    if form.errors:
        return _papers_page(found, form), 422
    return _handed_in(found, form, content)


@bp.get("/papers")
@staff
def list_waiting() -> str:
    """The papers that wait for the asker, the oldest first."""
    session = get_database().session
    named = request.args.get("after")
    after = visible_paper(public_name(named)) if named else None
    found = paper_reviews.papers_to_review(
        session, asker(), after=after, limit=SHOWN + 1
    )
    shown = found[:SHOWN]
    return render_template(
        "pages/papers.html",
        rows=shown,
        count=paper_reviews.count_to_review(session, asker()),
        is_first=after is None,
        is_saved="saved" in request.args,
        next_url=f"/papers?after={shown[-1].uuid}" if len(found) > SHOWN else None,
    )


@bp.get(PAPER)
@signed_in
def show_paper(paper: UUID) -> str:
    """A paper as it was handed in; whoever may review it finds the form."""
    return _paper_page(visible_paper(paper), Form({"op": new_operation()}))


@bp.get(f"{PAPER}/file")
@signed_in
def download(paper: UUID) -> Response:
    """The file of a paper, byte for byte as it was handed in."""
    return paper_file(visible_paper(paper))


@bp.post(f"{PAPER}/review")
@staff
def review(paper: UUID) -> ResponseReturnValue:
    """Accept a paper or send it back. Where another was first, theirs is shown."""
    database = get_database()
    found = paper_to_review(paper)
    paper_reviews.require_reviewer(found, asker())
    form = read_form(PaperReviewForm())
    if form.errors:
        return _paper_page(found, form), 422
    try:
        paper_reviews.review_paper(
            database.session,
            found,
            **{**form.data, "comments": form.data["comments"] or ""},
            letter=paper_letter(get_site().settings.public_url),
            office=get_site().office,
            now=now(),
            by=asker(),
        )
    except PaperCommentsNeeded as refusal:
        return _paper_page(found, form.refused("comments", said(refusal))), 422
    except PaperReviewedMeanwhile as refusal:
        return _paper_page(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect("/papers?saved=1", 303)


def _handed_in(enrolment: Enrolment, form: Form, content: bytes) -> ResponseReturnValue:
    database = get_database()
    try:
        papers.submit_paper(
            database.session,
            enrolment,
            content,
            op=form.data["op"],
            title=form.data["title"],
            is_own_work=form.data["own_work"] == "yes",
            now=now(),
            by=asker(),
        )
    except PaperNotTaken as refusal:
        return _papers_page(enrolment, form.refused("file", said(refusal))), 422
    except TitleNotPrintable as refusal:
        return _papers_page(enrolment, form.refused("title", said(refusal))), 422
    except HonourNeeded as refusal:
        return _papers_page(enrolment, form.refused("own_work", said(refusal))), 422
    except (
        CohortNotOpen,
        EnrolmentWithdrawn,
        NoPaperAsked,
        PaperAlreadyAccepted,
        PaperWaiting,
    ) as refusal:
        status = refused(refusal).problem.status
        return _papers_page(enrolment, form.refused("", said(refusal))), status
    database.commit()
    return redirect(f"{papers_address(enrolment.uuid)}?handed-in=1", 303)


def _papers_page(enrolment: Enrolment, form: Form) -> str:
    session = get_database().session
    course = editions.course_of(session, enrolment.edition)
    standing = papers.standing_of(session, enrolment)
    is_open = enrolment.withdrawn_at is None and opens_on(enrolment) is None
    is_own = enrolment.user_id == asker().id
    return render_template(
        "pages/paper_hand_in.html",
        **_frame(enrolment),
        standing=standing,
        form=form,
        is_handed_in="handed-in" in request.args and not form.errors,
        opens_on=opens_on(enrolment),
        is_asked=papers.asks_for_paper(course),
        may_hand_in=is_own and is_open and standing.may_hand_in,
        most_title=MOST_TITLE,
        most_megabytes=MOST_MEGABYTES,
    )


def _paper_page(submission: PaperSubmission, form: Form) -> str:
    enrolment = submission.enrolment
    return render_template(
        "pages/paper.html",
        **_frame(enrolment),
        paper=submission,
        handed_in=papers.handed_in(get_database().session, submission),
        form=form,
        may_review=asker().is_staff and enrolment.user_id != asker().id,
    )


def _frame(enrolment: Enrolment) -> dict[str, Any]:
    """What each page of a paper knows of whose it is."""
    session = get_database().session
    return {
        "enrolment": enrolment,
        "is_own": enrolment.user_id == asker().id,
        "course": editions.course_of(session, enrolment.edition),
        "course_url": course_address(enrolment.course_key),
        "papers_url": papers_address(enrolment.uuid),
    }


def _not_taken() -> str:
    return said(PaperNotTaken(MOST_MEGABYTES))
