"""The calendar of a run: reading it, setting it, and the zone that one lives by."""

from typing import Any
from uuid import UUID

from course import run_calendar, zones
from course.calendar_errors import (
    DueBeforeOpen,
    ModulesDiffer,
    OutsideTheRun,
    SelfPacedRun,
    StaleCalendar,
    UnknownZone,
)
from course.errors import OperationConflict
from course.run_calendar import ModuleWeek
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.run_calendars import CalendarShown, calendar_or_404, calendar_shown
from learner_api.schemas.run_calendars import (
    CalendarSchema,
    NewCalendarSchema,
    ZoneAskedSchema,
    ZoneSchema,
)
from learner_api.site import get_site

bp = Resource("api-run-calendars", __name__, description="Calendars of runs.")


@bp.get("/cohorts/<uuid:cohort>/calendar")
@signed_in
@bp.tagged()
@bp.gives(CalendarSchema)
def get_run_calendar(cohort: UUID) -> dict[str, Any]:
    """When each module of a run is begun and due, and how the asker stands with it."""
    return _data(calendar_or_404(cohort))


@bp.post("/cohorts/<uuid:cohort>/calendar")
@staff
@bp.refuses(
    SelfPacedRun,
    ModulesDiffer,
    DueBeforeOpen,
    OutsideTheRun,
    StaleCalendar,
    OperationConflict,
)
@bp.takes(NewCalendarSchema)
@bp.gives_also(CalendarSchema, 200, "This operation set it before")
@bp.gives(CalendarSchema, 201, description="The calendar from now on")
def set_run_calendar(body: dict[str, Any], cohort: UUID) -> Any:
    """Set the weeks of a moderated run, and say why; what was set before stays."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    weeks = [ModuleWeek(**week) for week in body.pop("weeks")]
    _row, is_new = run_calendar.set_calendar(
        database.session, found, weeks, **body, now=now(), by=asker()
    )
    answer = _data(calendar_shown(found))
    database.commit()
    return answer, 201 if is_new else 200


@bp.get("/me/time-zone")
@signed_in
@bp.tagged()
@bp.gives(ZoneSchema)
def get_time_zone() -> dict[str, Any]:
    """The time zone that the asker lives by; that of the office until they say."""
    return _zone()


@bp.post("/me/time-zone")
@signed_in
@bp.refuses(UnknownZone, OperationConflict)
@bp.takes(ZoneAskedSchema)
@bp.gives_also(ZoneSchema, 200, "This operation chose it before")
@bp.gives(ZoneSchema, 201, description="The zone from now on")
def set_time_zone(body: dict[str, Any]) -> Any:
    """Say which time zone one lives by: days end and nights begin in it."""
    database = get_database()
    _row, is_new = zones.choose_zone(
        database.session, asker(), body["time_zone"], op=body["op"], now=now()
    )
    answer = _zone()
    database.commit()
    return answer, 201 if is_new else 200


def _zone() -> dict[str, Any]:
    session = get_database().session
    chosen = zones.chosen_zone(session, asker())
    office = get_site().settings.zone
    return {"time_zone": chosen or office.key, "is_chosen": chosen is not None}


def _data(shown: CalendarShown) -> dict[str, Any]:
    return {
        "mode": shown.cohort.mode,
        "number": shown.number,
        "time_zone": shown.zone.key,
        "weeks": shown.weeks,
        "settings": [
            {
                "number": row.number,
                "reason": row.reason,
                "set_by": name,
                "set_at": row.recorded_at,
            }
            for row, name in shown.settings
        ],
    }
