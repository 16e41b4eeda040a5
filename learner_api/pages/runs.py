"""Beginning a course anew, and topping up: by its learner, or by an administrator."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from course import enrolments
from course.errors import NotPermitted
from course.models import Enrolment
from course.rule_errors import RenewalReasonNeeded
from learner_api import runs
from learner_api.addresses import course_address
from learner_api.auth import administrator, asker, signed_in
from learner_api.database import get_database
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.translation import said

bp = Blueprint("runs", __name__, url_prefix="/enrolments/<uuid:enrolment>")


class RenewalForm(FormSchema):
    """To begin anew; an administrator says why."""

    op = Operation()
    reason = Line(most=500)


class TopUpForm(FormSchema):
    """To begin topping up."""

    op = Operation()


@bp.get("/renewal")
@administrator
def ask_for_reason(enrolment: UUID) -> ResponseReturnValue:
    """Ask an administrator why somebody begins the course anew."""
    found = _find(enrolment)
    return _ask(found, Form({"op": new_operation()}))


@bp.post("/renewal")
@signed_in
def renew(enrolment: UUID) -> ResponseReturnValue:
    """Begin the course anew. Sent twice, it is begun once."""
    found = _find(enrolment)
    form = read_form(RenewalForm())
    if form.errors and asker().is_administrator:
        return _ask(found, form), 422
    if form.errors:
        raise ValidationError(dict(form.errors))
    try:
        begun, _is_new = runs.begin_anew(
            enrolment, op=form.data["op"], reason=form.data["reason"]
        )
    except RenewalReasonNeeded as refusal:
        return _ask(found, form.refused("reason", said(refusal))), 422
    get_database().commit()
    if begun.user_id == asker().id:
        return redirect(course_address(begun.course_key), 303)
    return redirect(f"/people/{begun.user.uuid}", 303)


@bp.post("/top-up")
@signed_in
def begin_top_up(enrolment: UUID) -> ResponseReturnValue:
    """Go over to the newer rule. Sent twice, it is done once."""
    form = read_form(TopUpForm())
    if form.errors:
        raise ValidationError(dict(form.errors))
    found, _entry = runs.begin_top_up(enrolment, op=form.data["op"])
    get_database().commit()
    return redirect(f"{course_address(found.course_key)}/progress", 303)


def _find(enrolment: UUID) -> Enrolment:
    """The enrolment, if the asker may see it; begun anew by nobody but two."""
    session = get_database().session
    found = enrolments.find_enrolment(session, asker(), enrolment) or abort(404)
    if found.user_id != asker().id and not asker().is_administrator:
        raise NotPermitted
    return found


def _ask(found: Enrolment, form: Form) -> str:
    return render_template("pages/renewal.html", enrolment=found, form=form)
