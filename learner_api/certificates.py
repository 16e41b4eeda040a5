"""The document of an award, as a file to keep."""

from hashlib import sha256
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from course.documents.pictures import pictures_written
from course.letterhead import pictures_of
from course.models import Award
from course.seals import seal_of
from learner_api.assets import YEAR
from learner_api.database import get_database
from learner_api.drawn import drawn


def certificate_file(award: Award) -> Response:
    """The document to download. It never changes, so a browser asks for it once."""
    response = Response(mimetype="application/pdf")
    data = document_data(get_database().session, award)
    tag = _tag_of(award, data["payload"])
    response.set_etag(tag)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="certificate-{award.number}.pdf"'
    )
    if request.if_none_match.contains(tag):
        response.make_conditional(request)
        return response
    response.set_data(drawn("certificate", data))
    return response


def document_data(session: Session, award: Award) -> dict[str, Any]:
    """All that the document is drawn from: JSON, to be handed to another process."""
    seal = seal_of(session, award)
    return {
        "claims": award.claims,
        # What the code carries behind the address; older awards may have no seal.
        "payload": seal.payload if seal is not None else None,
        "pictures": pictures_written(pictures_of(session, award.claims)),
    }


def _tag_of(award: Award, payload: str | None) -> str:
    """What the bytes depend on: the frozen claims, and what the code carries."""
    if payload is None:
        return award.digest
    return sha256(f"{award.digest}#{payload}".encode()).hexdigest()
