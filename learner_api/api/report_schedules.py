"""Reports of every month: scheduled, looked at, ended."""

from typing import Any
from uuid import UUID

from course import report_schedules
from course.errors import OperationConflict, UnknownCourse
from course.export_errors import FormatNotInstalled
from course.exporting_errors import CohortNeeded, NoReaders, UnknownReaders
from course.figures.faults import ImpossibleFilter
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schedule_views import have_scheduled, visible_schedule, waiting_for
from learner_api.schemas.fields import OperationSchema
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.schemas.report_schedules import (
    NewReportScheduleSchema,
    ReportHistorySchema,
    ReportSchedulePageSchema,
    ReportScheduleSchema,
    schedule_data,
    sent_data,
    waiting_data,
)

bp = Resource(
    "api-report-schedules",
    __name__,
    description="Reports that are exported every month and announced by mail.",
)

SCHEDULE = "/report-schedules/<uuid:schedule>"


@bp.post("/report-schedules")
@staff
@bp.refuses(
    404,
    CohortNeeded,
    FormatNotInstalled,
    ImpossibleFilter,
    NoReaders,
    OperationConflict,
    UnknownCourse,
    UnknownReaders,
)
@bp.takes(NewReportScheduleSchema)
@bp.gives_also(ReportScheduleSchema, 200, "What this operation scheduled before")
@bp.gives(ReportScheduleSchema, 201, description="Scheduled")
def schedule_report(body: dict[str, Any]) -> Any:
    """Have the same question exported every month and its readers told by mail.

    Each export is as of the last moment of the month before, by the clock of the
    office. The mail holds one link and no file. A reader who may not see what the file
    holds when it is sent is left out, and the history says so.
    """
    made, is_new = have_scheduled(body, body["readers"])
    get_database().commit()
    return _told(made.uuid), 201 if is_new else 200


@bp.get("/report-schedules")
@staff
@bp.refuses(404)
@bp.asks(PageQuerySchema)
@bp.gives(ReportSchedulePageSchema)
def list_report_schedules(asked: dict[str, Any]) -> dict[str, Any]:
    """The reports that you scheduled, the latest first; an administrator sees all."""
    session = get_database().session
    found = report_schedules.list_schedules(
        session,
        asker(),
        after=visible_schedule(asked["after"]) if "after" in asked else None,
        limit=asked["limit"] + 1,
    )
    page = page_of(found, asked["limit"], lambda each: each.uuid)
    readers = report_schedules.readers_of(session, page["items"])
    page["items"] = [schedule_data(each, readers[each.id]) for each in page["items"]]
    return page


@bp.get(SCHEDULE)
@staff
@bp.gives(ReportHistorySchema)
def get_report_schedule(schedule: UUID) -> dict[str, Any]:
    """A scheduled report with what was made of each month, and who was told.

    `waiting` names the months that are due and were not sent, and what stands against
    them: whoever scheduled it may have lost the right to what it holds.
    """
    found = visible_schedule(schedule)
    history = report_schedules.history_of(get_database().session, found)
    return {
        **_told(schedule),
        "waiting": [waiting_data(each) for each in waiting_for(found)],
        "history": [sent_data(each, now()) for each in history],
    }


@bp.post(f"{SCHEDULE}/end")
@staff
@bp.refuses(OperationConflict)
@bp.takes(OperationSchema)
@bp.gives(ReportScheduleSchema)
def end_report_schedule(body: dict[str, Any], schedule: UUID) -> Any:
    """Send it no more. What was sent stays on record."""
    database = get_database()
    report_schedules.end_schedule(
        database.session,
        visible_schedule(schedule),
        op=body["op"],
        now=now(),
        by=asker(),
    )
    database.commit()
    return _told(schedule)


def _told(uuid: UUID) -> dict[str, Any]:
    found = visible_schedule(uuid)
    readers = report_schedules.readers_of(get_database().session, [found])
    return schedule_data(found, readers[found.id])
