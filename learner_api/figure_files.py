"""Figures as files: the tables that the pages show and the API answers."""

from flask import Response
from sqlalchemy.orm import Session

from course.exports import Table
from course.exports.completions import counts_table, rows_table
from course.exports.figures import figures_table, months_table
from course.exports.lesson_figures import (
    days_table,
    gain_table,
    lessons_table,
    modules_table,
)
from course.figures.query import StatisticsQuery
from course.models import User
from learner_api.figure_questions import outline_of
from learner_api.table_files import table_file

BY_LESSON = {
    "days": days_table,
    "gain": gain_table,
    "lessons": lessons_table,
    "modules": modules_table,
}
TABLES = frozenset({"figures", "months", *BY_LESSON})


def figures_file(
    reader: User, query: StatisticsQuery, suffix: str, table: str = "figures"
) -> Response:
    """A table of the question in the format of the suffix."""
    return table_file(
        _name(table, query),
        suffix,
        lambda session: _table(session, reader, query, table),
    )


def completions_file(reader: User, query: StatisticsQuery, suffix: str) -> Response:
    """The counts by the question's breakdown; without one, the named rows."""
    make = counts_table if query.by else rows_table
    return table_file(
        _name("completions", query),
        suffix,
        lambda session: make(session, reader, query),
    )


def _table(session: Session, reader: User, query: StatisticsQuery, table: str) -> Table:
    if table in BY_LESSON:
        course = outline_of(session, query)
        return BY_LESSON[table](session, reader, query, course)
    make = months_table if table == "months" else figures_table
    return make(session, reader, query)


def _name(table: str, query: StatisticsQuery) -> str:
    counted = f"-by-{'-and-'.join(query.by)}" if query.by else ""
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    return f"{table}-{query.course_key}{counted}-as-of-{moment}"
