"""Papers that an address names, for those who may see them, and their files."""

from uuid import UUID

from flask import Response, abort, request

from course import paper_reviews, papers
from course.models import PaperSubmission
from course.paper_files import MEDIA_TYPES, MOST_BYTES
from learner_api.auth import asker
from learner_api.database import get_database

# What a form holds beside its file.
_BESIDE = 100_000


def visible_paper(uuid: UUID) -> PaperSubmission:
    """What the asker or somebody they answer for handed in, or 404."""
    session = get_database().session
    return paper_reviews.find_paper(session, asker(), uuid) or abort(404)


def paper_to_review(uuid: UUID) -> PaperSubmission:
    """A paper that the asker may see, its enrolment locked for writing, or 404."""
    session = get_database().session
    found = paper_reviews.find_paper(session, asker(), uuid, for_update=True)
    return found or abort(404)


def allow_paper() -> None:
    """Let this request hold a paper, which is larger than all else that is sent.

    Said before the body is read, and to those alone who may hand one in.
    """
    request.max_content_length = MOST_BYTES + _BESIDE


def paper_file(submission: PaperSubmission) -> Response:
    """The file as it was handed in, to be kept and never shown by the browser."""
    if request.if_none_match.contains(submission.digest):
        response = Response(status=304)
    else:
        content = papers.content_of(get_database().session, submission)
        response = Response(content, mimetype=MEDIA_TYPES[submission.format])
        name = f"paper-{submission.number}.{submission.format}"
        response.headers.set("Content-Disposition", "attachment", filename=name)
    response.set_etag(submission.digest)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
