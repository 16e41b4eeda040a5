"""The link in the letter: an address is confirmed, an account made, a cohort joined."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from course import calls, joining
from course import registrations as verbs
from course.account_errors import EmailTaken, WeakPassword
from course.calls import OPEN, OpenCall
from course.errors import CourseError, NameNotPrintable
from course.models import Registration, User
from course.passwords import MINIMUM_LENGTH, hash_password
from learner_api import auth
from learner_api.addresses import course_address
from learner_api.auth import public
from learner_api.call_views import locked_call, office_day
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, read_form
from learner_api.pages.sign_in import WelcomeSchema
from learner_api.profiles import profile_choices
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("registrations", __name__, url_prefix="/registrations/<secret>")


@bp.get("")
@public
def show_registration(secret: str) -> ResponseReturnValue:
    """Ask who the person is and for a password."""
    registration = verbs.open_registration(get_database().session, secret, now=now())
    return _page(Form(), secret, registration)


@bp.post("")
@public
def confirm(secret: str) -> ResponseReturnValue:
    """Make the account, sign its person in, and bring them where they wanted to go."""
    database = get_database()
    with database.reading() as reader:
        registration = verbs.open_registration(reader, secret, now=now())
    form = read_form(WelcomeSchema())
    if form.errors:
        return _page(form, secret, registration), 422
    profile = {name: value for name, value in form.data.items() if name != "password"}
    try:
        # Hashing takes its time, so it is done before the writing begins.
        password_hash = hash_password(form.data["password"])
        registration = verbs.open_registration(database.session, secret, now=now())
        found = locked_call(registration.cohort.key)
        person = verbs.confirm_registration(
            database.session,
            registration,
            password_hash=password_hash,
            profile=profile,
            notice=get_site().notices.in_force,
            now=now(),
            office=get_site().office,
        )
    except WeakPassword as refusal:
        return _page(form.refused("password", said(refusal)), secret, registration), 422
    except NameNotPrintable as refusal:
        return _page(form.refused("name", said(refusal)), secret, registration), 422
    except EmailTaken as refusal:
        return _page(form.refused("", said(refusal)), secret, registration), 422
    onward = _come_in(found, registration, person)
    database.commit()
    auth.sign_in(person)
    return redirect(onward, 303)


def _come_in(found: OpenCall | None, registration: Registration, person: User) -> str:
    """Join by an open door; the address of where the person goes on.

    What has closed since leaves the account as it is: the page of the call says so.
    """
    session = get_database().session
    key = registration.cohort.key
    if found is None:
        return "/calls"
    if found.call.door != OPEN:
        is_open = calls.is_open(found.call, today=office_day())
        return f"/calls/{key}/application" if is_open else f"/calls/{key}"
    try:
        with session.begin_nested():
            joining.join_cohort(
                session,
                found,
                person,
                op=uuid4(),
                code=registration.code,
                today=office_day(),
                now=now(),
                office=get_site().office,
            )
    except CourseError:
        return f"/calls/{key}"
    return course_address(found.cohort.course_key)


def _is_open_door(key: str) -> bool:
    found = calls.find_call(get_database().session, key)
    return found is not None and found.call.door == OPEN


def _page(form: Form, secret: str, registration: Registration) -> str:
    return render_template(
        "pages/registration.html",
        form=form,
        secret=secret,
        registration=registration,
        minimum=MINIMUM_LENGTH,
        choices=profile_choices(),
        is_open_door=_is_open_door(registration.cohort.key),
    )
