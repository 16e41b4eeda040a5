"""Applying to a cohort, and what becomes of one's application."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields
from werkzeug.exceptions import RequestEntityTooLarge

from course import applications, attachments, calls, cohorts
from course.applications import Filed, Words
from course.calls import OpenCall
from course.door_errors import (
    AlreadyApplied,
    AlreadyWithdrawn,
    ApplicationIncomplete,
    FilesClosed,
    InvalidAttachment,
    TooManyAttachments,
)
from course.errors import CourseError, sentence
from course.models import Application
from course.models.application import ATTACHMENT_KINDS
from course.models.user import AFFILIATIONS, GENDERS
from course.policy import reads_as_staff
from learner_api.attachment_files import attachment_response
from learner_api.auth import asker, signed_in
from learner_api.call_views import locked_call, office_day
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.door_words import asked_words, kind_names, state_label
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    OneOf,
    Operation,
    new_operation,
    read_form,
)
from learner_api.labels import country_name, country_names, gender_names, options
from learner_api.profiles import profile_choices
from learner_api.schemas.fields import Text
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("applications", __name__)

_MISSING = {
    "nominated_by": sentence("Write which body nominates you."),
    "supervisor": sentence("Write your supervisor’s name."),
    "is_released": sentence("Tick this once your supervisor has agreed."),
}


class ApplicationForm(FormSchema):
    """What an applicant says."""

    op = Operation()
    name = Line("Write your name.")
    country = OneOf(country_names(), "Choose the country you work in.")
    gender = OneOf(GENDERS, "Choose one; you may prefer not to say.")
    affiliation = OneOf(AFFILIATIONS)
    organisation = Line("Write the name of your ministry or organisation.")
    motivation = Text(
        4000,
        lines=True,
        required=True,
        error_messages={"required": "Write why you apply, in a few sentences."},
    )
    nominated_by = Line()
    supervisor = Line()
    is_released = fields.Boolean(load_default=False, truthy={"yes"})


class WithdrawalForm(FormSchema):
    """Why an applicant withdraws."""

    op = Operation()
    reason = Line("Write why, in a few words.", most=500)


class AttachmentForm(FormSchema):
    """What a file is."""

    op = Operation()
    kind = OneOf(ATTACHMENT_KINDS, "Choose what the file is.")


@bp.get("/calls/<call>/application")
@signed_in
def ask_to_apply(call: str) -> ResponseReturnValue:
    """The form of an application, filled in from the profile."""
    found = _call(call)
    mine = applications.applications_of(
        get_database().session, asker(), cohort=found.cohort
    )
    if mine and mine[0].standing.is_open:
        return redirect(f"/applications/{mine[0].application.uuid}", 303)
    held = ("name", "country", "gender", "affiliation", "organisation")
    values = {name: getattr(asker(), name) or "" for name in held}
    return _show_form(found, Form({"op": new_operation(), **values}))


@bp.post("/calls/<call>/application")
@signed_in
def apply_to_cohort(call: str) -> ResponseReturnValue:
    """Keep the application. Sent twice, it is one."""
    form = read_form(ApplicationForm())
    if form.errors:
        return _show_form(_call(call), form), 422
    database = get_database()
    said_words = {name: value for name, value in form.data.items() if name != "op"}
    try:
        found = locked_call(call) or abort(404)
        made, _is_new = applications.apply_to_cohort(
            database.session,
            found,
            Words(**said_words),
            op=form.data["op"],
            today=office_day(),
            now=now(),
            by=asker(),
        )
    except ApplicationIncomplete as refusal:
        missing: list[str] = refusal.data["missing"]  # type: ignore[assignment]  # its own
        for name in missing:
            form = form.refused(name, _MISSING[name])
        return _show_form(_call(call), form), 422
    except AlreadyApplied:
        return redirect(f"/calls/{call}/application", 303)
    except CourseError as refusal:
        return _show_form(_call(call), form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"/applications/{made.uuid}", 303)


@bp.get("/applications/<uuid:application>")
@signed_in
def show_application(application: UUID) -> ResponseReturnValue:
    """One application with its letters, to its applicant and to staff of the cohort."""
    return _show(_find(application), Form({"op": new_operation()}))


@bp.post("/applications/<uuid:application>/withdrawal")
@signed_in
def withdraw_application(application: UUID) -> ResponseReturnValue:
    """Take one's own application back; whoever was selected leaves the cohort."""
    database = get_database()
    filed = _find(application)
    form = read_form(WithdrawalForm())
    if form.errors:
        return _show(filed, form), 422
    cohorts.lock_cohort(database.session, filed.application.cohort)
    try:
        applications.withdraw_application(
            database.session, filed.application, **form.data, now=now(), by=asker()
        )
    except AlreadyWithdrawn:
        return redirect(f"/applications/{application}", 303)
    database.commit()
    return redirect(f"/applications/{application}", 303)


@bp.post("/applications/<uuid:application>/attachments")
@signed_in
def add_attachment(application: UUID) -> ResponseReturnValue:
    """Add a letter to one's own application."""
    database = get_database()
    filed = _find(application)
    try:
        form = read_form(AttachmentForm())
        uploaded = request.files.get("file")
    except RequestEntityTooLarge:
        words = _("The file is larger than 900 kB. Scan it in grey, or as a PDF.")
        return _show(filed, Form({"op": new_operation()}).refused("file", words)), 422
    if form.errors:
        return _show(filed, form), 422
    try:
        attachments.attach(
            database.session,
            filed.application,
            **form.data,
            content=uploaded.read() if uploaded else b"",
            now=now(),
            by=asker(),
        )
    except FilesClosed as refusal:
        return _show(_find(application), form.refused("", said(refusal))), 409
    except (InvalidAttachment, TooManyAttachments) as refusal:
        return _show(filed, form.refused("file", said(refusal))), 422
    database.commit()
    return redirect(f"/applications/{application}#letters", 303)


@bp.get("/applications/<uuid:application>/attachments/<uuid:attachment>")
@signed_in
def get_attachment(application: UUID, attachment: UUID) -> ResponseReturnValue:
    """A letter, as a download."""
    found = attachments.find_attachment(
        get_database().session, _find(application).application, attachment
    )
    return attachment_response(found) if found else abort(404)


def _call(key: str) -> OpenCall:
    found = calls.find_call(get_database().session, key)
    if found is None or found.call.door != "application":
        abort(404)
    return found


def _find(uuid: UUID) -> Filed:
    found = applications.find_application(get_database().session, asker(), uuid)
    return found or abort(404)


def _show_form(found: OpenCall, form: Form) -> str:
    return render_template(
        "pages/application_new.html",
        call=found,
        terms=found.terms,
        is_open=calls.is_open(found.call, today=office_day()),
        form=form,
        choices=profile_choices(),
    )


def _show(filed: Filed, form: Form) -> str:
    application: Application = filed.application
    is_own = application.user_id == asker().id
    state = filed.state_told if is_own else filed.standing.state
    return render_template(
        "pages/application.html",
        filed=filed,
        application=application,
        asked=asked_words(calls.terms_of(application.call).asks),
        state=state_label(state),
        is_own=is_own,
        reads_reasons=reads_as_staff(asker(), application),
        told=filed.told,
        is_open=filed.standing.is_open,
        takes_files=filed.latest is None,
        kinds=options(kind_names()),
        kind_names=kind_names(),
        country=country_name(application.country),
        gender=gender_names()[application.gender],
        verdict_name=lambda verdict: state_label(verdict)[0],
        form=form,
    )
