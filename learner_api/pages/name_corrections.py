"""Another name on a certificate: the holder asks, an administrator answers."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields

from course import award_register, name_corrections
from course.errors import CourseError, NotPermitted
from course.models import Award
from course.name_corrections import VERDICTS, Asked
from learner_api.auth import administrator, asker, signed_in
from learner_api.award_letters import answer_letter
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
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("name-corrections", __name__)


class CorrectionForm(FormSchema):
    """The name that a holder wants, and why."""

    op = Operation()
    name = Line("Write the name as it shall stand on the certificate.")
    reason = Line("Write why the name should be another.", most=500)
    changes_profile = fields.Boolean(load_default=False, truthy={"yes"})


class AnswerForm(FormSchema):
    """What an administrator decides, and what the holder is told."""

    op = Operation()
    verdict = OneOf(VERDICTS, "Choose what is to become of it.")
    words = Line("Write what the holder shall read.", most=500)


@bp.get("/awards/<number>/name")
@signed_in
def ask_for_name(number: str) -> ResponseReturnValue:
    """The form by which a holder asks for another name."""
    award = _own(number)
    return _show_request(award, Form({"op": new_operation()}))


@bp.post("/awards/<number>/name")
@signed_in
def request_name(number: str) -> ResponseReturnValue:
    """Keep the request until an administrator answers. Sent twice, it is one."""
    award = _own(number)
    form = read_form(CorrectionForm())
    if form.errors:
        return _show_request(award, form), 422
    database = get_database()
    try:
        name_corrections.request_name_correction(
            database.session, award, **form.data, now=now(), by=asker()
        )
    except CourseError as refusal:
        return _show_request(award, form.refused("name", said(refusal))), 422
    database.commit()
    return redirect(f"/awards/{award.number}#name", 303)


@bp.get("/name-corrections")
@administrator
def list_requests() -> ResponseReturnValue:
    """Requests for another name: those that wait first, then the answered ones."""
    session = get_database().session
    return render_template(
        "pages/name_corrections.html",
        waiting=name_corrections.list_corrections(session, only_waiting=True),
        everything=[
            each
            for each in name_corrections.list_corrections(session, limit=100)
            if each.answer
        ],
    )


@bp.get("/name-corrections/<uuid:correction>")
@administrator
def show_request(correction: UUID) -> ResponseReturnValue:
    """One request, and the form that answers it."""
    return _show_answer(_find(correction), Form({"op": new_operation()}))


@bp.post("/name-corrections/<uuid:correction>")
@administrator
def answer_request(correction: UUID) -> ResponseReturnValue:
    """Approve or decline it and tell the holder. Sent twice, it is done once."""
    asked = _find(correction)
    form = read_form(AnswerForm())
    if form.errors:
        return _show_answer(asked, form), 422
    database = get_database()
    try:
        name_corrections.answer_name_correction(
            database.session,
            asked,
            **form.data,
            letter=answer_letter(get_site().settings.public_url),
            now=now(),
            office=get_site().office,
            by=asker(),
        )
    except CourseError as refusal:
        database.session.rollback()
        return _show_answer(_find(correction), form.refused("", said(refusal))), 422
    database.commit()
    return redirect(f"/name-corrections/{correction}", 303)


def _own(number: str) -> Award:
    """The asker's own certificate; another's is nobody's to rename."""
    award = award_register.find_award(get_database().session, asker(), number)
    if award.achievement.enrolment.user_id != asker().id:
        raise NotPermitted
    return award


def _find(uuid: UUID) -> Asked:
    found = name_corrections.find_correction(get_database().session, uuid)
    return found or abort(404)


def _show_request(award: Award, form: Form) -> str:
    return render_template(
        "pages/name_correction_new.html",
        award=award,
        form=form,
        is_sent=request.method == "POST",
    )


def _show_answer(asked: Asked, form: Form) -> str:
    return render_template("pages/name_correction.html", asked=asked, form=form)
