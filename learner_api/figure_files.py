"""Figures as files: the tables that the pages show and the API answers."""

from dataclasses import replace

from flask import Response

from course.exports.completions import counts_table, rows_table
from course.exports.file_names import TABLES, file_name, table_name
from course.exports.measured import measured_table, require_one_measure
from course.figures.query import StatisticsQuery
from course.models import User
from learner_api.table_files import AsOf, table_file


def figures_file(
    reader: User, query: StatisticsQuery, suffix: str, table: str | None = None
) -> Response:
    """The table of the question, or this one of it, in the format of the suffix."""
    if table is not None:
        query = replace(query, measures=(TABLES[table],))
    require_one_measure(query)
    return table_file(
        file_name(table_name(query), query),
        suffix,
        lambda session: measured_table(session, reader, query),
        AsOf(query.as_of),
    )


def completions_file(reader: User, query: StatisticsQuery, suffix: str) -> Response:
    """The counts by the question's breakdown; without one, the named rows."""
    make = counts_table if query.by else rows_table
    return table_file(
        file_name("completions", query),
        suffix,
        lambda session: make(session, reader, query),
        AsOf(query.as_of),
    )
