"""Figures of a course by one question, as data and as a file."""

from typing import Any

from flask import Response

from course.errors import UnknownCourse
from course.exporting_errors import ExportDiskFull, NotSettled
from course.figures.faults import ImpossibleFilter
from learner_api.auth import asker, staff
from learner_api.database import get_database
from learner_api.figure_files import figures_file
from learner_api.figure_questions import question_of
from learner_api.measures import measured
from learner_api.resources import Resource
from learner_api.schemas.figure_questions import FiguresQuerySchema
from learner_api.schemas.figures import FiguresSchema
from learner_api.table_files import gives_table

bp = Resource(
    "api-figures", __name__, description="Who came how far, counted by any breakdown."
)


@bp.get("/courses/<course>/figures")
@staff
@bp.refuses(UnknownCourse, ImpossibleFilter)
@bp.tagged(apart_from=("as_of", "query", "digest"))
@bp.asks(FiguresQuerySchema)
@bp.gives(FiguresSchema)
def query_statistics(asked: dict[str, Any], course: str) -> dict[str, Any]:
    """How many people enrolled, started, completed and were certified.

    They are counted `by` up to two breakdowns, narrowed by any of them, as of any
    moment; the same question as of the same moment has the same answer for ever.
    `measures` adds what happened in each of the `months`, the `days` to complete, how
    far people came by `lessons` and `modules`, and the learning `gain`. A trainer
    counts the cohorts they lead, an administrator everybody.
    """
    query = question_of(course, asked)
    with get_database().reading_one_state() as session:
        return measured(session, asker(), query)


@bp.get("/courses/<course>/figures.<suffix>")
@staff
@bp.refuses(UnknownCourse, ImpossibleFilter, NotSettled, ExportDiskFull)
@bp.asks(FiguresQuerySchema)
@gives_table(bp, "The groups and the total")
def export_figures(asked: dict[str, Any], course: str, suffix: str) -> Response:
    """The same figures as a file that holds numbers and names nobody.

    It holds the groups and the total, or the one table that `measures` asks for. Its
    `Link` leads to its manifest, at the same address with `.manifest.json` behind the
    suffix: rows, totals, columns and SHA-256, as soon as the moment is settled.
    """
    return figures_file(asker(), question_of(course, asked), suffix)
