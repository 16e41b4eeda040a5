"""The routes of reports on runs: who may ask them, and what each of them takes."""

from typing import Any
from uuid import uuid4

from tests.security.doors_and_notices import (
    FORBIDDEN,
    SIGN_IN,
    STAFF_OF_THE_COHORT,
)
from tests.security.world import API

REPORT = "/cohorts/<uuid:cohort>/report"
VERSION = "/reports/<uuid:report>"
NOBODY = (SIGN_IN, FORBIDDEN, FORBIDDEN)
# A version of the owner's cohort waits for an administrator.
WAITING = (*NOBODY, "report-waiting", "not-there", "report-waiting")
STALE_RELEASE = (*NOBODY, FORBIDDEN, FORBIDDEN, "stale-release")

ROUTES: dict[str, tuple[str, ...]] = {
    f"GET {REPORT}": STAFF_OF_THE_COHORT,
    f"POST {REPORT}/words": STAFF_OF_THE_COHORT,
    f"POST {REPORT}/versions": WAITING,
    f"GET {VERSION}/document.<kind>": STAFF_OF_THE_COHORT,
    f"POST {VERSION}/review": STALE_RELEASE,
    "GET /reports": (*NOBODY, FORBIDDEN, FORBIDDEN, "ok"),
    f"GET {API}{REPORT}": STAFF_OF_THE_COHORT,
    f"POST {API}{REPORT}/words": STAFF_OF_THE_COHORT,
    f"POST {API}{REPORT}/versions": WAITING,
    f"GET {API}{VERSION}/document.<kind>": STAFF_OF_THE_COHORT,
    f"POST {API}{VERSION}/review": STALE_RELEASE,
}
TITLES = {"A version of this report waits": "report-waiting"}


def body_of(rule: str) -> dict[str, Any] | None:
    """What a route of reports is sent, the same by form and by program."""
    op = str(uuid4())
    bodies: dict[str, dict[str, Any]] = {
        f"{REPORT}/words": {
            "op": op,
            "section": "changes",
            "body": "We met on Tuesdays.",
            "after": 0,
        },
        f"{REPORT}/versions": {"op": op},
        f"{VERSION}/review": {
            "op": op,
            "verdict": "validated",
            "reason": "Marks were checked.",
            "token": "0" * 64,
        },
    }
    return bodies.get(rule.removeprefix(API))
