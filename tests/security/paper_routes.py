"""The routes of programmes and papers: who may ask them, and what they take."""

from io import BytesIO
from typing import Any

from tests.programmes import PDF, TITLE

API = "/api/v1"
PAPERS = "/enrolments/<uuid:enrolment>/papers"
PAPER = "/papers/<uuid:paper>"
BY_PROGRAM = f"{API}{PAPERS}"

# The columns are those of ASKERS.
_READ = ("sign-in", "ok", "not-there", "ok", "not-there", "ok")
_STAFF = ("sign-in", "forbidden", "forbidden", "ok", "ok", "ok")
_REVIEWED = ("sign-in", "forbidden", "forbidden", "ok", "not-there", "ok")
# The owner's course asks for no paper, and is no programme.
_NO_PAPER = (
    "sign-in",
    "no-paper-asked",
    "not-there",
    "forbidden",
    "not-there",
    "forbidden",
)
_NO_PROGRAMME = ("sign-in", *["not-there"] * 5)

ROUTES: dict[str, tuple[str, ...]] = {
    f"GET {API}/programmes/<course>": _NO_PROGRAMME,
    **{
        f"{method} {door}{rule}": answered
        for door in ("", API)
        for method, rule, answered in (
            ("GET", PAPERS, _READ),
            ("POST", PAPERS, _NO_PAPER),
            ("GET", "/papers", _STAFF),
            ("GET", PAPER, _READ),
            ("GET", f"{PAPER}/file", _READ),
            ("POST", f"{PAPER}/review", _REVIEWED),
        )
    },
}

_REVIEW = {"verdict": "sent-back", "comments": "Say who pays."}


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What the pages send."""
    file = (BytesIO(PDF), "paper.pdf")
    return {
        PAPERS: {"op": op, "title": TITLE, "own_work": "yes", "file": file},
        **bodies(op),
    }


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What programs send as JSON."""
    return {f"{PAPER}/review": {"op": op, **_REVIEW}}


def sent(op: str) -> dict[str, Any]:
    """A paper as a program sends it."""
    query = {"op": op, "title": TITLE, "own_work": "true"}
    return {"data": PDF, "query_string": query}
