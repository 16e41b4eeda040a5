"""The report on a run: written and handed in by trainers, then validated."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from course import cohort_reports, releases, report_reviews
from course.award_errors import StaleRelease
from course.cohort_reports import SECTIONS, VERDICTS
from course.errors import CourseError, sentence
from course.models import Cohort
from course.report_errors import (
    ReportAnswered,
    ReportIncomplete,
    ReportWaiting,
    WordsChanged,
)
from learner_api.auth import administrator, asker, staff
from learner_api.award_letters import release_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.led_cohorts import led_cohort
from learner_api.report_letters import report_letter
from learner_api.report_views import report_file, visible_report
from learner_api.schemas.reports import MOST_LETTERS
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("reports", __name__)

_SECTIONS = {
    "done": sentence("What was done"),
    "went-well": sentence("What went well"),
    "was-hard": sentence("What was hard"),
    "recommendations": sentence("Recommendations"),
    "changes": sentence("Changes to the run"),
}
_STATES = {
    "waiting": sentence("Waits for an administrator"),
    "sent-back": sentence("Sent back"),
    "validated": sentence("Validated"),
}


class WordsForm(FormSchema):
    """One section, and which save of it was open."""

    hidden = frozenset({"section", "after"})

    op = Operation()
    section = OneOf(SECTIONS, "Choose a section.")
    after = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))
    body = fields.String(
        required=True,
        error_messages={"required": "Write something first."},
        validate=validate.Length(
            max=MOST_LETTERS, error=sentence("Write at most {max} characters here.")
        ),
    )


class HandInForm(FormSchema):
    """Nothing but the name of the act."""

    op = Operation()


class ReviewForm(FormSchema):
    """The verdict, the reason, and the list of certificates that was looked at."""

    hidden = frozenset({"token"})

    op = Operation()
    token = fields.String(required=True)
    verdict = OneOf(VERDICTS, "Say whether you validate the report or send it back.")
    reason = Line("Write what you looked at, or what should change.", most=500)


@bp.get("/cohorts/<uuid:cohort>/report")
@staff
def show(cohort: UUID) -> ResponseReturnValue:
    """The words, section by section, and every version that was handed in."""
    return _show(led_cohort(cohort), Form())


@bp.post("/cohorts/<uuid:cohort>/report/words")
@staff
def save(cohort: UUID) -> ResponseReturnValue:
    """Save a section. What was typed is shown again where it could not be kept."""
    database = get_database()
    found, form = led_cohort(cohort), read_form(WordsForm())
    if form.errors:
        return _show(found, form), 422
    try:
        cohort_reports.save_words(
            database.session, found, **form.data, now=now(), by=asker()
        )
    except WordsChanged as refusal:
        return _show_refused(cohort, form, refusal)
    database.commit()
    section = form.data["section"]
    return redirect(f"/cohorts/{cohort}/report#section-{section}", 303)


@bp.post("/cohorts/<uuid:cohort>/report/versions")
@staff
def submit(cohort: UUID) -> ResponseReturnValue:
    """Hand the report in: its figures are frozen."""
    database = get_database()
    found, form = led_cohort(cohort), read_form(HandInForm())
    if form.errors:
        return _show(found, form), 422
    try:
        cohort_reports.submit_report(
            database.session,
            found,
            **form.data,
            letter=report_letter(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except (ReportIncomplete, ReportWaiting) as refusal:
        return _show_refused(cohort, form, refusal)
    database.commit()
    return redirect(f"/cohorts/{cohort}/report", 303)


@bp.post("/reports/<uuid:report>/review")
@administrator
def review(report: UUID) -> ResponseReturnValue:
    """Send a version back, or validate it and release what was listed."""
    database = get_database()
    found, form = visible_report(report), read_form(ReviewForm())
    cohort = found.cohort
    if form.errors:
        return _show(cohort, form), 422
    public_url = get_site().settings.public_url
    try:
        report_reviews.review_report(
            database.session,
            found,
            **form.data,
            letter=report_letter(public_url),
            release_letter=release_letter(public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except (ReportAnswered, StaleRelease) as refusal:
        return _show_refused(cohort.uuid, form, refusal)
    database.commit()
    return redirect(f"/cohorts/{cohort.uuid}/report", 303)


@bp.get("/reports/<uuid:report>/document.<kind>")
@staff
def download(report: UUID, kind: str) -> Response:
    """A version as a file, the same bytes whenever it is asked for."""
    return report_file(visible_report(report), kind)


@bp.get("/reports")
@administrator
def list_waiting() -> str:
    """The reports that wait for an administrator."""
    waiting = cohort_reports.reports_waiting(get_database().session, asker())
    return render_template("pages/reports.html", waiting=waiting)


def _show_refused(
    cohort: UUID, form: Form, refusal: CourseError
) -> ResponseReturnValue:
    session = get_database().session
    session.rollback()
    return _show(led_cohort(cohort), form.refused("", said(refusal))), 409


def _show(cohort: Cohort, form: Form) -> str:
    session = get_database().session
    versions = cohort_reports.versions_of(session, cohort)
    waits = bool(versions) and versions[0].review is None
    preview = None
    if waits and asker().is_administrator:
        preview = releases.preview_release(session, cohort)
    leaving = [row for row in preview.rows if row.is_released] if preview else []
    return render_template(
        "pages/report.html",
        cohort=cohort,
        form=form,
        sections=[
            (key, _(_SECTIONS[key]), each, _typed(form, key, each.body))
            for key, each in cohort_reports.words_of(session, cohort).items()
        ],
        versions=[(each, _(_STATES[each.state])) for each in versions],
        waits=waits,
        preview=preview,
        leaving=leaving,
        verdicts=_verdicts(releases_some=bool(leaving)),
        new_operation=new_operation,
        most=MOST_LETTERS,
    )


def _verdicts(*, releases_some: bool) -> list[dict[str, str]]:
    validate = _("Validate it and release") if releases_some else _("Validate it")
    return [
        {"value": "validated", "label": validate},
        {"value": "sent-back", "label": _("Send it back")},
    ]


def _typed(form: Form, key: str, kept: str) -> Any:
    """What was typed in a section and could not be kept, or what is kept."""
    is_this = form.errors and form.values.get("section") == key
    return form.values.get("body", "") if is_this else kept
