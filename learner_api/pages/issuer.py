"""Who issues the credentials: what programs read at addresses that stay.

A credential names these addresses for as long as it is kept, so they carry no version
and nothing here asks who is asking.
"""

from flask import Blueprint, Response, abort

from course.credentials.issuer import (
    PURPOSES,
    did_document,
    issuer_profile,
    key_set,
)
from course.status_lists import is_list
from learner_api.auth import public
from learner_api.credential_files import public_json, status_list_response
from learner_api.credentials import issuer_of
from learner_api.database import get_database
from learner_api.site import get_site

bp = Blueprint("issuer", __name__)


@bp.get("/issuer")
@public
def profile() -> Response:
    """The issuer's profile, as Open Badges has it, with every key that ever signed."""
    site = get_site()
    return public_json(issuer_profile(issuer_of(site), site.office.keys))


@bp.get("/issuer/did.json")
@public
def did() -> Response:
    """What the issuer's identifier, a ``did:web``, leads to."""
    site = get_site()
    return public_json(did_document(issuer_of(site), site.office.keys))


@bp.get("/issuer/jwks.json")
@bp.get("/.well-known/jwks.json")
@public
def keys() -> Response:
    """The public keys as a JSON Web Key Set, those retired included."""
    site = get_site()
    return public_json(key_set(issuer_of(site), site.office.keys))


@bp.get("/issuer/status/<purpose>/<int:batch>")
@public
def status(purpose: str, batch: int) -> Response:
    """Which credentials were revoked, or suspended: a signed list of bits."""
    if purpose not in PURPOSES or not is_list(get_database().session, batch):
        abort(404)
    return status_list_response(purpose, batch)
