"""Asking for awards, reading them, and checking anybody's."""

from typing import Any

from flask import Response, request, url_for
from marshmallow import ValidationError

from course import awards, editions, enrolments
from course.awards import Verification
from course.errors import NameNotPrintable, NotEnrolled, NotYetComplete, UnknownAward
from course.models import Award
from learner_api.auth import asker, public, signed_in
from learner_api.certificates import certificate_file
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.awards import (
    AwardPageSchema,
    AwardQuerySchema,
    AwardSchema,
    VerificationSchema,
)
from learner_api.site import get_site

bp = Resource(
    "api-awards", __name__, description="Certificates: earned, drawn and verified."
)


@bp.get("/awards")
@signed_in
@bp.tagged()
@bp.gives(AwardPageSchema)
def list_awards() -> dict[str, Any]:
    """One's own awards, the newest first."""
    found = awards.awards_of(get_database().session, asker())
    return {"items": [_named(award) for award in found]}


@bp.post("/courses/<course>/awards")
@signed_in
@bp.refuses(NameNotPrintable, NotEnrolled, NotYetComplete)
@bp.takes(AwardQuerySchema)
@bp.gives_also(AwardSchema, 200, "The award that was already given")
@bp.gives(AwardSchema, 201, description="A new award")
def request_award(body: dict[str, str], course: str) -> Any:
    """Ask for an award that was earned and is not given yet."""
    database = get_database()
    enrolment = enrolments.enrolment_on(
        database.session, asker(), course, for_update=True
    )
    kind = body["kind"]
    offered = editions.course_of(database.session, enrolment.edition).awards
    if kind not in offered:
        words = f"This course gives: {', '.join(offered)}."
        raise ValidationError({"kind": [words]})
    award, is_new = awards.request_award(
        database.session,
        enrolment,
        kind,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    shown = _whole(award)
    return shown, 201 if is_new else 200, {"Location": shown["address"]}


@bp.get("/awards/<number>")
@signed_in
@bp.refuses(UnknownAward)
@bp.tagged()
@bp.gives(AwardSchema)
def get_award(number: str) -> dict[str, Any]:
    """An award with everything that was frozen on its day, and whether it holds."""
    return _whole(awards.find_award(get_database().session, asker(), number))


@bp.get("/awards/<number>/document")
@signed_in
@bp.refuses(UnknownAward)
@bp.gives_also(None, 304, "The copy that you hold is the document")
@bp.gives(
    {"type": "string", "format": "binary"},
    content_type="application/pdf",
    description="The certificate",
)
def get_award_pdf(number: str) -> Response:
    """The certificate as a PDF, drawn from the award's own words alone."""
    award = awards.find_award(get_database().session, asker(), number)
    return certificate_file(award)


@bp.get("/verifications/<number>")
@public
@bp.refuses(UnknownAward)
@bp.tagged()
@bp.gives(VerificationSchema)
def verify_award(number: str) -> dict[str, Any]:
    """Whether an award holds, however its number was typed. Anybody may ask."""
    found = awards.verify_award(get_database().session, number)
    return {
        "number": found.award.number,
        "claims": found.award.claims,
        **_held(found),
    }


@bp.after_request  # type: ignore[untyped-decorator]  # flask-smorest has no types
def let_any_page_verify(response: Response) -> Response:
    """Let a checker that was opened from a file read what anybody may know.

    No cookie goes with such a question: it is answered as to a stranger.
    """
    if request.endpoint == f"{bp.name}.{verify_award.__name__}":
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _named(award: Award) -> dict[str, Any]:
    claims = award.claims
    return {
        "number": award.number,
        "kind": claims["kind"],
        "title": claims["kind_title"],
        "course": claims["course_key"],
        "course_title": claims["course_title"],
        "holder_name": claims["holder_name"],
        "awarded_on": claims["awarded_on"],
        "address": url_for("api-awards.get_award", number=award.number),
        "document": url_for("api-awards.get_award_pdf", number=award.number),
    }


def _whole(award: Award) -> dict[str, Any]:
    found = awards.verify_award(get_database().session, award.number)
    return {
        **_named(award),
        "digest": award.digest,
        "recorded_at": award.recorded_at,
        "claims": award.claims,
        **_held(found),
    }


def _held(found: Verification) -> dict[str, Any]:
    return {
        "status": found.status,
        "status_since": found.status_since,
        "successor": found.successor,
    }
