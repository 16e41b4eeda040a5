"""The routes of files that were asked for: who may ask them, and what each takes."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from course.models import Cohort, User
from tests.builders import COURSE
from tests.exporting import a_schedule, a_written, an_export, wanted

API = "/api/v1"
PAGES = "/statistics/exports"
SCHEDULES = "/statistics/schedules"
SIGN_IN, FORBIDDEN, NOT_THERE, OK = "sign-in", "forbidden", "not-there", "ok"
NOBODY = (SIGN_IN, FORBIDDEN, FORBIDDEN)
STAFF = (*NOBODY, OK, OK, OK)
# Their trainer asked for names. An administrator knows of it, and gets them by asking.
KNOWN = (*NOBODY, OK, NOT_THERE, OK)
NAMES = (*NOBODY, OK, NOT_THERE, FORBIDDEN)

ROUTES: dict[str, tuple[str, ...]] = {
    f"GET {PAGES}": STAFF,
    f"GET {PAGES}/new": STAFF,
    f"POST {PAGES}/new": STAFF,
    f"GET {PAGES}/<uuid:export>": KNOWN,
    f"GET {PAGES}/<uuid:export>/file": NAMES,
    f"GET {PAGES}/<uuid:export>/manifest": KNOWN,
    f"GET {SCHEDULES}": STAFF,
    f"GET {SCHEDULES}/new": STAFF,
    f"POST {SCHEDULES}/new": STAFF,
    f"GET {SCHEDULES}/<uuid:schedule>": KNOWN,
    f"POST {SCHEDULES}/<uuid:schedule>/end": KNOWN,
    f"GET {API}/exports": STAFF,
    f"POST {API}/exports": STAFF,
    f"GET {API}/exports/<uuid:export>": KNOWN,
    f"GET {API}/exports/<uuid:export>/file": NAMES,
    f"GET {API}/exports/<uuid:export>/manifest": KNOWN,
    f"GET {API}/report-schedules": STAFF,
    f"POST {API}/report-schedules": STAFF,
    f"GET {API}/report-schedules/<uuid:schedule>": KNOWN,
    f"POST {API}/report-schedules/<uuid:schedule>/end": KNOWN,
}


def records(
    session: Session, folder: Path, cohort: Cohort, leader: User
) -> dict[str, str]:
    """A file of the names of a cohort, and a report of it every month."""
    export = an_export(session, wanted(cohort=cohort.uuid), by=leader)
    # Until long after any test is run.
    a_written(session, folder, export, days=100 * 365)
    schedule = a_schedule(session, by=leader, cohort=cohort.uuid)
    return {
        "exports": str(export.uuid),
        "schedules": str(schedule.uuid),
        "report-schedules": str(schedule.uuid),
    }


def body_of(rule: str, reader: str) -> dict[str, Any] | None:
    """What a route of files is sent; ``reader`` is the address of a trainer."""
    op = str(uuid4())
    form = {"op": op, "holds": "figures", "format": "csv"}
    asked = {"op": op, "content": "figures", "course": COURSE}
    monthly = {"title": "Monthly figures", "day": 1, "hour": 6}
    bodies: dict[str, dict[str, Any]] = {
        f"{PAGES}/new": {"data": form},
        f"{SCHEDULES}/new": {"data": {**form, **monthly, "readers": reader}},
        f"{SCHEDULES}/<uuid:schedule>/end": {"data": {"op": op}},
        f"{API}/exports": {"json": asked},
        f"{API}/report-schedules": {"json": {**asked, **monthly, "readers": [reader]}},
        f"{API}/report-schedules/<uuid:schedule>/end": {"json": {"op": op}},
    }
    return bodies.get(rule)
