"""Signing in and out, and what one may say of oneself."""

from typing import Any
from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from course import accounts, tokens
from course.account_errors import WrongCredentials
from course.errors import NameNotPrintable, NotPermitted
from course.models import User
from learner_api import auth, signing_in
from learner_api.auth import asker, public, signed_in
from learner_api.bearer import bearer_secret
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.people import (
    MeSchema,
    NewTokenSchema,
    ProfileSchema,
    SignInSchema,
    TokenPageSchema,
    TokenSecretSchema,
)

bp = Resource(
    "api-session", __name__, description="Who is asking, and their access tokens."
)


@bp.post("/session")
@public
@bp.refuses(WrongCredentials, 429)
@bp.takes(SignInSchema)
@bp.gives(MeSchema)
def sign_in(body: dict[str, str]) -> User:
    """Sign in with an address and a password; the answer sets the session's cookie."""
    return signing_in.sign_in(body["email"], body["password"])


@bp.delete("/session")
@signed_in
@before_notice
@bp.gives(None, 204)
def sign_out() -> ResponseReturnValue:
    """Sign out of this browser. Tokens stay as they are."""
    auth.sign_out()
    return "", 204


@bp.get("/me")
@signed_in
@bp.tagged()
@bp.gives(MeSchema)
def get_me() -> User:
    """Who is asking."""
    return asker()


@bp.patch("/me")
@signed_in
@bp.refuses(NameNotPrintable)
@bp.takes(ProfileSchema)
@bp.gives(MeSchema)
def update_me(body: dict[str, str | None]) -> User:
    """Change what one says of oneself. Awards already given keep their words."""
    database = get_database()
    person = asker()
    accounts.change_profile(database.session, person, body, now=now(), by=person)
    database.commit()
    return person


@bp.get("/me/tokens")
@signed_in
@bp.tagged()
@bp.gives(TokenPageSchema)
def list_tokens() -> dict[str, Any]:
    """One's access tokens, the newest first, without their secrets."""
    return {"items": tokens.list_tokens(get_database().session, asker())}


@bp.post("/me/tokens")
@signed_in
@bp.refuses(NotPermitted)
@bp.takes(NewTokenSchema)
@bp.gives(TokenSecretSchema, 201)
def create_token(body: dict[str, str]) -> dict[str, Any]:
    """Make an access token for a program. Its secret is shown this once.

    A program may not make tokens with its token: one that was stolen could outlive
    being revoked.
    """
    if bearer_secret() is not None:
        raise NotPermitted
    database = get_database()
    token, secret = tokens.create_token(
        database.session, asker(), body["label"], now=now()
    )
    database.commit()
    return {
        "uuid": token.uuid,
        "label": token.label,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "secret": secret,
    }


@bp.delete("/me/tokens/<uuid:token>")
@signed_in
@bp.gives(None, 204)
def revoke_token(token: UUID) -> ResponseReturnValue:
    """Make an access token useless from now on."""
    database = get_database()
    revoked = tokens.revoke_token(database.session, asker(), token, now=now())
    if revoked is None:
        abort(404)
    database.commit()
    return "", 204
