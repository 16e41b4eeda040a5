"""The routes of calendars by who may ask them, and what each of them takes."""

from typing import Any

from tests.calendars import WEEKS

API = "/api/v1"
CALENDAR = "/cohorts/<uuid:cohort>/calendar"

FOR_ANYBODY_WHO_IS_SIGNED_IN = (
    "GET /profile/time-zone",
    "POST /profile/time-zone",
    f"GET {API}/me/time-zone",
    f"POST {API}/me/time-zone",
    "POST /profile/letters/reminders",
    "POST /profile/letters/language",
    f"GET {API}/me/language",
    f"POST {API}/me/language",
    f"GET {API}/me/reminders",
    f"PUT {API}/me/reminders",
)
FOR_THE_COHORT = (f"GET {CALENDAR}", f"GET {API}{CALENDAR}")
FOR_ITS_STAFF = (
    f"GET {CALENDAR}/days",
    f"POST {CALENDAR}/days",
    f"POST {API}{CALENDAR}",
)
REASON = "The holidays are in April."


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What each form of the pages sends."""
    days = {
        f"{part}-{week.module}": day
        for week in WEEKS
        for part, day in (("opens", week.opens_on), ("due", week.due_on))
    }
    return {
        "/profile/letters/reminders": {"reminders": "no"},
        "/profile/letters/language": {"op": op, "language": "fr"},
        "/profile/time-zone": {"op": op, "time_zone": "Asia/Bishkek"},
        f"{CALENDAR}/days": {"op": op, "number": "0", "reason": REASON, **days},
    }


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What each operation of the API takes."""
    weeks = [week.to_data() for week in WEEKS]
    return {
        "/me/reminders": {"is_wanted": False},
        "/me/language": {"op": op, "language": "fr"},
        "/me/time-zone": {"op": op, "time_zone": "Asia/Bishkek"},
        CALENDAR: {"op": op, "number": 0, "reason": REASON, "weeks": weeks},
    }
