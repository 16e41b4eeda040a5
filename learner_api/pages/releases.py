"""Validating the run of a cohort: the list to look at, and the act."""

from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import fields

from course import releases
from course.award_errors import NothingToRelease, StaleRelease
from course.errors import CourseError, sentence
from course.models import Cohort
from course.releases import FATES, ISSUES, UNPRINTABLE
from learner_api.auth import administrator, asker
from learner_api.award_letters import release_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.led_cohorts import led_cohort
from learner_api.site import get_site
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("releases", __name__, url_prefix="/cohorts/<uuid:cohort>/release")

_FATES = {
    "issues": sentence("Gets the certificate"),
    "unprintable": sentence("Earned it; the name cannot be printed yet"),
    "has-it": sentence("Has it already"),
    "released": sentence("Released before; waits for a name that can be printed"),
    "unsupported": sentence("Earned it once; today's marks do not support it"),
    "not-earned": sentence("Has not earned it yet"),
    "withdrawn": sentence("Has left the course"),
}
_ORDER = {fate: place for place, fate in enumerate(FATES)}


class ReleaseForm(FormSchema):
    """What was looked at, and a note for the record."""

    hidden = frozenset({"token"})

    op = Operation()
    token = fields.String(required=True)
    note = Line("Write what was checked, for the record.", most=500)


@bp.get("")
@administrator
def preview(cohort: UUID) -> ResponseReturnValue:
    """Who would get a certificate now, who would not and why. Nothing is changed."""
    found = led_cohort(cohort)
    return _show(found, Form({"op": new_operation()}))


@bp.post("")
@administrator
def release(cohort: UUID) -> ResponseReturnValue:
    """Validate the run and issue what was listed. Sent twice, it is done once."""
    database = get_database()
    found = led_cohort(cohort)
    form = read_form(ReleaseForm())
    if form.errors:
        return _show(found, form), 422
    try:
        releases.release_awards(
            database.session,
            found,
            **form.data,
            letter=release_letter(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except (NothingToRelease, StaleRelease) as refusal:
        return _show_refused(cohort, form, refusal)
    database.commit()
    return redirect(f"/cohorts/{cohort}/release", 303)


def _show_refused(
    cohort: UUID, form: Form, refusal: CourseError
) -> ResponseReturnValue:
    session = get_database().session
    session.rollback()
    return _show(led_cohort(cohort), form.refused("", said(refusal))), 409


def _show(cohort: Cohort, form: Form) -> str:
    session = get_database().session
    listed = releases.preview_release(session, cohort)
    return render_template(
        "pages/release.html",
        cohort=cohort,
        token=listed.token,
        rows=[
            (row, _(_FATES[row.fate]))
            for row in sorted(listed.rows, key=lambda row: _ORDER[row.fate])
        ],
        issues=len(listed.of_fate(ISSUES)),
        unprintable=len(listed.of_fate(UNPRINTABLE)),
        earlier=releases.releases_of(session, cohort),
        form=form,
    )
