"""Who may ask at the doors of cohorts and of the privacy notice, and with what."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from course.notices import load_notices
from tests import builders, doors
from tests.security.world import API, APPLICATION, OTHER

OK, SIGN_IN, FORBIDDEN, NOT_THERE = "ok", "sign-in", "forbidden", "not-there"
ANYBODY = (OK, OK, OK, OK, OK, OK)
SIGNED_IN = (SIGN_IN, OK, OK, OK, OK, OK)
OWNER_AND_THEIR_STAFF = (SIGN_IN, OK, NOT_THERE, OK, NOT_THERE, OK)
WRITTEN_BY_THE_OWNER = (SIGN_IN, OK, NOT_THERE, FORBIDDEN, NOT_THERE, FORBIDDEN)
STAFF_OF_THE_COHORT = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, NOT_THERE, OK)
# They take the course in another cohort already.
JOINED = (SIGN_IN, "in-another-cohort", "in-another-cohort", OK, OK, OK)
STALE_SELECTION = (
    SIGN_IN,
    FORBIDDEN,
    FORBIDDEN,
    "stale-selection",
    NOT_THERE,
    "stale-selection",
)

NOTICE = load_notices().in_force.version
COHORT = "/cohorts/<uuid:cohort>"
APPLIED = "/applications/<uuid:application>"
DOOR = f"{COHORT}/door"

ROUTES: dict[str, tuple[str, ...]] = {
    "GET /calls": ANYBODY,
    "GET /calls/<call>": ANYBODY,
    "POST /calls/<call>/registration": ANYBODY,
    "GET /calls/<call>/registration/sent": ANYBODY,
    "GET /registrations/<secret>": ANYBODY,
    "POST /registrations/<secret>": ANYBODY,
    "GET /privacy-notice": ANYBODY,
    "GET /privacy-notice/<int:number>": ANYBODY,
    "POST /privacy-notice": SIGNED_IN,
    "POST /calls/<call>/joining": JOINED,
    "GET /calls/<call>/application": SIGNED_IN,
    "POST /calls/<call>/application": SIGNED_IN,
    f"GET {APPLIED}": OWNER_AND_THEIR_STAFF,
    f"POST {APPLIED}/withdrawal": WRITTEN_BY_THE_OWNER,
    f"POST {APPLIED}/attachments": WRITTEN_BY_THE_OWNER,
    f"GET {APPLIED}/attachments/<uuid:attachment>": OWNER_AND_THEIR_STAFF,
    f"GET {DOOR}": STAFF_OF_THE_COHORT,
    f"POST {DOOR}": STAFF_OF_THE_COHORT,
    f"POST {DOOR}/closing": STAFF_OF_THE_COHORT,
    f"POST {DOOR}/code": STAFF_OF_THE_COHORT,
    f"GET {COHORT}/applications": STAFF_OF_THE_COHORT,
    f"POST {COHORT}/applications/preview": STAFF_OF_THE_COHORT,
    f"POST {COHORT}/selections": STALE_SELECTION,
    f"POST {COHORT}/decision-notices": STAFF_OF_THE_COHORT,
    f"GET {API}/privacy-notice": ANYBODY,
    f"GET {API}/calls": ANYBODY,
    f"GET {API}/calls/<call>": ANYBODY,
    f"POST {API}/privacy-notice/acceptances": SIGNED_IN,
    f"POST {API}/calls/<call>/joinings": JOINED,
    f"POST {API}/calls/<call>/applications": SIGNED_IN,
    f"GET {API}/applications": SIGNED_IN,
    f"GET {API}{APPLIED}": OWNER_AND_THEIR_STAFF,
    f"POST {API}{APPLIED}/withdrawal": WRITTEN_BY_THE_OWNER,
    f"POST {API}{APPLIED}/attachments": WRITTEN_BY_THE_OWNER,
    f"GET {API}{APPLIED}/attachments/<uuid:attachment>": OWNER_AND_THEIR_STAFF,
    f"GET {API}{DOOR}": STAFF_OF_THE_COHORT,
    f"POST {API}{DOOR}": STAFF_OF_THE_COHORT,
    f"POST {API}{DOOR}/closing": STAFF_OF_THE_COHORT,
    f"POST {API}{COHORT}/join-codes": STAFF_OF_THE_COHORT,
    f"GET {API}{COHORT}/applications": STAFF_OF_THE_COHORT,
    f"POST {API}{COHORT}/selection-previews": STAFF_OF_THE_COHORT,
    f"POST {API}{COHORT}/selections": STALE_SELECTION,
    f"POST {API}{COHORT}/decision-notices": STAFF_OF_THE_COHORT,
}

TITLES = {
    "This person takes this course in another cohort": "in-another-cohort",
    "The applications or the free places have changed": "stale-selection",
}

A_CALL = {"door": "open", "languages": "en", **doors.TERMS}
A_CHOICE = {"application": str(APPLICATION), "choice": "selected"}
A_SELECTION = {"token": "0" * 64, "reason": "The panel met."}


def form_of(rule: str) -> dict[str, Any] | None:
    """What the form of a page sends, if it is one of these."""
    op = str(uuid4())
    forms: dict[str, dict[str, Any]] = {
        "/privacy-notice": {"op": op, "version": NOTICE},
        "/calls/<call>/registration": {"email": OTHER, "accepts": "yes"},
        "/registrations/<secret>": {
            "password": builders.PASSWORD,
            "name": "Newcomer",
        },
        "/calls/<call>/joining": {"op": op},
        "/calls/<call>/application": {"op": op, **doors.WORDS},
        f"{APPLIED}/withdrawal": {"op": op, "reason": "Another post."},
        f"{APPLIED}/attachments": {
            "op": op,
            "kind": "release",
            "file": (BytesIO(doors.PDF), "letter.pdf"),
        },
        DOOR: {"op": op, **A_CALL},
        f"{DOOR}/closing": {"op": op, "reason": "It is full."},
        f"{DOOR}/code": {"op": op},
        f"{COHORT}/applications/preview": {f"choice.{APPLICATION}": "selected"},
        f"{COHORT}/selections": {
            "op": op,
            f"choice.{APPLICATION}": "selected",
            **A_SELECTION,
        },
        f"{COHORT}/decision-notices": {"op": op},
    }
    return forms.get(rule)


def json_of(rule: str) -> dict[str, Any] | None:
    """What a program sends, if the operation is one of these."""
    op = str(uuid4())
    bodies: dict[str, dict[str, Any]] = {
        "/privacy-notice/acceptances": {"op": op, "version": NOTICE},
        "/calls/<call>/joinings": {"op": op},
        "/calls/<call>/applications": {"op": op, **doors.WORDS},
        f"{APPLIED}/withdrawal": {"op": op, "reason": "Another post."},
        DOOR: {"op": op, **A_CALL, "languages": ["en"]},
        f"{DOOR}/closing": {"op": op, "reason": "It is full."},
        f"{COHORT}/join-codes": {"op": op},
        f"{COHORT}/selection-previews": {"choices": [A_CHOICE]},
        f"{COHORT}/selections": {"op": op, "choices": [A_CHOICE], **A_SELECTION},
        f"{COHORT}/decision-notices": {"op": op},
    }
    return bodies.get(rule)


def body_of(rule: str) -> dict[str, Any] | None:
    """The body as a client is told it, if the route is one of these."""
    if rule == f"{API}{APPLIED}/attachments":
        query = {"op": str(uuid4()), "kind": "release"}
        return {"data": doors.PDF, "query_string": query}
    if rule.startswith(API):
        sent = json_of(rule.removeprefix(API))
        return {"json": sent} if sent else None
    sent = form_of(rule)
    return {"data": sent} if sent else None
