"""The progress of a cohort, lesson by lesson, as its trainer reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from course.errors import sentence
from course.progress_matrix import (
    BEGUN,
    FINISHED,
    SORTS,
    TO_DO,
    ProgressMatrix,
    progress_matrix,
)
from learner_api.auth import staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.file_links import file_links
from learner_api.labels import options
from learner_api.led_cohorts import led_cohort
from learner_api.staff_labels import state_label
from learner_api.translation import gettext as _

bp = Blueprint("progress_matrix", __name__, url_prefix="/cohorts/<uuid:cohort>")

# Of 130 lessons each: a page that an old phone can still hold.
LEARNERS_SHOWN = 50

_SORTS = {"progress": sentence("Furthest first"), "name": sentence("Name")}
_STATES = {
    FINISHED: sentence("finished"),
    BEGUN: sentence("begun"),
    TO_DO: sentence("not yet"),
    None: sentence("not asked of them"),
}


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for."""

    sort: str
    module: str | None
    part: int

    def query(self, *, part: int = 1, module: str | None = None) -> str:
        """The question as the end of an address, for another part or module."""
        told: Mapping[str, Any] = {
            "sort": self.sort if self.sort != SORTS[0] else None,
            "module": module,
            "part": part if part > 1 else None,
        }
        return urlencode({name: each for name, each in told.items() if each})


@bp.get("/matrix")
@staff
def show_matrix(cohort: UUID) -> ResponseReturnValue:
    """Show every learner with every lesson, or with those of one module, in parts."""
    view, session = _read_view(), get_database().session
    found = led_cohort(cohort)
    whole = progress_matrix(session, found, sort=view.sort)
    matrix = whole.of_module(view.module) if view.module else whole
    if matrix is None:
        abort(404)
    last = max(len(matrix.learners) - 1, 0) // LEARNERS_SHOWN
    first = min(view.part - 1, last) * LEARNERS_SHOWN
    return render_template(
        "pages/cohort_matrix.html",
        cohort=found,
        matrix=matrix,
        view=view,
        modules=[
            {"value": each.key, "label": f"{each.number}. {each.title}"}
            for each in whole.modules
        ],
        sorts=options({sort: _(words) for sort, words in _SORTS.items()}),
        states={state: _(words) for state, words in _STATES.items()},
        rows=_rows(matrix, first),
        first=first,
        part=first // LEARNERS_SHOWN + 1,
        per_part=LEARNERS_SHOWN,
        links=file_links(
            f"/api/v1/cohorts/{found.uuid}/progress-matrix",
            view.query(module=view.module),
        ),
        as_of=now(),
    )


def _read_view() -> View:
    """What no page of ours asks for is not there."""
    asked = request.args
    sort, part = asked.get("sort") or SORTS[0], asked.get("part", "1")
    if sort not in SORTS or not part.isdecimal() or len(part) > len("99999"):
        abort(404)
    return View(sort, asked.get("module") or None, max(int(part), 1))


def _rows(matrix: ProgressMatrix, first: int) -> list[dict[str, Any]]:
    return [
        {
            "learner": each,
            "state": state_label(each.state)[0],
            "cells": matrix.cells(each),
        }
        for each in matrix.learners[first : first + LEARNERS_SHOWN]
    ]
