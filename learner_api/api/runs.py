"""Beginning a course anew, and topping up to a newer rule."""

from typing import Any
from uuid import UUID

from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    OperationConflict,
    UnknownCourse,
)
from course.rule_errors import NothingToTopUp, NotRenewable, RenewalReasonNeeded
from learner_api import runs
from learner_api.auth import signed_in
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.runs import (
    NewRunSchema,
    NewTopUpSchema,
    RunSchema,
    TopUpSchema,
)

bp = Resource("api-runs", __name__, description="Renewals, and topping up.")


@bp.post("/enrolments/<uuid:enrolment>/renewal")
@signed_in
@bp.refuses(NotRenewable, OperationConflict, RenewalReasonNeeded, UnknownCourse)
@bp.takes(NewRunSchema)
@bp.gives_also(RunSchema, 200, "The run that was begun before")
@bp.gives(RunSchema, 201, description="A new run")
def renew_enrolment(body: dict[str, Any], enrolment: UUID) -> Any:
    """Begin a course anew, with a run and in time a certificate of its own.

    A learner may once a certificate is about to expire, or has; an administrator at any
    time after something was earned. The earlier run stays as it is.
    """
    begun, is_new = runs.begin_anew(enrolment, op=body["op"], reason=body.get("reason"))
    get_database().commit()
    return begun, 201 if is_new else 200


@bp.post("/enrolments/<uuid:enrolment>/top-up")
@signed_in
@bp.refuses(CohortNotOpen, EnrolmentWithdrawn, NothingToTopUp, OperationConflict)
@bp.takes(NewTopUpSchema)
@bp.gives(TopUpSchema)
def begin_top_up(body: dict[str, Any], enrolment: UUID) -> dict[str, Any]:
    """Go over to the newer rule that one was asked to top up to.

    Certificates stay as they are. Sent again, it is not done again.
    """
    found, entry = runs.begin_top_up(enrolment, op=body["op"])
    get_database().commit()
    return {
        "enrolment": found.uuid,
        "edition": found.edition.digest,
        "recorded_at": entry.recorded_at,
    }
