"""Cohorts: making them and seeing where their learners stand."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError

from course import cohorts, editions, enrolments
from course.errors import (
    CohortKeyTaken,
    OperationConflict,
    UnknownCourse,
    UnknownEdition,
)
from course.models import Cohort
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.cohorts import (
    CohortDetailSchema,
    CohortPageSchema,
    CohortProgressSchema,
    NewCohortSchema,
)
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.site import get_site

bp = Resource("api-cohorts", __name__, description="Cohorts and their learners.")


@bp.get("/cohorts")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(CohortPageSchema)
def list_cohorts(query: dict[str, Any]) -> dict[str, Any]:
    """The cohorts that one leads, or all for an administrator, the newest first."""
    session = get_database().session
    after = 0
    if "after" in query:
        seen = cohorts.find_cohort(session, asker(), query["after"])
        if seen is None:
            raise _unknown_cursor()
        after = seen.id
    limit = query["limit"]
    found = cohorts.list_cohorts(session, asker(), after=after, limit=limit + 1)
    return page_of(found, limit, lambda size: size.cohort.uuid)


@bp.post("/cohorts")
@staff
@bp.refuses(CohortKeyTaken, OperationConflict, UnknownCourse, UnknownEdition)
@bp.takes(NewCohortSchema)
@bp.gives_also(CohortDetailSchema, 200, "The cohort that this operation made before")
@bp.gives(CohortDetailSchema, 201, description="A new cohort")
def create_cohort(body: dict[str, Any]) -> Any:
    """Make a cohort for one edition of a course. A trainer leads what they make."""
    database = get_database()
    key, digest = body.pop("course"), body.pop("edition", None)
    if digest is None:
        course = get_site().catalogue.course(key)
        edition = editions.course_edition(database.session, course, now=now())
    else:
        edition = editions.find_course_edition(database.session, key, digest)
    cohort, is_new = cohorts.create_cohort(
        database.session, edition, **body, now=now(), by=asker()
    )
    database.commit()
    address = url_for("api-cohorts.get_cohort", cohort=cohort.uuid)
    return cohort, 201 if is_new else 200, {"Location": address}


@bp.get("/cohorts/<uuid:cohort>")
@staff
@bp.tagged()
@bp.gives(CohortDetailSchema)
def get_cohort(cohort: UUID) -> Cohort:
    """One cohort and those who lead it."""
    return led_cohort(cohort)


@bp.get("/cohorts/<uuid:cohort>/progress")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(CohortProgressSchema)
def get_cohort_progress(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """Where each learner of a cohort stands, what is left, and what blocks them."""
    session = get_database().session
    found = led_cohort(cohort)
    after = query.get("after")
    if after is not None:
        seen = enrolments.find_enrolment(session, asker(), after)
        if seen is None or seen.cohort_id != found.id:
            raise _unknown_cursor()
    limit = query["limit"]
    standings = cohorts.cohort_progress(session, found, after=after, limit=limit + 1)
    return page_of(standings, limit, lambda one: one.enrolment.uuid)


def _unknown_cursor() -> ValidationError:
    return ValidationError({"after": ["Nothing of this list has this name."]})
