"""Scheduled reports that an address names, and scheduling one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import abort

from course.figures.filters import chosen
from course.models import ReportSchedule
from course.report_schedules import Rhythm, find_schedule, schedule_report
from course.reports_due import WaitingMonth, waiting_months
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.export_views import wanted_of
from learner_api.site import get_site


def visible_schedule(uuid: UUID) -> ReportSchedule:
    """The schedule of this name, if the asker may see it, or 404."""
    return find_schedule(get_database().session, asker(), uuid) or abort(404)


def waiting_for(schedule: ReportSchedule) -> list[WaitingMonth]:
    """What of it is due and was not sent, the latest month first."""
    return waiting_months(
        get_database().session, schedule, zone=get_site().office.zone, now=now()
    )


def have_scheduled(
    asked: Mapping[str, Any], readers: Sequence[str]
) -> tuple[ReportSchedule, bool]:
    """Have a report sent every month; whether that is new. It is not committed.

    Raises what ``schedule_report`` raises, and ``ImpossibleFilter``.
    """
    session, wanted = get_database().session, wanted_of(asked)
    chosen(session, asker(), wanted.query)
    return schedule_report(
        session,
        asked["title"],
        wanted,
        Rhythm(asked["day"], asked["hour"]),
        readers,
        op=asked["op"],
        now=now(),
        by=asker(),
    )
