"""The privacy notice: reading it, and accepting it."""

from typing import Any

from course import consent
from course.door_errors import StaleNotice
from course.errors import OperationConflict
from learner_api.auth import asker, public, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice, note_accepted
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.notices import (
    AcceptanceSchema,
    NewAcceptanceSchema,
    NoticeQuerySchema,
    NoticeSchema,
)
from learner_api.site import get_site

bp = Resource("api-notices", __name__, description="The privacy notice.")


@bp.get("/privacy-notice")
@public
@bp.tagged()
@bp.asks(NoticeQuerySchema)
@bp.gives(NoticeSchema)
def get_notice(query: dict[str, Any]) -> dict[str, Any]:
    """The privacy notice in force, in a language or in English."""
    notice = get_site().notices.in_force
    language = query["language"] if query["language"] in notice.texts else "en"
    return {
        "number": notice.number,
        "version": notice.version,
        "in_force_from": notice.in_force_from,
        "changed": notice.changed,
        "language": language,
        "languages": list(notice.texts),
        "text": notice.text(language),
    }


@bp.post("/privacy-notice/acceptances")
@signed_in
@before_notice
@bp.refuses(StaleNotice, OperationConflict)
@bp.takes(NewAcceptanceSchema)
@bp.gives_also(AcceptanceSchema, 200, "That it was accepted before")
@bp.gives(AcceptanceSchema, 201, description="The acceptance")
def accept_notice(body: dict[str, Any]) -> Any:
    """Accept the notice in force: the version that the person has read."""
    database = get_database()
    accepted, is_new = consent.accept_notice(
        database.session,
        asker(),
        get_site().notices.in_force,
        body["version"],
        op=body["op"],
        now=now(),
    )
    database.commit()
    note_accepted(asker())
    return accepted, 201 if is_new else 200
