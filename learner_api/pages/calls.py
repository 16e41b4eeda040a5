"""The catalogue of calls, one call, and coming in by an open door.

Whoever has no account registers an address here; the link in the letter leads to
``registrations``.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields
from sqlalchemy.exc import IntegrityError

from course import accounts, applications, calls, enrolments, joining, outbox
from course import registrations as verbs
from course.calls import OPEN, OpenCall
from course.door_errors import CallFull, CodeReplaced, WrongCode
from course.errors import CourseError
from course.models import User
from learner_api.addresses import course_address
from learner_api.auth import asker, asker_or_none, public, signed_in
from learner_api.call_views import (
    course_of,
    listed_calls,
    locked_call,
    modules_of,
    office_day,
)
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.door_letters import known_letter, registration_letter
from learner_api.door_words import asked_words, language_names
from learner_api.forms import (
    Form,
    FormSchema,
    Line,
    Operation,
    new_operation,
    read_form,
)
from learner_api.knocking import knocking, note_knock
from learner_api.site import get_site
from learner_api.staff_labels import mode_name
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("calls", __name__, url_prefix="/calls")

FRESH = 300
"""For how many seconds a stranger's browser need not ask again."""

LETTER_EVERY = 300


class JoiningForm(FormSchema):
    """The code, where the call asks for one."""

    op = Operation()
    code = Line(most=40)


class RegistrationForm(FormSchema):
    """An address, the code, and that the notice is accepted.

    ``website`` is a box that no person sees; only a program fills it in.
    """

    email = Line("Enter your e-mail address.", most=254)
    code = Line(most=40)
    accepts = fields.String(
        required=True,
        error_messages={
            "required": "Read the privacy notice, and tick the box to accept it."
        },
    )
    website = Line(most=1000)


@bp.get("")
@public
def list_calls() -> ResponseReturnValue:
    """The calls that take people today."""
    found = listed_calls(get_database().session)
    page = render_template(
        "pages/calls.html",
        calls=[(each, course_of(each.cohort)) for each in found],
        mode_name=mode_name,
        language_names=language_names,
    )
    return _fresh(page)


@bp.get("/<call>")
@public
def show_call(call: str) -> ResponseReturnValue:
    """One call: what the course is, whom it is for, and how to come in."""
    code = request.args.get("code", "")[:40]
    return _fresh(_show(_find(call), Form({"op": new_operation(), "code": code})))


@bp.post("/<call>/joining")
@signed_in
def join_cohort(call: str) -> ResponseReturnValue:
    """Come in by the open door. A second click changes nothing."""
    form = read_form(JoiningForm())
    if form.errors:
        return _show(_find(call), form), 422
    database = get_database()
    try:
        with knocking():
            found = locked_call(call) or abort(404)
            joining.join_cohort(
                database.session,
                found,
                asker(),
                **form.data,
                today=office_day(),
                now=now(),
                office=get_site().office,
            )
    except CourseError as refusal:
        database.session.rollback()
        where = "code" if isinstance(refusal, WrongCode | CodeReplaced) else ""
        page = _show(_find(call), form.refused(where, said(refusal)))
        return page, 422 if where else 409
    database.commit()
    return redirect(course_address(found.cohort.course_key), 303)


@bp.post("/<call>/registration")
@public
def register(call: str) -> ResponseReturnValue:
    """Mail a link to an address that asks to come in, and say the same in any case."""
    form = read_form(RegistrationForm())
    found = _find(call)
    if asker_or_none() is not None:
        return redirect(f"/calls/{call}", 303)
    if form.errors:
        return _show(found, form), 422
    sent = redirect(f"/calls/{call}/registration/sent", 303)
    if form.data["website"]:
        return sent
    database = get_database()
    if not _is_plausible(form.data["email"]):
        words = _("Write the whole address, such as name@ministry.example.")
        return _show(found, form.refused("email", words)), 422
    try:
        with knocking():
            calls.require_open(found.call, found.call.door, today=office_day())
            if found.call.door == OPEN:
                joining.require_admitted(
                    database.session, found, form.data["email"], form.data["code"]
                )
                if found.free == 0:
                    raise CallFull
    except CourseError as refusal:
        database.session.rollback()
        where = "code" if form.data["code"] else "email"
        return _show(_find(call), form.refused(where, said(refusal))), 422
    _write(found, form.data)
    database.commit()
    note_knock()
    return sent


@bp.get("/<call>/registration/sent")
@public
def registration_sent(call: str) -> ResponseReturnValue:
    """Say what happens now, without saying whether the address is known."""
    return render_template("pages/registration_sent.html", call=_find(call))


def _is_plausible(email: str) -> bool:
    """Whether a letter could be sent to this."""
    name, at, domain = email.partition("@")
    return bool(name and at and "." in domain.strip(".")) and not set(" ,;<>\"'") & set(
        email
    )


def _write(found: OpenCall, data: Mapping[str, Any]) -> None:
    """Put the letter in the outbox, unless one of the last minutes is on its way."""
    session, site = get_database().session, get_site()
    email = accounts.normalised_email(data["email"])
    public_url = site.settings.public_url
    known = accounts.find_person(session, email)
    is_known = known is not None and not accounts.is_to_be_taken_up(session, known)
    if known is not None and is_known and known.closed_at is not None:
        return
    occasion = (
        f"register:{found.cohort.uuid}:{email}:{int(now().timestamp()) // LETTER_EVERY}"
    )
    try:
        with session.begin_nested():
            if known is not None and is_known:
                letter = known_letter(public_url, known, found.cohort)
                outbox.tell(session, known, letter, now=now(), occasion=occasion[:200])
            else:
                secret = verbs.register_address(
                    session,
                    found.cohort,
                    email,
                    code=data["code"],
                    notice=site.notices.in_force,
                    now=now(),
                )
                subject, body = registration_letter(public_url, found.cohort, secret)
                outbox.write_message(
                    session,
                    known or User(name="", email=email),
                    subject=subject,
                    body=body,
                    now=now(),
                    occasion=occasion[:200],
                )
            session.flush()
    except IntegrityError:
        return


def _find(key: str) -> OpenCall:
    return calls.find_call(get_database().session, key) or abort(404)


def _fresh(page: str) -> Response:
    """The page, which a stranger's browser may keep for a while."""
    response = Response(page, mimetype="text/html")
    if asker_or_none() is None:
        response.headers["Cache-Control"] = f"public, max-age={FRESH}"
        response.vary.add("Cookie")
    response.add_etag()
    response.make_conditional(request)
    return response


def _show(found: OpenCall, form: Form) -> str:
    session, person = get_database().session, asker_or_none()
    enrolment, mine = None, []
    if person is not None:
        held = enrolments.enrolments_of(session, person)
        enrolment = next(
            (each for each in held if each.cohort_id == found.cohort.id), None
        )
        mine = applications.applications_of(session, person, cohort=found.cohort)
    return render_template(
        "pages/call.html",
        call=found,
        terms=found.terms,
        course=course_of(found.cohort),
        modules=modules_of(found.cohort),
        is_open=calls.is_open(found.call, today=office_day()),
        asked=asked_words(found.terms.asks),
        mode_name=mode_name,
        language_names=language_names,
        person=person,
        enrolment=enrolment,
        application=mine[0] if mine else None,
        admits_by_domain=person is not None
        and joining.domain_admits(person.email, found.terms.domains),
        form=form,
    )
