"""Asking for awards, reading them, and checking anybody's."""

from typing import Any

from flask import Response, request, url_for
from marshmallow import ValidationError

from course import award_register, editions, enrolments, programmes
from course.award_errors import WaitsForRelease
from course.award_status import Verification, verification_of
from course.errors import NameNotPrintable, NotEnrolled, NotYetComplete, UnknownAward
from course.models import Award
from learner_api.auth import asker, public, signed_in
from learner_api.certificates import certificate_file
from learner_api.checking import checked, checked_file, not_indexed
from learner_api.clock import now
from learner_api.credential_files import (
    BADGES,
    CREDENTIALS,
    own_badge,
    own_credential,
)
from learner_api.database import get_database
from learner_api.drawn import StillChecking
from learner_api.question_banks import sent_file
from learner_api.resources import Resource
from learner_api.schemas.awards import (
    AwardPageSchema,
    AwardQuerySchema,
    AwardSchema,
    CredentialCheckSchema,
    VerificationSchema,
)
from learner_api.site import get_site

bp = Resource(
    "api-awards", __name__, description="Certificates: earned, drawn and verified."
)

_FILE = {"type": "string", "format": "binary"}


@bp.after_request  # type: ignore[untyped-decorator]  # flask-smorest has no types
def keep_out_of_indexes(response: Response) -> Response:
    """Certificates bear names: no search engine keeps what is told of them."""
    return not_indexed(response)


@bp.get("/awards")
@signed_in
@bp.tagged()
@bp.gives(AwardPageSchema)
def list_awards() -> dict[str, Any]:
    """One's own awards, the newest first."""
    found = award_register.awards_of(get_database().session, asker())
    return {"items": [_named(award) for award in found]}


@bp.post("/courses/<course>/awards")
@signed_in
@bp.refuses(NameNotPrintable, NotEnrolled, NotYetComplete, WaitsForRelease)
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
    award, is_new = programmes.request_award(
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
    return _whole(award_register.find_award(get_database().session, asker(), number))


@bp.get("/awards/<number>/document")
@signed_in
@bp.refuses(UnknownAward)
@bp.gives_also(None, 304, "The copy that you hold is the document")
@bp.gives(
    _FILE,
    content_type="application/pdf",
    description="The certificate",
)
def get_award_pdf(number: str) -> Response:
    """The certificate as a PDF, drawn from the award's own words alone."""
    award = award_register.find_award(get_database().session, asker(), number)
    return certificate_file(award)


@bp.get("/awards/<number>/credential.<suffix>")
@signed_in
@bp.refuses(UnknownAward)
@bp.gives_also(None, 304, "The copy that you hold is the credential")
@bp.gives(
    {"type": "object"},
    content_type=CREDENTIALS["json"],
    description="An OpenBadgeCredential with its proof, or as a token, by the suffix",
)
@bp.gives({"type": "string"}, content_type=CREDENTIALS["jwt"])
def get_award_credential(number: str, suffix: str) -> Response:
    """The award as an Open Badges 3.0 credential: `json` with its proof, or `jwt`."""
    return own_credential(number, suffix)


@bp.get("/awards/<number>/badge.<suffix>")
@signed_in
@bp.refuses(UnknownAward)
@bp.gives_also(None, 304, "The copy that you hold is the badge")
@bp.gives(_FILE, content_type=BADGES["png"], description="A picture, by the suffix")
@bp.gives(_FILE, content_type=BADGES["svg"])
def get_award_badge(number: str, suffix: str) -> Response:
    """The badge of an award as `png` or `svg`, with its credential inside."""
    return own_badge(number, suffix)


@bp.get("/verifications/<number>")
@public
@bp.refuses(UnknownAward, 429)
@bp.tagged()
@bp.gives(VerificationSchema)
def verify_award(number: str) -> dict[str, Any]:
    """Whether an award holds, however its number was typed. Anybody may ask."""
    return _verified(checked(number))


@bp.post("/verifications")
@public
@bp.takes_file()
@bp.refuses(StillChecking, 429)
@bp.gives(CredentialCheckSchema)
def check_credential() -> dict[str, Any]:
    """Whether a credential is ours, unaltered and holds. It is read and forgotten.

    It may be an Open Badge 3.0 as JSON or as a token, a badge as PNG or SVG with one
    inside, or the text of the code on a certificate. Nothing is fetched.
    """
    found = checked_file(sent_file())
    return {
        "answer": found.answer,
        "issuer": found.named,
        "number": found.number,
        "verification": (
            _verified(found.verification) if found.verification is not None else None
        ),
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


def _verified(found: Verification) -> dict[str, Any]:
    return {
        "number": found.award.number,
        "claims": found.award.claims,
        "chain": found.chain,
        **_held(found),
    }


def _whole(award: Award) -> dict[str, Any]:
    return award_data(award, verification_of(get_database().session, award, now=now()))


def award_data(award: Award, found: Verification) -> dict[str, Any]:
    """An award as ``AwardSchema`` dumps it."""
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
