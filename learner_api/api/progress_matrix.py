"""The progress of a cohort, lesson by lesson: in pages, and as a file."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import ValidationError

from course.exports.file_names import moment_in_name
from course.exports.progress_matrices import matrix_table
from course.models import Cohort
from course.progress_matrix import MatrixLearner, ProgressMatrix, progress_matrix
from learner_api.auth import staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.resources import Resource
from learner_api.schemas.paging import page_of
from learner_api.schemas.progress_matrix import (
    MatrixPageQuerySchema,
    MatrixQuerySchema,
    ProgressMatrixSchema,
)
from learner_api.table_files import gives_table, table_file

bp = Resource(
    "api-progress-matrix",
    __name__,
    description="Every learner of a cohort with every lesson.",
)


@bp.get("/cohorts/<uuid:cohort>/progress-matrix")
@staff
@bp.tagged(apart_from=("as_of",))
@bp.asks(MatrixPageQuerySchema)
@bp.gives(ProgressMatrixSchema)
def get_progress_matrix(query: dict[str, Any], cohort: UUID) -> dict[str, Any]:
    """Every learner of a cohort with every lesson, whoever is furthest first.

    A lesson is begun once it was opened. Learners may be held to different outlines:
    `modules` has every lesson that any of them is held to.
    """
    found = led_cohort(cohort)
    matrix = _matrix(found, query)
    page = page_of(
        _after(matrix, query.get("after"))[: query["limit"] + 1],
        query["limit"],
        lambda each: each.enrolment,
    )
    return {
        "cohort": found.uuid,
        "as_of": now(),
        "modules": matrix.modules,
        "learners": len(matrix.learners),
        **page,
        "items": [_row(matrix, each) for each in page["items"]],
    }


@bp.get("/cohorts/<uuid:cohort>/progress-matrix.<suffix>")
@staff
@bp.asks(MatrixQuerySchema)
@gives_table(bp, "Every learner with every lesson")
def export_progress_matrix(
    query: dict[str, Any], cohort: UUID, suffix: str
) -> Response:
    """The matrix as a file: a row for each learner, a column for each lesson."""
    found, moment = led_cohort(cohort), now()
    matrix = _matrix(found, query)
    return table_file(
        f"lessons-{found.key}-as-of-{moment_in_name(moment)}",
        suffix,
        lambda _session: matrix_table(found, matrix, moment),
    )


def _matrix(cohort: Cohort, query: dict[str, Any]) -> ProgressMatrix:
    matrix = progress_matrix(get_database().session, cohort, sort=query["sort"])
    if "module" not in query:
        return matrix
    narrowed = matrix.of_module(query["module"])
    if narrowed is None:
        raise ValidationError({"module": ["The course has no module of this key."]})
    return narrowed


def _after(matrix: ProgressMatrix, after: UUID | None) -> tuple[MatrixLearner, ...]:
    if after is None:
        return matrix.learners
    for place, each in enumerate(matrix.learners, 1):
        if each.enrolment == after:
            return matrix.learners[place:]
    raise ValidationError({"after": ["Nothing of this list has this name."]})


def _row(matrix: ProgressMatrix, learner: MatrixLearner) -> dict[str, Any]:
    return {
        "enrolment": learner.enrolment,
        "name": learner.name,
        "email": learner.email,
        "state": learner.state,
        "met": learner.met,
        "needed": learner.needed,
        "percent": learner.percent,
        "lessons": matrix.cells(learner),
    }
