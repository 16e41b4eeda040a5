"""Roadmaps that an address names, for those who may see them, and their documents."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Response, abort, request

from course import accounts, roadmap_reviews, roadmaps
from course.documents import undrawable
from course.documents.words import texts_in
from course.models import Enrolment, RoadmapSubmission
from course.roadmap_content import RoadmapContent
from course.roadmap_document import roadmap_document
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.drawn import drawn
from learner_api.site import get_site
from learner_api.translation import DEFAULT

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}

Document = Mapping[str, Any]


def content_of(enrolment: Enrolment, as_of: datetime | None = None) -> RoadmapContent:
    """What the roadmap of an enrolment holds, as of a moment."""
    return roadmaps.content_held(
        get_database().session, enrolment, get_site().catalogue, as_of=as_of
    )


def draft_document(
    enrolment: Enrolment, content: RoadmapContent, as_of: datetime | None = None
) -> dict[str, Any]:
    """The document that the worksheets make, as it stands at a moment."""
    return roadmap_document(
        content,
        author=accounts.name_of(get_database().session, enrolment.user, as_of),
        language=DEFAULT,
        dated=day_of(as_of or now()),
    )


def day_of(moment: datetime) -> date:
    """The day that it then is where the course is given."""
    return moment.astimezone(get_site().office.zone).date()


def visible_submission(uuid: UUID) -> RoadmapSubmission:
    """What the asker or somebody they answer for handed in, or 404."""
    session = get_database().session
    return roadmap_reviews.find_submission(session, asker(), uuid) or abort(404)


def submission_to_review(uuid: UUID) -> RoadmapSubmission:
    """A submission that the asker may see, its enrolment locked for writing, or 404."""
    session = get_database().session
    found = roadmap_reviews.find_submission(session, asker(), uuid, for_update=True)
    return found or abort(404)


def draft_file(enrolment: Enrolment, kind: str, as_of: datetime | None) -> Response:
    """The roadmap as it stands at a moment, as a file of this kind."""
    if kind not in MEDIA_TYPES:
        abort(404)
    document = draft_document(enrolment, content_of(enrolment, as_of), as_of)
    return _file(document, kind, as_of or now())


def submitted_file(submission: RoadmapSubmission, kind: str) -> Response:
    """What was handed in, as a file of this kind. Its words never change."""
    if kind not in MEDIA_TYPES:
        abort(404)
    tag = f"{submission.digest}-{kind}"
    if request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = _file(submission.content, kind, submission.recorded_at)
    response.set_etag(tag)
    return response


def without_glyphs(document: Document) -> tuple[str, ...]:
    """The characters that the PDF cannot show; the Word file can."""
    return undrawable("\n".join(texts_in(document)))


def _file(document: Document, kind: str, made_at: datetime) -> Response:
    data = {"document": document, "made_at": made_at.isoformat()}
    response = Response(drawn(f"roadmap.{kind}", data), mimetype=MEDIA_TYPES[kind])
    country = re.sub(r"\W+", "-", document["country"].lower()).strip("-")
    name = "-".join(filter(None, ("roadmap", country, document["dated"])))
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    response.headers["Cache-Control"] = "private, no-cache"
    return response
