"""Calls: which are open, joining one, and the doors as trainers set them."""

from typing import Any
from uuid import UUID

from flask import abort

from course import calls, join_codes, joining
from course.calls import INVITATION, Terms
from course.door_errors import (
    CallClosed,
    CallFull,
    CodeReplaced,
    InAnotherCohort,
    NotAdmitted,
    WrongCode,
    WrongDoor,
)
from course.errors import OperationConflict
from course.models import Call
from learner_api.auth import asker, public, signed_in, staff
from learner_api.call_views import call_data, listed_calls, locked_call, office_day
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.knocking import knocking
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.calls import (
    CallListSchema,
    CallQuerySchema,
    CallSchema,
    CallVersionSchema,
    ClosingSchema,
    DoorSchema,
    JoinCodeSchema,
    JoinedSchema,
    JoiningSchema,
    NewCallSchema,
)
from learner_api.schemas.fields import OperationSchema
from learner_api.site import get_site

bp = Resource("api-calls", __name__, description="Calls, join codes and doors.")


@bp.get("/calls")
@public
@bp.tagged()
@bp.asks(CallQuerySchema)
@bp.gives(CallListSchema)
def list_calls(query: dict[str, Any]) -> dict[str, Any]:
    """The calls that take people today, the nearest deadline first."""
    found = listed_calls(get_database().session, query["course"])
    return {"items": [call_data(each) for each in found]}


@bp.get("/calls/<call>")
@public
@bp.tagged()
@bp.gives(CallSchema)
def get_call(call: str) -> dict[str, Any]:
    """One call: what the course is, whom it is for, until when, and how to come in."""
    found = calls.find_call(get_database().session, call)
    return call_data(found) if found else abort(404)


@bp.post("/calls/<call>/joinings")
@signed_in
@bp.refuses(
    CallClosed,
    WrongDoor,
    WrongCode,
    CodeReplaced,
    NotAdmitted,
    CallFull,
    InAnotherCohort,
    OperationConflict,
    429,
)
@bp.takes(JoiningSchema)
@bp.gives_also(JoinedSchema, 200, "The asker was in the cohort already")
@bp.gives(JoinedSchema, 201, description="The asker is in the cohort")
def join_cohort(body: dict[str, Any], call: str) -> Any:
    """Come into a cohort by its open door: by its code, by one's domain, or freely."""
    database = get_database()
    with knocking():
        found = locked_call(call) or abort(404)
        joined = joining.join_cohort(
            database.session,
            found,
            asker(),
            **body,
            today=office_day(),
            now=now(),
            office=get_site().office,
        )
        database.commit()
    answer = {
        "enrolment": joined.enrolment.uuid,
        "cohort": found.cohort.key,
        "course": found.cohort.course_key,
    }
    return answer, 201 if joined.is_new else 200


@bp.get("/cohorts/<uuid:cohort>/door")
@staff
@bp.tagged()
@bp.gives(DoorSchema)
def get_door(cohort: UUID) -> dict[str, Any]:
    """The door of a cohort: what holds, its code, and all that was ever said of it."""
    session = get_database().session
    found = led_cohort(cohort)
    versions = calls.versions_of(session, found)
    code = join_codes.code_of(session, found)
    return {
        "door": versions[0][0].door if versions else INVITATION,
        "key": found.key,
        "code": code.code if code else None,
        "places_taken": calls.places_taken(session, found),
        "versions": [_version(call, name) for call, name in versions],
    }


@bp.post("/cohorts/<uuid:cohort>/door")
@staff
@bp.refuses(OperationConflict)
@bp.takes(NewCallSchema)
@bp.gives_also(CallVersionSchema, 200, "What this operation said before")
@bp.gives(CallVersionSchema, 201, description="What the door says from now on")
def open_door(body: dict[str, Any], cohort: UUID) -> Any:
    """Open a cohort's door, or say anew who may come in; what was said before stays."""
    database = get_database()
    op, door = body.pop("op"), body.pop("door")
    deadline, quota = body.pop("deadline"), body.pop("quota")
    call, is_new = calls.open_door(
        database.session,
        led_cohort(cohort, for_update=True),
        op=op,
        door=door,
        deadline=deadline,
        quota=quota,
        terms=Terms.from_data(body),
        now=now(),
        by=asker(),
    )
    database.commit()
    return _version(call, asker().name), 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/door/closing")
@staff
@bp.refuses(WrongDoor, OperationConflict)
@bp.takes(ClosingSchema)
@bp.gives_also(CallVersionSchema, 200, "What this operation said before")
@bp.gives(CallVersionSchema, 201, description="The door is closed from now on")
def close_door(body: dict[str, Any], cohort: UUID) -> Any:
    """Close a cohort's door: from now on people come in by invitation alone."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    call, is_new = calls.close_door(
        database.session, found, **body, now=now(), by=asker()
    )
    database.commit()
    return _version(call, asker().name), 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/join-codes")
@staff
@bp.refuses(OperationConflict)
@bp.takes(OperationSchema)
@bp.gives_also(JoinCodeSchema, 200, "The code that this operation made before")
@bp.gives(JoinCodeSchema, 201, description="The new code")
def renew_join_code(body: dict[str, Any], cohort: UUID) -> Any:
    """Give a cohort a new join code. The old one opens nothing from now on."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    code, is_new = join_codes.renew_code(
        database.session, found, **body, now=now(), by=asker()
    )
    database.commit()
    return code, 201 if is_new else 200


def _version(call: Call, name: str) -> dict[str, Any]:
    return {
        "number": call.number,
        "door": call.door,
        "deadline": call.deadline,
        "quota": call.quota,
        "terms": calls.terms_of(call),
        "reason": call.reason,
        "said_by": name,
        "said_at": call.recorded_at,
    }
