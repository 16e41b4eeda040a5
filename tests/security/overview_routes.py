"""The routes of the trainer's page by who may ask them, and what each of them takes."""

from typing import Any

API = "/api/v1"
OVERVIEW = "/cohorts/<uuid:cohort>/overview"
MESSAGES = "/cohorts/<uuid:cohort>/messages"
MATRIX = "/cohorts/<uuid:cohort>/progress-matrix"
A_LETTER = {
    "audience": "all",
    "token": "0" * 64,
    "subject": "Are you still there?",
    "text": "We miss you.",
}

FOR_ITS_STAFF = (
    f"GET {OVERVIEW}",
    f"GET {MESSAGES}",
    f"GET {MESSAGES}/new",
    f"GET {MESSAGES}/<uuid:message>",
    f"GET {API}{OVERVIEW}",
    f"GET {API}{OVERVIEW}.<suffix>",
    "GET /cohorts/<uuid:cohort>/matrix",
    f"GET {API}{MATRIX}",
    f"GET {API}{MATRIX}.<suffix>",
    f"GET {API}{MESSAGES}",
    f"GET {API}{MESSAGES}/<uuid:message>",
)
# What was seen by nobody is sent to nobody.
BY_TOKEN = (f"POST {MESSAGES}", f"POST {API}{MESSAGES}")
TITLES = {"The group has changed since you saw it": "stale-audience"}


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What each form of the pages sends."""
    return {MESSAGES: {"op": op, "days": "7", **A_LETTER}}


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What each operation of the API takes."""
    return {MESSAGES: {"op": op, **A_LETTER}}
