"""The routes of the figures, all of which are for those who work here."""

API = "/api/v1"
COURSE = f"{API}/courses/<course>"

FOR_STAFF = (
    "GET /statistics",
    "GET /statistics/lessons",
    "GET /statistics/tables/<table>.<suffix>",
    "GET /statistics/completions.<suffix>",
    f"GET {COURSE}/statistics",
    f"GET {COURSE}/completions.<suffix>",
    f"GET {COURSE}/figures",
    f"GET {COURSE}/figures.<suffix>",
)
