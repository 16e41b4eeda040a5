"""Selecting among applications: the list, the preview, the act, and the notices."""

from typing import Any
from uuid import UUID

from course import applications, decision_notices, selection
from course.application_standing import SELECTED, WITHDRAWN
from course.balance import balance_of
from course.door_errors import NoPlaceLeft, NotSelectable, StaleSelection
from course.errors import OperationConflict
from course.policy import reads_as_staff
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.door_letters import decision_letter
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.applications import (
    ChoicesSchema,
    FiledListSchema,
    PreviewSchema,
    SelectedSchema,
    SelectionSchema,
    ToldSchema,
    filed_data,
)
from learner_api.schemas.fields import OperationSchema
from learner_api.site import get_site

bp = Resource("api-selection", __name__, description="Selecting among applications.")


@bp.get("/cohorts/<uuid:cohort>/applications")
@staff
@bp.tagged()
@bp.gives(FiledListSchema)
def list_applications(cohort: UUID) -> dict[str, Any]:
    """The applications to a cohort, its places, and the balance of those selected.

    Whoever has applied themselves reads of that what any applicant reads.
    """
    session = get_database().session
    found = led_cohort(cohort)
    everything = applications.list_applications(session, found)
    places = selection.places_of(session, found)
    return {
        "quota": places.quota,
        "taken": places.taken,
        "free": places.free,
        "applied": balance_of(
            (
                each.application
                for each in everything
                if each.standing.state != WITHDRAWN
            ),
            on=now().date(),
        ),
        "selected": balance_of(
            (
                each.application
                for each in everything
                if each.standing.state == SELECTED
            ),
            on=now().date(),
        ),
        "next_in_line": [
            each.application.uuid
            for each in selection.next_in_line(session, found)
            if reads_as_staff(asker(), each.application)
        ],
        "items": [
            filed_data(each) for each in applications.as_read_by(asker(), everything)
        ],
    }


@bp.post("/cohorts/<uuid:cohort>/selection-previews")
@staff
@bp.refuses(StaleSelection)
@bp.takes(ChoicesSchema)
@bp.gives(PreviewSchema)
def preview_selection(body: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """What choosing so would do, and the balance before and after. Nothing is done."""
    preview = selection.preview_selection(
        get_database().session,
        led_cohort(cohort),
        choices_of(body),
        now=now(),
        by=asker(),
    )
    return {
        "token": preview.token,
        "free": preview.places.free,
        "outcomes": preview.outcomes,
        "before": preview.before,
        "after": preview.after,
    }


@bp.post("/cohorts/<uuid:cohort>/selections")
@staff
@bp.refuses(StaleSelection, NotSelectable, NoPlaceLeft, OperationConflict)
@bp.takes(SelectionSchema)
@bp.gives_also(SelectedSchema, 200, "The selection that this operation made")
@bp.gives(SelectedSchema, 201, description="The selection")
def select_applicants(body: dict[str, Any], cohort: UUID) -> Any:
    """Decide many applications at once, exactly as they were previewed.

    Whoever is selected is in the cohort; whoever is over the quota is on the waiting
    list. Nobody is written to before `sendDecisionNotices`.
    """
    database = get_database()
    choices = choices_of(body)
    made, is_new = selection.select_applicants(
        database.session,
        led_cohort(cohort, for_update=True),
        choices,
        op=body["op"],
        token=body["token"],
        reason=body["reason"],
        words=body["words"],
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    answer = {
        "uuid": made.uuid,
        "reason": made.reason,
        "recorded_at": made.recorded_at,
        "outcomes": made.outcome["rows"],
    }
    return answer, 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/decision-notices")
@staff
@bp.refuses(OperationConflict)
@bp.takes(OperationSchema)
@bp.gives(ToldSchema)
def send_decision_notices(body: dict[str, Any], cohort: UUID) -> dict[str, int]:
    """Write to every applicant whose decision was not told yet, each once."""
    database = get_database()
    told = decision_notices.send_notices(
        database.session,
        led_cohort(cohort, for_update=True),
        **body,
        letter=decision_letter(get_site().settings.public_url),
        now=now(),
        by=asker(),
    )
    database.commit()
    return {"told": told}


def choices_of(body: dict[str, Any]) -> dict[UUID, str]:
    """What was chosen, by the name of each application."""
    return {each["application"]: each["choice"] for each in body["choices"]}
