"""Credentials and badges as files: what is sent, under which name, for how long."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from flask import Response, abort, request

from course import award_register, award_status
from course.credentials.badge import face_of
from course.credentials.baking import bake_png, bake_svg
from course.models import Award
from learner_api.assets import YEAR
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.credentials import credential_file, status_list_file
from learner_api.database import get_database
from learner_api.drawn import drawn
from learner_api.site import get_site

CREDENTIALS = {"json": "application/json", "jwt": "application/jwt"}
BADGES = {"png": "image/png", "svg": "image/svg+xml"}
CREDENTIAL, TOKEN = "application/vc", "application/vc+jwt"
# For how long a copy of a list is good enough, in seconds.
FRESH = 300


def own_credential(number: str, suffix: str) -> Response:
    """The credential of an award that the asker may see, as JSON or as a token."""
    if suffix not in CREDENTIALS:
        abort(404)
    award = _own_award(number)
    made = _credential_of(award)
    text = made.document if suffix == "json" else made.token
    return _kept_file(text.encode(), CREDENTIALS[suffix], f"{number}.{suffix}")


def own_badge(number: str, suffix: str) -> Response:
    """The badge of an award that the asker may see, with its credential inside."""
    if suffix not in BADGES:
        abort(404)
    award = _own_award(number)
    picture = _picture(award, suffix)
    document = _credential_of(award).document
    baked = (
        bake_png(picture, document) if suffix == "png" else bake_svg(picture, document)
    )
    return _kept_file(baked, BADGES[suffix], f"{number}.{suffix}")


def public_badge(number: str, suffix: str) -> Response:
    """The badge of an award as a mere picture, which names nobody."""
    if suffix not in BADGES:
        abort(404)
    award = award_status.verify_award(get_database().session, number).award
    response = Response(_picture(award, suffix), mimetype=BADGES[suffix])
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def status_list_response(purpose: str, number: int) -> Response:
    """A status list: as JSON with its proof, or as a token for whoever prefers it."""
    made = status_list_file(get_database().session, get_site(), purpose, number)
    kind = request.accept_mimetypes.best_match((CREDENTIAL, TOKEN), CREDENTIAL)
    text = made["token" if kind == TOKEN else "document"]
    response = Response(text, mimetype=kind)
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.vary.add("Accept")
    return _conditional(response)


def public_json(
    document: Mapping[str, Any], kind: str = "application/json"
) -> Response:
    """Something about the issuer that anybody may read and keep for a while."""
    response = Response(
        orjson.dumps(document, option=orjson.OPT_INDENT_2), mimetype=kind
    )
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _conditional(response)


def _own_award(number: str) -> Award:
    return award_register.find_award(get_database().session, asker(), number)


def _credential_of(award: Award) -> Any:
    database = get_database()
    return credential_file(
        database, database.session, award, get_site().office, at=now()
    )


def _picture(award: Award, suffix: str) -> bytes:
    return _face(orjson.dumps(face_of(award.claims)), suffix)


# Some hundred kilobytes each. A whole class shares one.
@lru_cache(maxsize=16)
def _face(said: bytes, suffix: str) -> bytes:
    return drawn(f"badge.{suffix}", orjson.loads(said), by="course.credentials")


def _kept_file(content: bytes, kind: str, name: str) -> Response:
    """A file of somebody's own, which never changes."""
    response = Response(content, mimetype=kind)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return _conditional(response)


def _conditional(response: Response) -> Response:
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response
