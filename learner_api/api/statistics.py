"""Completion figures and their export: one question behind both."""

from typing import Any

from flask import Response, abort

from course import cohorts
from course.errors import NotPermitted, UnknownCourse
from course.exports.xapi import StatementsQuery
from course.policy import require_administrator
from course.statistics import CompletionQuery, completion_counts, completion_total
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.downloads import completions_file
from learner_api.names_taken import note_names_taken
from learner_api.resources import Resource
from learner_api.schemas.statistics import (
    ExportQuerySchema,
    StatementsQuerySchema,
    StatisticsQuerySchema,
    StatisticsSchema,
)
from learner_api.site import get_site
from learner_api.statement_files import MEDIA_TYPE, statements_file
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

    A trainer is given the cohorts they lead, an administrator everybody. Named rows are
    for a `purpose`, which is kept on record with whoever takes them.
    """
    query = _query(course, asked)
    answer = completions_file(asker(), query, asked.get("by"), suffix)
    if "purpose" in asked:
        _note(query, asked["purpose"])
    return answer


@bp.get("/courses/<course>/statements.jsonl")
@staff
@bp.refuses(UnknownCourse, NotPermitted)
@bp.asks(StatementsQuerySchema)
@bp.gives(
    {"type": "string"},
    content_type=MEDIA_TYPE,
    description="Statements of xAPI 1.0.3, one a line, streamed",
)
def export_statements(asked: dict[str, Any], course: str) -> Response:
    """The learners' record as statements of xAPI, for a learning record store.

    A trainer is given the cohorts they lead, an administrator everybody. People are
    accounts without names. An administrator may ask for names, for a `purpose` that is
    kept on record. As of a later moment the same lines come, and then what is new; a
    statement sent to a store twice changes nothing there.
    """
    figures = _query(course, asked)
    query = StatementsQuery(
        course, figures.as_of, figures.cohort, asked["with_names"] == "true"
    )
    if query.with_names:
        require_administrator(asker())
        _note(figures, asked["purpose"])
    return statements_file(asker(), query)


def _note(query: CompletionQuery, purpose: str) -> None:
    note_names_taken(asker(), query.course_key, query.cohort, query.as_of, purpose)


def _query(course: str, asked: dict[str, Any]) -> CompletionQuery:
    get_site().catalogue.course(course)
    cohort = asked.get("cohort")
    if cohort is not None:
        session = get_database().session
        if cohorts.find_cohort(session, asker(), cohort) is None:
            abort(404)
    return CompletionQuery(course, asked.get("as_of") or now(), cohort)
