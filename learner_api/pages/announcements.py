"""What is announced to a cohort: read by all of it, written by its trainers."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from course import announcements, editions
from course.errors import CourseError
from course.models import Announcement, Cohort
from learner_api.addresses import announcements_address
from learner_api.announcement_letters import announcement_letter
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.entering import entered_or_404
from learner_api.forms import Form, new_operation, read_form
from learner_api.led_cohorts import led_cohort
from learner_api.message_forms import refused_message
from learner_api.messages import render_message
from learner_api.site import get_site
from learner_api.telling import announced_to, announcement_or_404
from learner_api.telling_forms import (
    AnnouncementForm,
    BecauseForm,
    CorrectionForm,
    values_of_announcement,
)

bp = Blueprint(
    "announcements", __name__, url_prefix="/cohorts/<uuid:cohort>/announcements"
)


@bp.get("")
@signed_in
def show_announcements(cohort: UUID) -> str:
    """Everything that was announced, the newest first; for staff the form as well."""
    return _list_page(cohort, Form({"op": new_operation()}))


@bp.post("")
@staff
def post(cohort: UUID) -> ResponseReturnValue:
    """Announce something, by mail too. Sent twice, it is done once."""
    found = led_cohort(cohort, for_update=True)
    form = read_form(AnnouncementForm())
    if form.errors:
        return _list_page(cohort, form), 422
    return _post(found, form, None, lambda form: _list_page(cohort, form), mail=True)


@bp.get("/<uuid:announcement>/edit")
@staff
def ask_for_correction(cohort: UUID, announcement: UUID) -> str:
    """The form that corrects an announcement, and the one that withdraws it."""
    found = led_cohort(cohort)
    row = announcement_or_404(found, announcement)
    values = {"op": new_operation(), **values_of_announcement(row)}
    return _edit_page(found, row, Form(values))


@bp.post("/<uuid:announcement>/edit")
@staff
def correct(cohort: UUID, announcement: UUID) -> ResponseReturnValue:
    """Let an announcement say something else. Sent twice, it is done once."""
    found = led_cohort(cohort, for_update=True)
    row = announcement_or_404(found, announcement)
    form = read_form(CorrectionForm())
    if form.errors:
        return _edit_page(found, row, form), 422
    mail = form.data["mail"] is not None
    return _post(
        found, form, announcement, lambda form: _edit_page(found, row, form), mail=mail
    )


@bp.post("/<uuid:announcement>/withdrawal")
@staff
def withdraw(cohort: UUID, announcement: UUID) -> ResponseReturnValue:
    """Take an announcement back. Sent twice, it is done once."""
    found = led_cohort(cohort, for_update=True)
    row = announcement_or_404(found, announcement)
    form = read_form(BecauseForm())
    shown = Form({"op": new_operation(), **values_of_announcement(row)})
    if form.errors:
        return _edit_page(found, row, shown, form), 422
    database = get_database()
    try:
        announcements.withdraw_announcement(
            database.session, row, **form.data, now=now(), by=asker()
        )
    except CourseError as refusal:
        page = _edit_page(found, row, shown, refused_message(form, refusal))
        return page, 409
    database.commit()
    return redirect(announcements_address(cohort), 303)


def _post(
    cohort: Cohort,
    form: Form,
    announcement: UUID | None,
    again: Callable[[Form], str],
    *,
    mail: bool,
) -> ResponseReturnValue:
    database = get_database()
    letter = announcement_letter(get_site().settings.public_url, asker())
    try:
        row, _is_new = announcements.post_announcement(
            database.session,
            cohort,
            op=form.data["op"],
            title=form.data["title"],
            body=form.data["body"],
            announcement=announcement,
            mail=mail,
            letter=letter,
            now=now(),
            by=asker(),
        )
    except CourseError as refusal:
        return again(refused_message(form, refusal)), 409
    here = f"{announcements_address(cohort.uuid)}#announcement-{row.announcement}"
    database.commit()
    return redirect(here, 303)


def _list_page(cohort: UUID, form: Form) -> str:
    told = entered_or_404(cohort)
    return render_template(
        "pages/announcements.html",
        cohort=told.cohort,
        course=editions.course_of(get_database().session, told.cohort.edition),
        is_led=told.is_led,
        announced=[
            (each, render_message(each.latest.body)) for each in announced_to(told)
        ],
        form=form,
    )


def _edit_page(
    cohort: Cohort, row: Announcement, form: Form, why: Form | None = None
) -> str:
    return render_template(
        "pages/announcement_edit.html",
        cohort=cohort,
        row=row,
        form=form,
        why=why or Form({"op": new_operation()}),
    )
