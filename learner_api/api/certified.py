"""The register: who was certified on a day, as it was known at another moment."""

from itertools import islice
from typing import Any

from flask import Response

from course.certified import CertifiedQuery, certified_count, certified_rows
from course.errors import UnknownCourse
from course.exporting_errors import ExportDiskFull, NotSettled
from course.names_taken import certified_list
from learner_api.auth import administrator
from learner_api.database import get_database
from learner_api.names_taken import handed_over
from learner_api.register import register_file, register_query
from learner_api.resources import Resource
from learner_api.schemas.certified import (
    CertifiedQuerySchema,
    RegisterFileQuerySchema,
    RegisterSchema,
)
from learner_api.table_files import gives_table

bp = Resource(
    "api-certified",
    __name__,
    description="Who was certified on a day, as known on another.",
)


@bp.get("/courses/<course>/certified")
@administrator
@bp.refuses(UnknownCourse)
@bp.tagged(apart_from=("as_known_on",))
@bp.asks(CertifiedQuerySchema)
@bp.gives(RegisterSchema)
def list_certified(asked: dict[str, Any], course: str) -> dict[str, Any]:
    """How many held a valid award of a course on a day, and the first of them.

    What was known at a moment stays known for ever: the same question is answered the
    same, whatever changes afterwards. `exportCertified` names everybody.
    """
    session = get_database().session
    query = _query(asked, course)
    rows = certified_rows(session, query)
    items = list(islice(rows, asked["limit"]))
    rows.close()  # type: ignore[attr-defined]  # it is a generator
    return {
        "course": course,
        "on": query.day,
        "as_known_on": query.as_known_on,
        "cohort": query.cohort,
        "count": certified_count(session, query),
        "items": items,
    }


@bp.get("/courses/<course>/certified.<suffix>")
@administrator
@bp.refuses(UnknownCourse, NotSettled, ExportDiskFull)
@bp.asks(RegisterFileQuerySchema)
@gives_table(bp, "The rows")
def export_certified(asked: dict[str, Any], course: str, suffix: str) -> Response:
    """Everybody who held a valid award of a course on a day, as a file.

    Names are for a `purpose`, which is kept on record with whoever takes them. The
    `Link` leads to the manifest of the file, at the same address with
    `.manifest.json` behind the suffix.
    """
    query = _query(asked, course)
    answer = register_file(query, suffix)
    names = certified_list(query, course, suffix)
    return handed_over(answer, names, asked["purpose"])


def _query(asked: dict[str, Any], course: str) -> CertifiedQuery:
    return register_query(
        get_database().session,
        course,
        on=asked.get("on"),
        as_known_on=asked.get("as_known_on"),
        cohort=asked.get("cohort"),
    )
