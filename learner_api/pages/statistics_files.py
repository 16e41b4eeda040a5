"""The tables of the pages of figures as files."""

from datetime import UTC
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError, fields

from course.exports import EXPORT_FORMATS
from course.exports.completions import BREAKDOWNS
from course.exports.file_names import TABLES
from course.exports.manifest import manifest_name
from course.figures.query import StatisticsQuery
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.figure_files import completions_file, figures_file
from learner_api.figure_forms import read_question
from learner_api.figure_questions import question_of, question_of_now, same_question
from learner_api.forms import FormSchema, OneOf
from learner_api.led_cohorts import require_led
from learner_api.schemas.fields import Moment, already_past
from learner_api.site import get_site

bp = Blueprint("statistics-files", __name__, url_prefix="/statistics")


class CompletionsForm(FormSchema):
    """Whose completions, as of when; counts where they are counted by something."""

    course = fields.String(load_default=None)
    by = OneOf(BREAKDOWNS)
    cohort = fields.UUID(load_default=None)
    as_of = Moment(default_timezone=UTC, load_default=None, validate=already_past)


@bp.get("/tables/<table>.<suffix>")
@staff
def download_table(table: str, suffix: str) -> ResponseReturnValue:
    """One table of a page as a file, by the same question."""
    # The address of a manifest has more points than one.
    table, _, suffix = f"{table}.{suffix}".partition(".")
    if table not in TABLES:
        abort(404)
    form = read_question()
    if form.errors:
        raise ValidationError(
            {name: [message] for name, message in form.errors.items()}
        )
    course = _course(form.data["course"])
    return figures_file(asker(), question_of(course, form.data), suffix, table)


@bp.get("/completions.<suffix>")
@staff
def download(suffix: str) -> ResponseReturnValue:
    """Counts by one breakdown; whoever wants names is asked first what for."""
    if suffix.removesuffix(manifest_name("")) not in EXPORT_FORMATS:
        abort(404)
    try:
        asked: dict[str, Any] = CompletionsForm().load(request.args.to_dict())
    except ValidationError as error:
        if error.messages_dict.keys() - {"by", "as_of"}:
            abort(404)
        raise
    cohort = asked["cohort"]
    require_led(cohort)
    course, as_of = _course(asked["course"]), asked["as_of"] or now()
    if asked["by"] is None:
        named = StatisticsQuery(course, as_of, cohort=cohort)
        question = same_question if asked["as_of"] else question_of_now
        return redirect(f"/statistics/exports/new?{question(named)}")
    query = StatisticsQuery(course, as_of, cohort=cohort, by=(asked["by"],))
    return completions_file(asker(), query, suffix)


def _course(asked: str | None) -> str:
    courses = get_site().catalogue.courses
    course = asked or next(iter(courses))
    if course not in courses:
        abort(404)
    return course
