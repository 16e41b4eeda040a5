"""Completion figures and their export: one question behind both."""

from dataclasses import asdict
from typing import Any

from flask import Response

from course.errors import NotPermitted, UnknownCourse
from course.exporting_errors import ExportDiskFull, NotSettled
from course.exports.xapi import MEDIA_TYPE, StatementsQuery
from course.figures.counting import figures
from course.figures.query import StatisticsQuery
from course.figures.results import Counts
from course.names_taken import completions_list, statements_list
from course.policy import require_administrator
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.figure_files import completions_file
from learner_api.led_cohorts import require_led
from learner_api.names_taken import handed_over
from learner_api.resources import Resource
from learner_api.schemas.statistics import (
    ExportQuerySchema,
    StatementsQuerySchema,
    StatisticsQuerySchema,
    StatisticsSchema,
)
from learner_api.site import get_site
from learner_api.statement_files import statements_file
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
    """How many people enrolled, started, completed and are certified, by one breakdown.

    Whoever took the course again is one person, as in `queryStatistics`. A trainer
    counts the cohorts they lead, an administrator everybody.
    """
    query = _query(course, asked)
    found = figures(get_database().session, asker(), query)
    return {
        "course": course,
        "as_of": query.as_of,
        "by": asked["by"],
        "cohort": query.cohort,
        "counts": [_count(each.keys[0], each.counts) for each in found.groups],
        "total": _count(None, found.total),
    }


@bp.get("/courses/<course>/completions.<suffix>")
@staff
@bp.refuses(UnknownCourse, NotSettled, ExportDiskFull)
@bp.asks(ExportQuerySchema)
@gives_table(bp, "The rows")
def export_completions(asked: dict[str, Any], course: str, suffix: str) -> Response:
    """Completions as a file: named rows, or counts of people where `by` is given.

    Whoever took the course again has a row for each enrolment, and is one person where
    people are counted. A trainer is given the cohorts they lead, an administrator
    everybody. Named rows are for a `purpose`, which is kept on record with whoever
    takes them. The `Link` leads to the manifest of the file, at the same address with
    `.manifest.json` behind the suffix.
    """
    query = _query(course, asked)
    answer = completions_file(asker(), query, suffix)
    if query.by:
        return answer
    return handed_over(answer, completions_list(query, suffix), asked["purpose"])


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
    learners = _query(course, asked)
    query = StatementsQuery(
        course, learners.as_of, learners.cohort, asked["with_names"] == "true"
    )
    if not query.with_names:
        return statements_file(asker(), query)
    require_administrator(asker())
    answer = statements_file(asker(), query)
    return handed_over(answer, statements_list(query), asked["purpose"])


def _count(group: str | None, counts: Counts | None) -> dict[str, Any]:
    told = {} if counts is None else asdict(counts)
    return {"group": group, **told}


def _query(course: str, asked: dict[str, Any]) -> StatisticsQuery:
    get_site().catalogue.course(course)
    cohort = asked.get("cohort")
    require_led(cohort)
    by = (asked["by"],) if "by" in asked else ()
    return StatisticsQuery(course, asked.get("as_of") or now(), cohort=cohort, by=by)
