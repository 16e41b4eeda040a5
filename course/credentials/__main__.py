"""Signs credentials, checks a proof or draws a badge, in a process of its own.

The argument says which. What it is made from comes in on standard input, as JSON, and
the file goes out on standard output. The libraries that put linked data in order and
set type stay out of the memory of whoever serves.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any


def _credentials(asked: dict[str, Any]) -> bytes:
    """Each credential as JSON with its proof and as a token."""
    from course.credentials.keys import new_key, read_private

    created_at = datetime.fromisoformat(asked["created_at"])
    key = new_key(read_private(asked["pem"].encode()), created_at=created_at)
    signed = [_signed(each, key) for each in asked["credentials"]]
    return json.dumps(signed).encode()


def _signed(asked: dict[str, Any], key: Any) -> dict[str, str]:
    from course.credentials.issuer import Issuer
    from course.credentials.linked_data import with_proof
    from course.credentials.open_badge import Sealed, open_badge
    from course.credentials.web_token import signed_token

    if "claims" in asked:
        issuer = Issuer.of(asked["claims"])
        unsigned = open_badge(asked["claims"], Sealed(**asked["seal"]))
    else:
        issuer, unsigned = Issuer(**asked["issuer"]), asked["document"]
    method = issuer.method(key.kid)
    document = with_proof(unsigned, key, method=method, created=unsigned["validFrom"])
    return {
        "document": json.dumps(document, ensure_ascii=False, indent=2),
        "token": signed_token(unsigned, key, method=method),
    }


def _proof(asked: dict[str, Any]) -> bytes:
    """Whether a proof was made by this key, as JSON."""
    from course.credentials.keys import SigningKey
    from course.credentials.linked_data import proof_holds

    created_at = datetime.fromisoformat(asked["created_at"])
    key = SigningKey(asked["kid"], bytes.fromhex(asked["public"]), None, created_at)
    return json.dumps(proof_holds(asked["document"], key)).encode()


def _png(claims: Any) -> bytes:
    from course.credentials.badge import draw_badge

    return draw_badge(claims, "png")


def _svg(claims: Any) -> bytes:
    from course.credentials.badge import draw_badge

    return draw_badge(claims, "svg")


# Each loads what it works with, and nothing of what the others do.
_KINDS: dict[str, Callable[[Any], bytes]] = {
    "credentials": _credentials,
    "proof": _proof,
    "badge.png": _png,
    "badge.svg": _svg,
}

sys.stdout.buffer.write(_KINDS[sys.argv[1]](json.load(sys.stdin.buffer)))
