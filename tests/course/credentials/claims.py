"""An award's claims as plain values, and the credential that is signed for them."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

from course.credentials.issuer import Issuer
from course.credentials.linked_data import with_proof
from course.credentials.open_badge import Sealed, hashed_recipient, open_badge
from course.credentials.web_token import signed_token
from tests.builders import KEY

EMAIL = "ana.silva@example.org"
CLAIMS: dict[str, Any] = {
    "number": "AAAA-BBBB-CCCC",
    "kind": "completion",
    "kind_title": "Certificate of Completion",
    "holder_name": "Ana Silva",
    "course_key": "mainstreaming",
    "course_title": "Mainstreaming migration",
    "hours": 45,
    "language": "en",
    "awarded_at": "2026-03-02T12:00:00Z",
    "awarded_on": "2026-03-02",
    "valid_until": "2099-03-02",
    "edition": "sha256:abcdef0123456789",
    "modules": [
        {
            "title": "Why",
            "hours": 2,
            "objectives": ["Explain why", "Explain <when> & how"],
            "quiz": None,
        }
    ],
    "rule": ["Every lesson was finished.", "Every quiz was passed."],
    "result": {"quizzes": [{"title": "Why", "points": 7, "out_of": 10}]},
    "issuer_name": "Office of Examples",
    "signatory_name": "Amina Diallo",
    "signatory_title": "Head of the Office",
    "verify_url": "https://course.example.org/verify/AAAA-BBBB-CCCC",
}
SEAL = Sealed(KEY.kid, hashed_recipient(EMAIL, CLAIMS), 0, 77_777)
ISSUER = Issuer.of(CLAIMS)
METHOD = ISSUER.method(KEY.kid)


def unsigned() -> dict[str, Any]:
    """The credential without a proof."""
    return open_badge(CLAIMS, SEAL)


@cache
def _signed() -> dict[str, Any]:
    document = unsigned()
    return with_proof(document, KEY, method=METHOD, created=document["validFrom"])


def signed() -> dict[str, Any]:
    """The credential with its proof; the caller may spoil it."""
    return copy.deepcopy(_signed())


def token() -> str:
    """The credential as a token."""
    return signed_token(unsigned(), KEY, method=METHOD)


Place = tuple[str | int, ...]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """The place of everything in a document that is no object and no list."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, (*place, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*place, number))
    else:
        yield place


def flipped(document: dict[str, Any], place: Place) -> dict[str, Any]:
    """The document with another value at one place, of the same type."""
    spoilt = copy.deepcopy(document)
    holder: Any = spoilt
    for step in place[:-1]:
        holder = holder[step]
    old = holder[place[-1]]
    holder[place[-1]] = not old if isinstance(old, bool) else _another(old)
    return spoilt


def _another(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    last = "1" if value[-1] != "1" else "2"
    return value[:-1] + last


def without(document: dict[str, Any], place: Place) -> dict[str, Any]:
    """The document with nothing at one place."""
    spoilt = copy.deepcopy(document)
    holder: Any = spoilt
    for step in place[:-1]:
        holder = holder[step]
    del holder[place[-1]]
    return spoilt
