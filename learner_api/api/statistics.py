"""Completion figures and their export: one question behind both."""

from typing import Any

from flask import Response, abort

from course import cohorts
from course.errors import UnknownCourse
from course.statistics import CompletionQuery, completion_counts, completion_total
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.downloads import completions_file
from learner_api.resources import Resource
from learner_api.schemas.statistics import (
    ExportQuerySchema,
    StatisticsQuerySchema,
    StatisticsSchema,
)
from learner_api.site import get_site
from learner_api.table_files import gives_table

bp = Resource(
    "api-statistics", __name__, description="Who has completed, as of any moment."
)


@bp.get("/courses/<course>/statistics")
@staff
@bp.refuses(UnknownCourse)
@bp.tagged(apart_from=("as_of",))
@bp.asks(StatisticsQuerySchema)
@bp.gives(StatisticsSchema)
def get_completion_statistics(asked: dict[str, Any], course: str) -> dict[str, Any]:
    """How many enrolled, started, completed and hold an award, by one breakdown.

    A trainer counts the cohorts they lead, an administrator everybody.
    """
    session = get_database().session
    query = _query(course, asked)
    return {
        "course": course,
        "as_of": query.as_of,
        "by": asked["by"],
        "cohort": query.cohort,
        "counts": completion_counts(session, asker(), query, asked["by"]),
        "total": completion_total(session, asker(), query),
    }


@bp.get("/courses/<course>/completions.<suffix>")
@staff
@bp.refuses(UnknownCourse)
@bp.asks(ExportQuerySchema)
@gives_table(bp, "The rows")
def export_completions(asked: dict[str, Any], course: str, suffix: str) -> Response:
    """Completions as a file: named rows, or counts where `by` is given.

    A trainer is given the cohorts they lead, an administrator everybody.
    """
    return completions_file(asker(), _query(course, asked), asked.get("by"), suffix)


def _query(course: str, asked: dict[str, Any]) -> CompletionQuery:
    get_site().catalogue.course(course)
    cohort = asked.get("cohort")
    if cohort is not None:
        session = get_database().session
        if cohorts.find_cohort(session, asker(), cohort) is None:
            abort(404)
    return CompletionQuery(course, asked.get("as_of") or now(), cohort)
