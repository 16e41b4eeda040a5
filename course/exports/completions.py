"""Completions as tables to export: the figures' rows and counts, in few columns.

Programs read these columns; the question and its answer are those of all figures.
"""

from dataclasses import replace
from operator import attrgetter
from typing import Final

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.figure_rows import COLUMNS, rows_statement
from course.exports.figures import MEASURES
from course.exports.selected import SelectedRows
from course.exports.table import Column, Table
from course.figures.counting import figures
from course.figures.query import Breakdown, StatisticsQuery
from course.models import User

BREAKDOWNS: Final[tuple[Breakdown, ...]] = (
    "cohort",
    "country",
    "gender",
    "affiliation",
)
COUNTED: Final = ("enrolled", "started", "completed", "certified")
COUNTS: Final = tuple(each for each in MEASURES if each.name in COUNTED)

_SHOWN: Final = (
    "enrolment",
    "name",
    "email",
    "country",
    "gender",
    "affiliation",
    "organisation",
    "cohort",
    "edition",
    "enrolled_at",
    "is_withdrawn",
    "started_at",
    "lessons_completed",
    "quizzes_passed",
    "completed_at",
    "award_number",
)
_PUBLISHED: Final = {"is_withdrawn": "withdrawn"}
_OF_FIGURES: Final = {column.name: column for column in COLUMNS}
ROW_COLUMNS: Final = tuple(
    replace(_OF_FIGURES[name], name=_PUBLISHED.get(name, name)) for name in _SHOWN
)
_GROUP: Final = sentence("The group that is counted; empty for those who are in none.")


def rows_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """Named rows, one for each enrolment, streamed; for those allowed to see names."""
    rows = rows_statement(session, asker, query)
    shown = rows.with_only_columns(*(rows.selected_columns[name] for name in _SHOWN))
    return Table(
        about=_about(query), columns=ROW_COLUMNS, rows=SelectedRows(session, shown)
    )


def counts_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """People by the one breakdown of the question; nobody is named."""
    (breakdown,) = query.by
    counts = attrgetter(*COUNTED)
    return Table(
        about={**_about(query), "breakdown": breakdown},
        columns=(Column(breakdown, "identifier", _GROUP), *COUNTS),
        rows=[
            (*group.keys, *counts(group.counts))
            for group in figures(session, asker, query).groups
        ],
    )


def _about(query: StatisticsQuery) -> dict[str, object]:
    cohort = {"cohort": query.cohort} if query.cohort else {}
    return {"course": query.course_key, "as_of": query.as_of, **cohort}
