"""What a cohort said, for its trainers, and what a course said, for administrators."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template

from course import editions
from course.evaluation_results import EvaluationResults, Scope, results_of
from course.models import Cohort
from course.small_groups import STEP
from learner_api.addresses import course_evaluation_address, evaluation_of_address
from learner_api.auth import administrator, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.evaluation_views import (
    forms_shown,
    gain_rows,
    gain_waits,
    results_table,
)
from learner_api.pages.cohorts import find_cohort
from learner_api.site import get_site
from learner_api.table_files import table_file

bp = Blueprint("evaluation_results", __name__)


@bp.get("/cohorts/<uuid:cohort>/evaluation")
@staff
def show_cohort_evaluation(cohort: UUID) -> str:
    """What the learners of a cohort said, and what they gained."""
    found = find_cohort(get_database().session, cohort)
    return _results_page(
        _of_cohort(found), cohort=found, here=evaluation_of_address(found.uuid)
    )


@bp.get("/cohorts/<uuid:cohort>/evaluation.<suffix>")
@staff
def download_cohort_evaluation(cohort: UUID, suffix: str) -> Response:
    """The same counts and texts as a file."""
    found = find_cohort(get_database().session, cohort)
    return _results_file(_of_cohort(found), f"evaluation-{found.key}", suffix)


@bp.get("/courses/<course_key>/evaluation")
@administrator
def show_course_evaluation(course_key: str) -> str:
    """What everybody on a course said, and what they gained."""
    return _results_page(
        _of_course(course_key), cohort=None, here=course_evaluation_address(course_key)
    )


@bp.get("/courses/<course_key>/evaluation.<suffix>")
@administrator
def download_course_evaluation(course_key: str, suffix: str) -> Response:
    """The same counts and texts as a file."""
    return _results_file(_of_course(course_key), f"evaluation-{course_key}", suffix)


def _of_cohort(cohort: Cohort) -> EvaluationResults:
    session = get_database().session
    course = editions.course_of(session, cohort.edition)
    return results_of(session, course, Scope(cohort.course_key, cohort))


def _of_course(course_key: str) -> EvaluationResults:
    course = get_site().catalogue.course(course_key)
    return results_of(get_database().session, course, Scope(course_key))


def _results_page(results: EvaluationResults, **frame: Any) -> str:
    return render_template(
        "pages/evaluation_results.html",
        course=get_site().catalogue.course(results.scope.course_key),
        forms=forms_shown(results),
        gain=gain_rows(results.gain) if results.gain else [],
        gain_waits=gain_waits(results),
        step=STEP,
        as_of=now(),
        **frame,
    )


def _results_file(results: EvaluationResults, name: str, suffix: str) -> Response:
    moment = now()
    named = f"{name}-as-of-{moment.strftime('%Y-%m-%dT%H%M%SZ')}"
    return table_file(named, suffix, lambda _session: results_table(results, moment))
