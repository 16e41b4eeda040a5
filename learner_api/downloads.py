"""Completion figures as a file, streamed."""

from flask import Response

from course.exports.completions import counts_table, rows_table
from course.models import User
from course.statistics import CompletionQuery
from learner_api.table_files import table_file


def completions_file(
    reader: User, query: CompletionQuery, breakdown: str | None, suffix: str
) -> Response:
    """The named rows, or the counts by a breakdown, in the format of the suffix."""
    return table_file(
        _name(query, breakdown),
        suffix,
        lambda session: (
            counts_table(session, reader, query, breakdown)
            if breakdown
            else rows_table(session, reader, query)
        ),
    )


def _name(query: CompletionQuery, breakdown: str | None) -> str:
    counted = f"-by-{breakdown}" if breakdown else ""
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    return f"completions-{query.course_key}{counted}-as-of-{moment}"
