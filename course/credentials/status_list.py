"""Which awards were revoked or suspended, as a list of bits that tells nobody more.

Each award has a place on a list, drawn by lot, and a bit there. Who asks for a list
does not say whom they ask about, and who reads it learns nothing but numbers.
"""

import gzip
from collections.abc import Iterable
from typing import Any

from course.credentials.issuer import CREDENTIALS_V2, Issuer
from course.credentials.multibase import base64url

# The least that the standard allows: fewer would say whom a list is about.
LENGTH = 131_072
# So many awards share a list. Half of the places stay free, so a lot is soon drawn.
AWARDS = 65_536
# For how long a copy is good enough, in milliseconds.
FRESH = 300_000


def encoded(indices: Iterable[int]) -> str:
    """The list with these bits set, packed. The same bits give the same text."""
    bits = bytearray(LENGTH // 8)
    for index in indices:
        # The first bit is the leftmost of the first byte.
        bits[index // 8] |= 128 >> index % 8
    return "u" + base64url(gzip.compress(bytes(bits), 9, mtime=0))


def status_list(
    issuer: Issuer, purpose: str, number: int, indices: Iterable[int], *, since: str
) -> dict[str, Any]:
    """The credential that holds a list, not signed yet, as it stands since then."""
    address = issuer.status_list(purpose, number)
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": since,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(indices),
            "ttl": FRESH,
        },
    }
