"""Another name on a certificate: asked for, listed, approved or declined."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import ValidationError

from course import award_register, name_corrections
from course.award_errors import (
    AwardRevoked,
    AwardSuperseded,
    AwardSuspended,
    CorrectionAnswered,
    CorrectionWaits,
    SameName,
)
from course.errors import (
    NameNotPrintable,
    NotPermitted,
    OperationConflict,
    UnknownAward,
)
from course.name_corrections import APPROVED, DECLINED, Asked
from learner_api.auth import administrator, asker, signed_in
from learner_api.award_letters import answer_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.award_life import (
    NameAnswerSchema,
    NameCorrectionPageSchema,
    NameCorrectionQuerySchema,
    NameCorrectionSchema,
    NewNameCorrectionSchema,
)
from learner_api.schemas.paging import page_of
from learner_api.site import get_site

bp = Resource(
    "api-name-corrections",
    __name__,
    description="Another name on a certificate: asked for and answered.",
)

_REPLACING = (
    AwardRevoked,
    AwardSuperseded,
    AwardSuspended,
    NameNotPrintable,
    OperationConflict,
    SameName,
)


@bp.post("/awards/<number>/name-corrections")
@signed_in
@bp.refuses(UnknownAward, NotPermitted, CorrectionWaits, *_REPLACING)
@bp.takes(NewNameCorrectionSchema)
@bp.gives_also(NameCorrectionSchema, 200, "What this operation asked before")
@bp.gives(NameCorrectionSchema, 201, description="A new request")
def request_name_correction(body: dict[str, Any], number: str) -> Any:
    """Ask for another name on your own certificate. An administrator answers."""
    database = get_database()
    award = award_register.find_award(database.session, asker(), number)
    correction, is_new = name_corrections.request_name_correction(
        database.session, award, **body, now=now(), by=asker()
    )
    database.commit()
    return correction_data(_found(correction.uuid)), 201 if is_new else 200


@bp.get("/name-corrections")
@administrator
@bp.tagged()
@bp.asks(NameCorrectionQuerySchema)
@bp.gives(NameCorrectionPageSchema)
def list_name_corrections(query: dict[str, Any]) -> dict[str, Any]:
    """Requests for another name, the latest first; those that wait, if so asked."""
    session = get_database().session
    after = None
    if "after" in query:
        after = name_corrections.find_correction(session, query["after"])
        if after is None:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = name_corrections.list_corrections(
        session,
        only_waiting=query["waiting"],
        after=after.correction if after else None,
        limit=limit + 1,
    )
    page = page_of(found, limit, lambda each: each.correction.uuid)
    return {**page, "items": [correction_data(each) for each in page["items"]]}


@bp.post("/name-corrections/<uuid:correction>/approval")
@administrator
@bp.refuses(CorrectionAnswered, *_REPLACING)
@bp.takes(NameAnswerSchema)
@bp.gives(NameCorrectionSchema)
def approve_name_correction(body: dict[str, Any], correction: UUID) -> dict[str, Any]:
    """Replace the certificate by one with the new name, and tell its holder."""
    return _answer(correction, APPROVED, body)


@bp.post("/name-corrections/<uuid:correction>/refusal")
@administrator
@bp.refuses(CorrectionAnswered, OperationConflict)
@bp.takes(NameAnswerSchema)
@bp.gives(NameCorrectionSchema)
def decline_name_correction(body: dict[str, Any], correction: UUID) -> dict[str, Any]:
    """Leave the certificate as it is, and tell its holder why."""
    return _answer(correction, DECLINED, body)


def correction_data(asked: Asked) -> dict[str, Any]:
    """A request as ``NameCorrectionSchema`` dumps it."""
    correction, answer = asked.correction, asked.answer
    return {
        "uuid": correction.uuid,
        "number": asked.award.number,
        "printed_name": asked.award.claims["holder_name"],
        "name": correction.name,
        "reason": correction.reason,
        "changes_profile": correction.changes_profile,
        "asked_at": correction.recorded_at,
        "verdict": answer.verdict if answer else None,
        "words": answer.words if answer else None,
        "answered_at": answer.recorded_at if answer else None,
        "answered_by": asked.answered_by,
    }


def _answer(uuid: UUID, verdict: str, body: dict[str, Any]) -> dict[str, Any]:
    database = get_database()
    name_corrections.answer_name_correction(
        database.session,
        _found(uuid),
        verdict=verdict,
        **body,
        letter=answer_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return correction_data(_found(uuid))


def _found(uuid: UUID) -> Asked:
    found = name_corrections.find_correction(get_database().session, uuid)
    return found or abort(404)
