"""A cohort as its trainer looks after it, and letters to a group of it."""

from typing import Any
from uuid import UUID

from flask import Response, abort
from marshmallow import ValidationError

from course import cohort_messages
from course.cohort_messages import ALL, Choice, audience_of
from course.errors import OperationConflict
from course.exports.file_names import moment_in_name
from course.exports.overviews import overview_table
from course.learners_seen import CohortOverview
from course.models import Cohort
from course.overview_errors import NobodyToWriteTo, StaleAudience
from course.trainer_groups import WITHDRAWN
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.cohort_letters import message_letter
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.overview_views import overview_shown
from learner_api.resources import Resource
from learner_api.schemas.overview import (
    CohortMessageDetailSchema,
    CohortMessageSchema,
    CohortMessagesSchema,
    CohortOverviewSchema,
    NewCohortMessageSchema,
    OverviewQuerySchema,
    ViewQuerySchema,
    message_data,
    overview_data,
)
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.site import get_site
from learner_api.table_files import gives_table, table_file

bp = Resource(
    "api-overview",
    __name__,
    description="Who of a cohort is on track, who needs a word, and writing to them.",
)


@bp.get("/cohorts/<uuid:cohort>/overview")
@staff
@bp.tagged(apart_from=("as_of",))
@bp.asks(OverviewQuerySchema)
@bp.gives(CohortOverviewSchema)
def get_cohort_overview(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """Who is on track, behind, silent, failed twice, finished or withdrawn, and why.

    Each learner comes with what blocks them and with every module, which is the heat
    map. A learner may stand in several groups. Without a calendar nobody is behind.
    """
    found = led_cohort(cohort)
    overview = _overview(found, query)
    group, search = query.get("group"), query["search"]
    learners = overview.found(group=group, search=search, sort=query["sort"])
    audience = (
        None
        if group == WITHDRAWN
        else audience_of(overview, found, Choice(group or ALL, overview.days, search))
    )
    first = 0
    if "after" in query:
        places = {each.enrolment: place for place, each in enumerate(learners)}
        if query["after"] not in places:
            raise _unknown_cursor()
        first = places[query["after"]] + 1
    limit = query["limit"]
    return {
        "cohort": found.uuid,
        "mode": found.mode,
        **overview_data(overview, learners, audience),
        **page_of(
            learners[first : first + limit + 1], limit, lambda each: each.enrolment
        ),
    }


@bp.get("/cohorts/<uuid:cohort>/overview.<suffix>")
@staff
@bp.asks(ViewQuerySchema)
@gives_table(bp, "The heat map")
def export_cohort_overview(
    query: dict[str, Any], cohort: UUID, suffix: str
) -> Response:
    """The heat map of the learners that are asked for, as a file."""
    found = led_cohort(cohort)
    overview = _overview(found, query)
    learners = overview.found(
        group=query.get("group"), search=query["search"], sort=query["sort"]
    )
    moment = moment_in_name(overview.as_of)
    return table_file(
        f"modules-{found.key}-as-of-{moment}",
        suffix,
        lambda _session: overview_table(found, overview, learners),
    )


@bp.get("/cohorts/<uuid:cohort>/messages")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(CohortMessagesSchema)
def list_cohort_messages(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """What was written to groups of a cohort, the latest first."""
    session = get_database().session
    found, after = led_cohort(cohort), None
    if "after" in query:
        seen = cohort_messages.find_message(session, found, query["after"])
        if seen is None:
            raise _unknown_cursor()
        after = seen.message
    limit = query["limit"]
    sent = cohort_messages.messages_of(session, found, after=after, limit=limit + 1)
    return page_of([message_data(each) for each in sent], limit, lambda e: e["uuid"])


@bp.post("/cohorts/<uuid:cohort>/messages")
@staff
@bp.refuses(NobodyToWriteTo, OperationConflict, StaleAudience)
@bp.takes(NewCohortMessageSchema)
@bp.gives_also(CohortMessageSchema, 200, "The message that this operation sent before")
@bp.gives(CohortMessageSchema, 201, description="The message, one letter for each")
def message_cohort(body: dict[str, Any], cohort: UUID) -> Any:
    """Write to exactly those of a group whom the token stands for, a letter for each.

    A group that has changed since is written to by nobody: ask `getCohortOverview` for
    it again. Whoever was withdrawn is never written to.
    """
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    days = body.get("days", get_site().settings.silent_days)
    message, is_new = cohort_messages.message_cohort(
        database.session,
        found,
        Choice(body["audience"], days, body["search"]),
        op=body["op"],
        token=body["token"],
        subject=body["subject"],
        body=body["text"],
        letter=message_letter(get_site().settings.public_url, found, asker()),
        office=get_site().settings.zone,
        now=now(),
        by=asker(),
    )
    sent = cohort_messages.find_message(database.session, found, message.uuid)
    database.commit()
    return message_data(sent or abort(404)), 201 if is_new else 200


@bp.get("/cohorts/<uuid:cohort>/messages/<uuid:message>")
@staff
@bp.tagged()
@bp.gives(CohortMessageDetailSchema)
def get_cohort_message(cohort: UUID, message: UUID) -> dict[str, Any]:
    """One message to a group, with everybody whom it went to."""
    session = get_database().session
    sent = cohort_messages.find_message(session, led_cohort(cohort), message)
    if sent is None:
        abort(404)
    readers = cohort_messages.readers_of(session, sent.message)
    return {
        **message_data(sent),
        "readers": [
            {"enrolment": uuid, "name": name, "email": email}
            for uuid, name, email in readers
        ],
    }


def _overview(cohort: Cohort, query: dict[str, Any]) -> CohortOverview:
    days = query.get("days", get_site().settings.silent_days)
    return overview_shown(cohort, days)


def _unknown_cursor() -> ValidationError:
    return ValidationError({"after": ["Nothing of this list has this name."]})
