"""Why somebody has an award or has none yet: proofs, of one learner and of a cohort."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort

from course import enrolments, sign_offs
from course.cohort_completion import cohort_completion
from course.errors import (
    EnrolmentWithdrawn,
    NotEnrolled,
    NotPermitted,
    OperationConflict,
)
from course.models import Enrolment
from course.progress import standing_of
from course.sign_off_errors import SignOffUnchanged
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.filled_in import visible_enrolment
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.completion import (
    CohortCompletionSchema,
    CompletionProofSchema,
    NewSignOffSchema,
    SignOffPageSchema,
    SignOffSchema,
    cohort_data,
    proof_data,
    sign_off_data,
)
from learner_api.schemas.courses import AsOfQuerySchema
from learner_api.site import get_site

bp = Resource(
    "api-completion",
    __name__,
    description="What stands between a learner and each award, down to the record.",
)


@bp.get("/courses/<course>/completion")
@signed_in
@bp.refuses(NotEnrolled)
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(CompletionProofSchema)
def explain_completion(query: dict[str, Any], course: str) -> dict[str, Any]:
    """What stands between the asker and each award of a course, as a proof.

    Each criterion falls into leaves: what is required, what was observed, which rows
    of the record show it, and what to do next. The leaves suffice to reckon the
    verdict.
    """
    session = get_database().session
    enrolment = enrolments.enrolment_on(session, asker(), course)
    return _proof_of(enrolment, query.get("as_of"))


@bp.get("/enrolments/<uuid:enrolment>/completion")
@signed_in
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(CompletionProofSchema)
def explain_completion_of(query: dict[str, Any], enrolment: UUID) -> dict[str, Any]:
    """The same of one enrolment: the asker's own, or a learner's they answer for."""
    return _proof_of(visible_enrolment(enrolment), query.get("as_of"))


@bp.get("/cohorts/<uuid:cohort>/completion")
@staff
@bp.tagged(apart_from=("as_of",))
@bp.asks(AsOfQuerySchema)
@bp.gives(CohortCompletionSchema)
def explain_cohort_completion(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """What holds the learners of a cohort up before each award, with their names.

    They are today's learners without those withdrawn, by the record of the moment.
    """
    session = get_database().session
    found = led_cohort(cohort)
    as_of = query.get("as_of")
    completion = cohort_completion(session, found, as_of=as_of)
    return {
        "cohort": found.uuid,
        "as_of": as_of or now(),
        "learners": completion.learners,
        "awards": cohort_data(completion),
    }


@bp.get("/enrolments/<uuid:enrolment>/sign-offs")
@signed_in
@bp.tagged()
@bp.gives(SignOffPageSchema)
def list_sign_offs(enrolment: UUID) -> dict[str, Any]:
    """What trainers said of an enrolment: signed off or not, the latest first."""
    found = visible_enrolment(enrolment)
    rows = sign_offs.sign_offs_of(get_database().session, found)
    return {"items": [sign_off_data(*row) for row in rows]}


@bp.post("/enrolments/<uuid:enrolment>/sign-offs")
@staff
@bp.refuses(EnrolmentWithdrawn, NotPermitted, OperationConflict, SignOffUnchanged)
@bp.takes(NewSignOffSchema)
@bp.gives_also(SignOffSchema, 200, "What this operation said before")
@bp.gives(SignOffSchema, 201, description="A new sign-off, or its withdrawal")
def sign_off(body: dict[str, Any], enrolment: UUID) -> Any:
    """Sign off a learner, or take that back. What it completes is completed with it."""
    database = get_database()
    found = enrolments.find_enrolment(
        database.session, asker(), enrolment, for_update=True
    )
    if found is None:
        abort(404)
    row, is_new = sign_offs.sign_off(
        database.session, found, **body, now=now(), office=get_site().office, by=asker()
    )
    database.commit()
    return sign_off_data(row, asker().name), 201 if is_new else 200


def _proof_of(enrolment: Enrolment, as_of: datetime | None) -> dict[str, Any]:
    standing = standing_of(get_database().session, enrolment, as_of=as_of)
    completion = standing.completion
    return {
        "course": enrolment.course_key,
        "enrolment": enrolment.uuid,
        "edition": enrolment.edition.digest,
        "as_of": as_of or now(),
        "mode": completion.mode,
        "run": completion.run,
        "awards": [proof_data(proof, enrolment) for proof in standing.awards],
    }
