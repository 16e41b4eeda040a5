"""The routes of announcements, sessions and calendars by who may ask them."""

from typing import Any

API = "/api/v1"
SAID = "/cohorts/<uuid:cohort>/announcements"
ONE = f"{SAID}/<uuid:announcement>"
SESSIONS = "/cohorts/<uuid:cohort>/sessions"
SESSION = f"{SESSIONS}/<uuid:name>"
FEED = "/calendar-feed"

FOR_ANYBODY = ("GET /calendar/<secret>.ics",)
FOR_ANYBODY_WHO_IS_SIGNED_IN = (
    f"GET /profile{FEED}",
    f"POST /profile{FEED}",
    f"POST /profile{FEED}/revocation",
    f"GET {API}/me{FEED}",
    f"POST {API}/me{FEED}",
    f"POST {API}/me{FEED}/revocation",
)
FOR_THE_COHORT = (
    f"GET {SAID}",
    f"GET {SESSIONS}",
    f"GET {API}{SAID}",
    f"GET {API}{SESSIONS}",
)
FOR_ITS_STAFF = (
    f"POST {SAID}",
    f"GET {ONE}/edit",
    f"POST {ONE}/edit",
    f"POST {ONE}/withdrawal",
    f"GET {SESSIONS}/new",
    f"POST {SESSIONS}/new",
    f"GET {SESSION}/edit",
    f"POST {SESSION}/edit",
    f"POST {SESSION}/cancellation",
    f"POST {API}{SAID}",
    f"POST {API}{ONE}/withdrawal",
    f"POST {API}{SESSIONS}",
    f"POST {API}{SESSION}/changes",
    f"POST {API}{SESSION}/cancellation",
)
WHY = "The expert is ill."
WORDS = {"title": "The visit", "body": "We meet on **Thursday**."}
WHAT = {
    "title": "Where roads cost most",
    "expert": "Dr Aizada Toktogulova",
    "zone": "Asia/Bishkek",
    "place": "Room 4",
}
ON_PAPER = {**WHAT, "day": "2026-12-03", "starts": "14:00", "ends": "15:00"}
BY_PROGRAM = {
    **WHAT,
    "starts": "2026-12-03T14:00:00",
    "ends": "2026-12-03T15:00:00",
}


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What each form of the pages sends."""
    return {
        f"/profile{FEED}": {"op": op},
        f"/profile{FEED}/revocation": {"op": op},
        SAID: {"op": op, **WORDS},
        f"{ONE}/edit": {"op": op, "mail": "yes", **WORDS},
        f"{ONE}/withdrawal": {"op": op, "reason": WHY},
        f"{SESSIONS}/new": {"op": op, **ON_PAPER},
        f"{SESSION}/edit": {"op": op, "reason": WHY, **ON_PAPER},
        f"{SESSION}/cancellation": {"op": op, "reason": WHY},
    }


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What each operation of the API takes."""
    return {
        f"/me{FEED}": {"op": op},
        f"/me{FEED}/revocation": {"op": op},
        SAID: {"op": op, **WORDS},
        f"{ONE}/withdrawal": {"op": op, "reason": WHY},
        SESSIONS: {"op": op, **BY_PROGRAM},
        f"{SESSION}/changes": {"op": op, "reason": WHY, **BY_PROGRAM},
        f"{SESSION}/cancellation": {"op": op, "reason": WHY},
    }
