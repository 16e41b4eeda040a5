"""A person's own account: who they are, their password, and their programs' tokens."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from course import accounts, tokens
from course.account_errors import WeakPassword
from course.errors import NameNotPrintable, NotPermitted
from course.passwords import MINIMUM_LENGTH, hash_password, password_matches
from learner_api import auth
from learner_api.auth import asker, signed_in
from learner_api.bearer import bearer_secret
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, FormSchema, Line, Secret, read_form
from learner_api.profiles import ProfileSchema, profile_choices
from learner_api.translation import gettext as _
from learner_api.translation import said

bp = Blueprint("profile", __name__)

EMPTY = Form()


class NewPasswordSchema(FormSchema):
    """The password there was, and the one there shall be."""

    current_password = Secret("Enter the password you have now.")
    new_password = Secret("Choose a new password.")


class TokenSchema(FormSchema):
    """What a token is for."""

    label = Line("Say what the token is for, such as a program's name.", most=100)


@bp.get("/profile")
@signed_in
def profile() -> ResponseReturnValue:
    """Show who the asker is, and let them change it."""
    return _profile_page()


@bp.get("/profile/saved")
@signed_in
def profile_saved() -> ResponseReturnValue:
    """Show the same once a change is on the record."""
    return _profile_page(is_saved=True)


@bp.post("/profile")
@signed_in
def change_profile() -> ResponseReturnValue:
    """Change what the asker says of themselves."""
    form = read_form(ProfileSchema())
    if form.errors:
        return _profile_page(form), 422
    try:
        accounts.change_profile(
            get_database().session, asker(), form.data, now=now(), by=asker()
        )
    except NameNotPrintable as refusal:
        return _profile_page(form.refused("name", said(refusal))), 422
    get_database().commit()
    return redirect("/profile/saved", 303)


@bp.post("/profile/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """Keep a new password and end the asker's other sessions."""
    form = read_form(NewPasswordSchema())
    if form.errors:
        return _profile_page(password=form), 422
    session = get_database().session
    old_hash = asker().password_hash
    # Hashing takes its time: nobody else who writes should wait for it.
    session.rollback()
    if not password_matches(old_hash, form.data["current_password"]):
        words = _("This is not the password you have now. Type it again.")
        return _profile_page(password=form.refused("current_password", words)), 422
    try:
        new_hash = hash_password(form.data["new_password"])
    except WeakPassword as refusal:
        form = form.refused("new_password", said(refusal))
        return _profile_page(password=form), 422
    accounts.set_password(session, asker(), new_hash, now=now())
    get_database().commit()
    auth.sign_in(asker())
    return redirect("/profile/saved", 303)


@bp.post("/profile/tokens")
@signed_in
def create_token() -> ResponseReturnValue:
    """Make an access token and show it, this once.

    One label is one token: a second click, or a token of the same label made anew,
    takes the place of the first, whose secret may never have been seen. A program may
    not make tokens with its token, here as in the API.
    """
    if bearer_secret() is not None:
        raise NotPermitted
    form = read_form(TokenSchema())
    if form.errors:
        return _profile_page(token=form), 422
    session = get_database().session
    for earlier in tokens.list_tokens(session, asker()):
        if earlier.label == form.data["label"]:
            tokens.revoke_token(session, asker(), earlier.uuid, now=now())
    made, secret = tokens.create_token(session, asker(), form.data["label"], now=now())
    get_database().commit()
    page = render_template("pages/token.html", token=made, secret=secret)
    # Shown once: not even the back button may show it again.
    return page, {"Cache-Control": "no-store"}


@bp.post("/profile/tokens/<uuid:uuid>/revocation")
@signed_in
def revoke_token(uuid: UUID) -> ResponseReturnValue:
    """Make one of the asker's tokens useless."""
    session = get_database().session
    if tokens.revoke_token(session, asker(), uuid, now=now()) is None:
        abort(404)
    get_database().commit()
    return redirect("/profile#tokens", 303)


def _profile_page(
    form: Form | None = None,
    password: Form = EMPTY,
    token: Form = EMPTY,
    *,
    is_saved: bool = False,
) -> str:
    """The page with its three forms; one of them may have errors to tell."""
    person = asker()
    held = {name: getattr(person, name) or "" for name in accounts.PROFILE}
    form = form or Form(held)
    listed = tokens.list_tokens(get_database().session, person)
    return render_template(
        "pages/profile.html",
        person=person,
        form=form,
        password=password,
        token=token,
        errors={**form.errors, **password.errors, **token.errors},
        choices=profile_choices(),
        minimum=MINIMUM_LENGTH,
        tokens=[
            each for each in listed if not each.revoked_at and each.expires_at > now()
        ],
        is_saved=is_saved,
    )
