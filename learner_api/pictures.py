"""Picture files of the content, handed out so that a browser keeps them."""

from hashlib import sha256
from pathlib import Path

from flask import Response, abort, request

from learner_api.assets import YEAR

# What file systems take for one name: asking for a longer one is an error there.
LONGEST = 255
_DIGEST_SHOWN = 12


def picture_file(path: Path, media_type: str | None) -> Response:
    """A picture, or a 404. Asked for with its digest, it is kept for a year.

    Whoever calls has made sure that the names in ``path`` are plain words, so that it
    leads nowhere else.
    """
    if media_type is None or max(map(len, path.parts)) > LONGEST:
        abort(404)
    if not path.is_file():
        abort(404)
    data = path.read_bytes()
    digest = _digest(data)
    response = Response(data, mimetype=media_type)
    response.set_etag(digest)
    if request.args.get("v") == digest:
        response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.make_conditional(request)
    return response


def digest_of(path: Path) -> str:
    """What stands behind ``v`` in the address of a picture as it is now."""
    return _digest(path.read_bytes())


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:_DIGEST_SHOWN]
