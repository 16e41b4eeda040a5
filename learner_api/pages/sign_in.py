"""Signing in and out, and choosing a password by a mailed link."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields
from sqlalchemy.exc import IntegrityError

from course import accounts, outbox, tokens
from course.account_errors import WeakPassword, WrongCredentials
from course.errors import NameNotPrintable
from course.models import User
from course.passwords import MINIMUM_LENGTH, hash_password
from learner_api import auth, letters
from learner_api.auth import asker_or_none, public
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, FormSchema, Line, Secret, read_form
from learner_api.profiles import ProfileSchema, profile_choices
from learner_api.signing_in import TooManyTries, sign_in
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("sign_in", __name__)

RESET_EVERY = 300
"""One letter to one person in so many seconds, however often it is asked for."""


class SignInSchema(FormSchema):
    """Who signs in, and where to go then."""

    email = Line("Enter your e-mail address.", most=254)
    password = Secret("Enter your password.")
    next = fields.String(load_default="/")


class ForgottenPasswordSchema(FormSchema):
    """Whose password is forgotten."""

    email = Line("Enter your e-mail address.", most=254)


class PasswordSchema(FormSchema):
    """The password that somebody chooses."""

    password = Secret("Choose a password.")


class WelcomeSchema(ProfileSchema, PasswordSchema):
    """What somebody new tells about themselves, and the password they choose."""


@bp.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    """Ask for the address and the password."""
    onward = local_path(request.args.get("next", "/"))
    if asker_or_none() is not None:
        return redirect(onward, 303)
    return _sign_in_page(Form({"next": onward}))


@bp.post("/sign-in")
@public
def submit_sign_in() -> ResponseReturnValue:
    """Open a session and go to the page that was asked for."""
    form = read_form(SignInSchema())
    if form.errors:
        return _sign_in_page(form), 422
    try:
        sign_in(form.data["email"], form.data["password"])
    except WrongCredentials as refusal:
        return _sign_in_page(form.refused("", said(refusal))), 422
    except TooManyTries as refusal:
        page = _sign_in_page(form.refused("", refusal.description or ""))
        return page, 429, {"Retry-After": str(refusal.retry_after)}
    return redirect(local_path(form.data["next"]), 303)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Close the session of this browser."""
    auth.sign_out()
    return redirect("/", 303)


@bp.get("/forgotten-password")
@public
def show_forgotten_password() -> ResponseReturnValue:
    """Ask whose password is forgotten."""
    return render_template("pages/forgotten_password.html", form=Form())


@bp.post("/forgotten-password")
@public
def submit_forgotten_password() -> ResponseReturnValue:
    """Send a link, if the address is somebody's, and answer the same in any case."""
    form = read_form(ForgottenPasswordSchema())
    if form.errors:
        return render_template("pages/forgotten_password.html", form=form), 422
    session = get_database().session
    person = accounts.find_person(session, form.data["email"])
    if person is not None and person.closed_at is None:
        _send_reset(person)
    get_database().commit()
    return redirect("/forgotten-password/sent", 303)


@bp.get("/forgotten-password/sent")
@public
def forgotten_password_sent() -> ResponseReturnValue:
    """Say what happens now, without saying whether the address is known."""
    return render_template("pages/forgotten_password_sent.html")


@bp.get("/welcome/<secret>")
@public
def show_welcome(secret: str) -> ResponseReturnValue:
    """Ask for a password and, of somebody new, for what a certificate needs."""
    session = get_database().session
    invitation, person = tokens.open_invitation(session, secret, now=now())
    is_new = _is_new(invitation.purpose, person)
    return _welcome_page(Form(_profile_of(person)), secret, person, is_new=is_new)


@bp.post("/welcome/<secret>")
@public
def submit_welcome(secret: str) -> ResponseReturnValue:
    """Keep the password, use up the link and sign its holder in."""
    database = get_database()
    with database.reading() as reader:
        invitation, person = tokens.open_invitation(reader, secret, now=now())
    is_new = _is_new(invitation.purpose, person)
    form = read_form(WelcomeSchema() if is_new else PasswordSchema())
    if form.errors:
        return _welcome_page(form, secret, person, is_new=is_new), 422
    try:
        # Hashing takes its time, so it is done before the writing begins.
        password_hash = hash_password(form.data["password"])
        invitation, person = tokens.open_invitation(database.session, secret, now=now())
        if is_new:
            changes = {name: form.data[name] for name in accounts.PROFILE}
            accounts.change_profile(
                database.session, person, changes, now=now(), by=person
            )
    except WeakPassword as refusal:
        form = form.refused("password", said(refusal))
        return _welcome_page(form, secret, person, is_new=is_new), 422
    except NameNotPrintable as refusal:
        form = form.refused("name", said(refusal))
        return _welcome_page(form, secret, person, is_new=is_new), 422
    invitation.used_at = now()
    accounts.set_password(database.session, person, password_hash, now=now())
    database.commit()
    auth.sign_in(person)
    return redirect("/", 303)


def local_path(address: str) -> str:
    """The address if it is a path on this site; otherwise the start page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        # It opens a bracket that it does not close, as no path of ours does.
        return "/"
    is_local = (
        address.startswith("/")
        and not address.startswith("//")
        and not (parts.scheme or parts.netloc)
        and "\\" not in address
        and address.isprintable()
    )
    return address if is_local else "/"


def _send_reset(person: User) -> None:
    """Put a letter with a new link in the outbox, unless one has just left."""
    session = get_database().session
    occasion = f"reset:{person.uuid}:{int(now().timestamp()) // RESET_EVERY}"
    try:
        with session.begin_nested():
            secret = tokens.create_invitation(session, person, "reset", now=now())
            public_url = get_site().settings.public_url
            letter = letters.password_reset(public_url, person, secret)
            outbox.tell(session, person, letter, now=now(), occasion=occasion)
    except IntegrityError:
        # A letter of the same few minutes is on its way, and its link still holds.
        return


def _is_new(purpose: str, person: User) -> bool:
    """Whether the holder of a link comes for the first time."""
    return purpose == "invitation" or person.password_hash is None


def _profile_of(person: User) -> dict[str, str]:
    return {name: getattr(person, name) or "" for name in accounts.PROFILE}


def _sign_in_page(form: Form) -> str:
    return render_template("pages/sign_in.html", form=form)


def _welcome_page(form: Form, secret: str, person: User, *, is_new: bool) -> str:
    return render_template(
        "pages/welcome.html",
        form=form,
        secret=secret,
        person=person,
        is_new=is_new,
        minimum=MINIMUM_LENGTH,
        choices=profile_choices(),
    )
