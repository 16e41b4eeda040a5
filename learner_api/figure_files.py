"""Figures as files: the tables that the pages show and the API answers."""

from dataclasses import replace
from typing import Final

from flask import Response

from course.exports.completions import counts_table, rows_table
from course.exports.measured import measured_table, require_one_measure
from course.figures.query import MEASURES, StatisticsQuery
from course.models import User
from learner_api.table_files import AsOf, table_file

# What a table is called in its address and its name, and what is measured in it.
_MEASURES: Final[dict[str, str]] = {
    "figures" if each == "counts" else each: each for each in MEASURES
}
TABLES = frozenset(_MEASURES)


def figures_file(
    reader: User, query: StatisticsQuery, suffix: str, table: str | None = None
) -> Response:
    """The table of the question, or this one of it, in the format of the suffix."""
    if table is not None:
        query = replace(query, measures=(_MEASURES[table],))
    require_one_measure(query)
    return table_file(
        _name(table_name(query), query),
        suffix,
        lambda session: measured_table(session, reader, query),
        AsOf(query.as_of),
    )


def table_name(query: StatisticsQuery) -> str:
    """What the table of the question's one measure is called in its address."""
    (measure,) = query.measures
    return next(name for name, told in _MEASURES.items() if told == measure)


def completions_file(reader: User, query: StatisticsQuery, suffix: str) -> Response:
    """The counts by the question's breakdown; without one, the named rows."""
    make = counts_table if query.by else rows_table
    return table_file(
        _name("completions", query),
        suffix,
        lambda session: make(session, reader, query),
        AsOf(query.as_of),
    )


def _name(table: str, query: StatisticsQuery) -> str:
    counted = f"-by-{'-and-'.join(query.by)}" if query.by else ""
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    return f"{table}-{query.course_key}{counted}-as-of-{moment}"
