"""Accommodations: extra time and extra attempts, granted, listed and ended."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import ValidationError

from course import enrolments, grant_ends, granting
from course.accommodations import Granted, find_granted, granted_to
from course.errors import NotPermitted, OperationConflict, UnknownQuiz
from course.models import Cohort, Enrolment
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.letters import grant_letter
from learner_api.resources import Resource
from learner_api.schemas.accommodations import (
    AccommodationEndingSchema,
    AccommodationPageSchema,
    AccommodationQuerySchema,
    AccommodationSchema,
    NewAccommodationSchema,
    accommodation_data,
)
from learner_api.schemas.paging import page_of
from learner_api.site import get_site

bp = Resource(
    "api-accommodations",
    __name__,
    description="Extra time and extra attempts for those who need them.",
)


@bp.get("/accommodations")
@staff
@bp.refuses(404)
@bp.tagged()
@bp.asks(AccommodationQuerySchema)
@bp.gives(AccommodationPageSchema)
def list_accommodations(query: dict[str, Any]) -> dict[str, Any]:
    """What was granted, the latest first: to a learner, to a cohort, or to all yours.

    A learner's list holds what is granted to their cohort too.
    """
    session = get_database().session
    holder = _holder(query)
    after = find_granted(session, asker(), query["after"]) if "after" in query else None
    if "after" in query and after is None:
        raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = granted_to(
        session,
        asker(),
        holder,
        after=after.accommodation if after else None,
        limit=limit + 1,
    )
    page = page_of(found, limit, lambda each: each.accommodation.uuid)
    return {**page, "items": [accommodation_data(each) for each in page["items"]]}


@bp.post("/accommodations")
@staff
@bp.refuses(404, NotPermitted, OperationConflict, UnknownQuiz)
@bp.takes(NewAccommodationSchema)
@bp.gives_also(AccommodationSchema, 200, "What this operation granted before")
@bp.gives(AccommodationSchema, 201, description="A new accommodation")
def grant_accommodation(body: dict[str, Any]) -> Any:
    """Grant a learner or a cohort extra time or extra attempts, and tell them by mail.

    Attempts that are open and not over get their later end at once.
    """
    database = get_database()
    holder = _holder(body)
    if holder is None:
        abort(404)
    accommodation, is_new = granting.grant(
        database.session,
        holder,
        **{name: body[name] for name in body.keys() - {"learner", "cohort"}},
        letter=grant_letter(get_site(), asker()),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return accommodation_data(_found(accommodation.uuid)), 201 if is_new else 200


@bp.post("/accommodations/<uuid:accommodation>/end")
@staff
@bp.refuses(NotPermitted, OperationConflict)
@bp.takes(AccommodationEndingSchema)
@bp.gives(AccommodationSchema)
def end_accommodation(body: dict[str, Any], accommodation: UUID) -> dict[str, Any]:
    """End an accommodation. Attempts that were begun under it keep their time."""
    database = get_database()
    grant_ends.end_grant(
        database.session,
        _found(accommodation).accommodation,
        **body,
        now=now(),
        by=asker(),
    )
    database.commit()
    return accommodation_data(_found(accommodation))


def _found(uuid: UUID) -> Granted:
    return find_granted(get_database().session, asker(), uuid) or abort(404)


def _holder(named: dict[str, Any]) -> Enrolment | Cohort | None:
    """The learner or the cohort that is named, or 404; nothing where none is named."""
    session = get_database().session
    if "learner" in named:
        enrolment = enrolments.find_enrolment(session, asker(), named["learner"])
        return enrolment or abort(404)
    if "cohort" in named:
        return led_cohort(named["cohort"])
    return None
