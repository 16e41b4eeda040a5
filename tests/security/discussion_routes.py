"""The routes of discussions by who may ask them, and what each of them takes."""

from typing import Any

API = "/api/v1"
DISCUSSION = "/cohorts/<uuid:cohort>/discussion"
ROOM = f"{DISCUSSION}/<module_key>"
THREAD = f"{ROOM}/threads/<uuid:thread>"
POST = "/posts/<uuid:post>"
A_MESSAGE = {"body": "We count everybody who came in the last ten years."}
A_REPORT = {"reason": "It names a person."}

FOR_ANYBODY_WHO_IS_SIGNED_IN = (
    "GET /profile/letters",
    "POST /profile/letters",
    f"GET {API}/me/letters",
    f"PUT {API}/me/letters",
)
FOR_THE_COHORT = (
    f"GET {DISCUSSION}",
    f"GET {ROOM}",
    f"POST {ROOM}",
    f"GET {THREAD}",
    f"POST {THREAD}",
    f"GET {POST}",
    f"GET {POST}/reply",
    f"GET {POST}/history",
    f"GET {POST}/report",
    f"POST {POST}/report",
    f"GET {POST}/reported",
    f"GET {API}{DISCUSSION}",
    f"GET {API}/cohorts/<uuid:cohort>/names",
    f"GET {API}{ROOM}/threads",
    f"POST {API}{ROOM}/messages",
    f"GET {API}{THREAD}",
    f"GET {API}{POST}",
    f"POST {API}{POST}/reports",
)
BY_THE_WRITER = (
    f"GET {POST}/edit",
    f"POST {POST}/edit",
    f"POST {POST}/withdrawal",
    f"POST {API}{POST}/texts",
    f"POST {API}{POST}/withdrawal",
)
FOR_ITS_STAFF = (
    f"POST {THREAD}/summary",
    f"POST {THREAD}/marked/<uuid:post>",
    f"GET {POST}/moderation",
    f"POST {POST}/moderation/<act>",
    f"POST {API}{THREAD}/answers",
    f"POST {API}{THREAD}/summaries",
    f"POST {API}{POST}/moderation",
)
FOR_ANY_STAFF = ("GET /reported-posts", f"GET {API}/reported-posts")


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What each form of the pages sends."""
    return {
        "/profile/letters": {"wanted": "no"},
        ROOM: {"op": op, "title": "Seasonal work", **A_MESSAGE},
        THREAD: {"op": op, **A_MESSAGE},
        f"{THREAD}/summary": {"op": op, "summary": "Most count them."},
        f"{THREAD}/marked/<uuid:post>": {"op": op},
        f"{POST}/edit": {"op": op, **A_MESSAGE},
        f"{POST}/withdrawal": {"op": op},
        f"{POST}/report": {"op": op, **A_REPORT},
        f"{POST}/moderation/<act>": {"op": op, **A_REPORT},
    }


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What each operation of the API takes."""
    return {
        "/me/letters": {"is_wanted": False},
        f"{ROOM}/messages": {"op": op, **A_MESSAGE},
        f"{THREAD}/answers": {"op": op, "post": None},
        f"{THREAD}/summaries": {"op": op, **A_MESSAGE},
        f"{POST}/texts": {"op": op, **A_MESSAGE},
        f"{POST}/withdrawal": {"op": op},
        f"{POST}/reports": {"op": op, **A_REPORT},
        f"{POST}/moderation": {"op": op, "act": "hidden", **A_REPORT},
    }
