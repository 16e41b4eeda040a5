"""Who issues the credentials, and which were revoked or suspended. For anybody.

The addresses that credentials name are those under ``/issuer``, which outlive this
version of the interface; both give the same.
"""

from flask import Response, abort

from course.credentials.issuer import PURPOSES, issuer_profile
from course.status_lists import is_list
from learner_api.auth import public
from learner_api.credential_files import (
    CREDENTIAL,
    TOKEN,
    public_json,
    status_list_response,
)
from learner_api.credentials import issuer_of
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.site import get_site

bp = Resource("api-issuer", __name__, description="Who issues credentials.")


@bp.get("/issuer")
@public
@bp.gives_also(None, 304, "The copy that you hold is the profile")
@bp.gives({"type": "object"}, description="An Open Badges 3.0 profile with its keys")
def get_issuer() -> Response:
    """The issuer's profile, with every key that ever signed."""
    site = get_site()
    return public_json(issuer_profile(issuer_of(site), site.office.keys))


@bp.get("/issuer/status/<purpose>/<int:batch>")
@public
@bp.gives_also(None, 304, "The copy that you hold is the list")
@bp.gives(
    {"type": "object"},
    content_type=CREDENTIAL,
    description="A BitstringStatusListCredential, as Accept prefers",
)
@bp.gives({"type": "string"}, content_type=TOKEN)
def get_status_list(purpose: str, batch: int) -> Response:
    """Which credentials of a list were revoked, or suspended, as signed bits."""
    if purpose not in PURPOSES or not is_list(get_database().session, batch):
        abort(404)
    return status_list_response(purpose, batch)
