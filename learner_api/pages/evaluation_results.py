"""What a cohort said, for its trainers, and what a course said, for administrators."""

from datetime import UTC
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from course import editions
from course.evaluation_results import EvaluationResults, Scope, results_of
from course.exports.file_names import moment_in_name
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
from learner_api.file_links import file_links
from learner_api.forms import Form, FormSchema
from learner_api.led_cohorts import led_cohort
from learner_api.schemas.fields import Moment, already_past
from learner_api.site import get_site
from learner_api.table_files import table_file
from learner_api.translation import gettext as _

bp = Blueprint("evaluation_results", __name__)


class AsOfForm(FormSchema):
    """As of when it is asked."""

    as_of = Moment(
        default_timezone=UTC,
        load_default=None,
        validate=already_past,
        error_messages={
            "invalid": "Write the moment as date and time, such as 2026-11-23 14:00."
        },
    )


@bp.get("/cohorts/<uuid:cohort>/evaluation")
@staff
def show_cohort_evaluation(cohort: UUID) -> ResponseReturnValue:
    """What the learners of a cohort said, and what they gained."""
    found, form = led_cohort(cohort), _read_query()
    return _results_page(
        _of_cohort(found, form), form, found, evaluation_of_address(found.uuid)
    )


@bp.get("/cohorts/<uuid:cohort>/evaluation.<suffix>")
@staff
def download_cohort_evaluation(cohort: UUID, suffix: str) -> Response:
    """The same counts and texts as a file."""
    found, form = led_cohort(cohort), _read_query()
    return _results_file(_of_cohort(found, form), form, found.key, suffix)


@bp.get("/courses/<course_key>/evaluation")
@administrator
def show_course_evaluation(course_key: str) -> ResponseReturnValue:
    """What everybody on a course said, and what they gained."""
    form = _read_query()
    return _results_page(
        _of_course(course_key, form), form, None, course_evaluation_address(course_key)
    )


@bp.get("/courses/<course_key>/evaluation.<suffix>")
@administrator
def download_course_evaluation(course_key: str, suffix: str) -> Response:
    """The same counts and texts as a file."""
    form = _read_query()
    return _results_file(_of_course(course_key, form), form, course_key, suffix)


def _read_query() -> Form:
    """The moment that the address asks for; one without a zone is in UTC."""
    values = request.args.to_dict()
    try:
        return Form(values, AsOfForm().load(values))
    except ValidationError as error:
        messages = error.messages_dict
        if messages.keys() - {"as_of"}:
            abort(404)
        return Form(values, {}, {"as_of": _(messages["as_of"][0])})


def _of_cohort(cohort: Cohort, form: Form) -> EvaluationResults:
    session = get_database().session
    course = editions.course_of(session, cohort.edition)
    scope = Scope(cohort.course_key, cohort, form.data.get("as_of"))
    return results_of(session, course, scope)


def _of_course(course_key: str, form: Form) -> EvaluationResults:
    course = get_site().catalogue.course(course_key)
    scope = Scope(course_key, as_of=form.data.get("as_of"))
    return results_of(get_database().session, course, scope)


def _results_page(
    results: EvaluationResults, form: Form, cohort: Cohort | None, here: str
) -> ResponseReturnValue:
    as_of = form.data.get("as_of")
    page = render_template(
        "pages/evaluation_results.html",
        course=get_site().catalogue.course(results.scope.course_key),
        cohort=cohort,
        here=here,
        form=form,
        links=file_links(here, {"as_of": as_of.isoformat()} if as_of else ""),
        shown_as_of=as_of.strftime("%Y-%m-%dT%H:%M")
        if as_of
        else form.values.get("as_of"),
        forms=forms_shown(results),
        gain=gain_rows(results.gain) if results.gain else [],
        gain_waits=gain_waits(results),
        step=STEP,
        as_of=as_of or now(),
    )
    return (page, 422) if form.errors else page


def _results_file(
    results: EvaluationResults, form: Form, key: str, suffix: str
) -> Response:
    if form.errors:
        raise ValidationError({name: [each] for name, each in form.errors.items()})
    moment = form.data["as_of"] or now()
    named = f"evaluation-{key}-as-of-{moment_in_name(moment)}"
    return table_file(named, suffix, lambda _session: results_table(results, moment))
