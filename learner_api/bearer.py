"""Bearer tokens as a request carries them."""

from flask import request

_SCHEME = "bearer "


def bearer_secret() -> str | None:
    """The secret of the request's bearer token, or nothing when it carries none.

    A request that carries one is judged by it alone: its cookie is not looked at.
    """
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(_SCHEME):
        return None
    return header[len(_SCHEME) :].strip()
