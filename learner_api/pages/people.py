"""People, for administrators: finding, inviting and changing them."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, award_register, enrolments, history
from course.account_errors import EmailTaken, LastAdministrator
from course.errors import NameNotPrintable, sentence
from course.models import User
from course.models.user import ROLES
from learner_api.auth import administrator, asker
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
from learner_api.inviting import invite_person
from learner_api.labels import (
    affiliation_names,
    age_band_names,
    country_name,
    gender_names,
    options,
    role_names,
)
from learner_api.site import get_site
from learner_api.staff_labels import account_entry_name
from learner_api.translation import said

bp = Blueprint("people", __name__, url_prefix="/people")

PEOPLE_SHOWN = 50

_WHOLE_ADDRESS = "Write the whole address, such as name@example.org."


class NewPersonForm(FormSchema):
    """What is asked about somebody who is to be invited."""

    op = Operation()
    email = fields.Email(
        required=True,
        error_messages={
            "required": sentence("Write the e-mail address."),
            "invalid": _WHOLE_ADDRESS,
        },
        validate=validate.Length(max=254, error=_WHOLE_ADDRESS),
    )
    name = Line("Write the name as it shall stand on a certificate.")
    role = OneOf(ROLES, "Choose a role.")


class RoleForm(FormSchema):
    """The role that somebody is to have."""

    role = OneOf(ROLES, "Choose a role.")


@bp.get("")
@administrator
def list_people() -> ResponseReturnValue:
    """People by address, narrowed by a search or a role."""
    search = request.args.get("search", "").replace("\0", "").strip()[:200]
    role = request.args.get("role", "")
    after = request.args.get("after", "").replace("\0", "")
    found = accounts.list_people(
        get_database().session,
        search=search,
        role=role if role in ROLES else "",
        after=after,
        limit=PEOPLE_SHOWN + 1,
    )
    shown = found[:PEOPLE_SHOWN]
    asked = {"search": search, "role": role}
    return render_template(
        "pages/people.html",
        people=shown,
        search=search,
        role=role,
        roles=options(role_names()),
        role_names=role_names(),
        first_url=f"/people?{urlencode(asked)}" if after else None,
        next_url=f"/people?{urlencode({**asked, 'after': shown[-1].email})}"
        if len(found) > len(shown)
        else None,
    )


@bp.get("/new")
@administrator
def ask_for_person() -> ResponseReturnValue:
    """The form that invites somebody."""
    return _show_new(Form({"op": new_operation(), "role": ROLES[0]}))


@bp.post("/new")
@administrator
def invite() -> ResponseReturnValue:
    """Add somebody and invite them by mail. Sent twice, it is done once."""
    form = read_form(NewPersonForm())
    if form.errors:
        return _show_new(form), 422
    database = get_database()
    try:
        person = _register(database.session, form)
    except EmailTaken as error:
        made = _person_of(database.session, form.data["op"])
        if made is None or made.email != accounts.normalised_email(form.data["email"]):
            return _show_new(form.refused("email", said(error))), 422
        return redirect(f"/people/{made.uuid}", 303)
    except NameNotPrintable as error:
        return _show_new(form.refused("name", said(error))), 422
    database.commit()
    return redirect(f"/people/{person.uuid}", 303)


@bp.get("/<uuid:person>")
@administrator
def show_person(person: UUID) -> ResponseReturnValue:
    """One person: profile, role, account, enrolments, awards, and what was done."""
    return _show(_find(person), Form())


@bp.post("/<uuid:person>/role")
@administrator
def change_role(person: UUID) -> ResponseReturnValue:
    """Give somebody another role and end their sessions. Sent twice, done once."""
    found = _to_change(person)
    form = read_form(RoleForm())
    if form.errors:
        return _show(found, form), 422
    database = get_database()
    try:
        accounts.change_role(
            database.session, found, form.data["role"], now=now(), by=asker()
        )
    except LastAdministrator as error:
        return _show(found, form.refused("role", said(error))), 422
    database.commit()
    return redirect(f"/people/{person}", 303)


@bp.post("/<uuid:person>/closing")
@administrator
def close(person: UUID) -> ResponseReturnValue:
    """Stop somebody from signing in. Sent twice, it is done once."""
    found = _to_change(person)
    database = get_database()
    try:
        accounts.close_account(database.session, found, now=now(), by=asker())
    except LastAdministrator as error:
        return _show(found, Form().refused("", said(error))), 422
    database.commit()
    return redirect(f"/people/{person}", 303)


@bp.post("/<uuid:person>/reopening")
@administrator
def reopen(person: UUID) -> ResponseReturnValue:
    """Let somebody whose account was closed sign in again. Sent twice, done once."""
    found = _to_change(person)
    database = get_database()
    accounts.reopen_account(database.session, found, now=now(), by=asker())
    database.commit()
    return redirect(f"/people/{person}", 303)


def _register(session: Session, form: Form) -> User:
    by = asker()
    person = accounts.register_person(
        session,
        email=form.data["email"],
        name=form.data["name"],
        role=form.data["role"],
        now=now(),
        by=by,
        is_demonstration=by.is_demonstration,
    )
    # The operation names the person, so that a second click finds them.
    person.uuid = form.data["op"]
    invite_person(
        session, person, public_url=get_site().settings.public_url, now=now(), by=by
    )
    return person


def _person_of(session: Session, uuid: UUID) -> User | None:
    return session.scalar(select(User).where(User.uuid == uuid))


def _find(uuid: UUID) -> User:
    return _person_of(get_database().session, uuid) or abort(404)


def _to_change(uuid: UUID) -> User:
    return accounts.person_to_change(get_database().session, uuid) or abort(404)


def _show_new(form: Form) -> str:
    return render_template(
        "pages/person_new.html", form=form, roles=options(role_names())
    )


def _show(person: User, form: Form) -> str:
    session = get_database().session
    courses = get_site().catalogue.courses
    return render_template(
        "pages/person.html",
        person=person,
        form=form,
        roles=options(role_names()),
        role=role_names()[person.role],
        country=country_name(person.country),
        gender=gender_names().get(person.gender or ""),
        age=age_band_names().get(person.age_band or ""),
        affiliation=affiliation_names().get(person.affiliation or ""),
        enrolments=[
            (one, courses[one.course_key].title if one.course_key in courses else "")
            for one in enrolments.enrolments_of(session, person)
        ],
        awards=award_register.awards_of(session, person),
        entries=[
            (account_entry_name(entry), entry.by, entry.at)
            for entry in history.account_history(session, person)
        ],
    )
