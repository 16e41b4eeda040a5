"""The signed text that the code on a certificate carries.

The smallest that works: the claims as they are, and a signature over them.
"""

from collections.abc import Mapping
from typing import Any

from course.canonical import canonical_json
from course.credentials.keys import SigningKey
from course.credentials.multibase import base64url


def compact_payload(claims: Mapping[str, Any], key: SigningKey) -> str:
    """The claims, signed by this key."""
    said = canonical_json(claims).encode()
    return f"{key.kid}.{base64url(key.sign(said))}.{base64url(said)}"
