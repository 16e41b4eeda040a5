"""Checking what somebody holds of an award: is it ours, and is it as we signed it?

It may be a credential as JSON, as a token or inside a badge, or the text of the code on
a certificate. Each answer is one of five, and none of them asks the register: whether
the award still stands is another question.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from course.credentials.baking import NotBaked, baked_in, is_png
from course.credentials.compact import Printed, read_payload
from course.credentials.issuer import Issuer
from course.credentials.keys import KeyRing, SigningKey
from course.credentials.web_token import NotAToken, read_token, token_holds

# More than any badge of ours needs, and more than any credential does.
LARGEST: Final = 1_000_000
_LONGEST: Final = 250_000
_BADGE: Final = "OpenBadgeCredential"

Standing = Literal["valid", "altered", "unknown-key", "other-issuer", "unreadable"]
ProofCheck: TypeAlias = Callable[[dict[str, Any], SigningKey], bool]


@dataclass(frozen=True, slots=True)
class CheckedCredential:
    """What a file turned out to be.

    ``named`` is who the file says issued it, where it says so, and ``number`` the award
    of ours that it names. What it says is there for a valid one alone: ``credential``,
    or ``printed`` where it was the code of a certificate.
    """

    standing: Standing
    named: str | None = None
    credential: dict[str, Any] | None = None
    printed: Printed | None = None
    number: str | None = None


def check_credential(
    file: bytes, issuer: Issuer, ring: KeyRing, proof: ProofCheck | None = None
) -> CheckedCredential:
    """Check a credential as JSON, as a token, inside a badge, or as a code.

    ``proof`` says whether a proof holds, where that is to be found out elsewhere.
    """
    try:
        text = _text_of(file)
        if text.startswith("{"):
            document = json.loads(text, object_pairs_hook=_each_once)
            return _check_document(document, issuer, ring, proof or _proof_holds)
        if "#" in text or text.count(".") != 2:
            return _check_payload(text, issuer, ring)
        return _check_token(text, issuer, ring)
    except (NotAToken, NotBaked, ValueError, RecursionError):
        return CheckedCredential("unreadable")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members have different names: no reader sees another value."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("A member is named twice.")
    return found


def _text_of(file: bytes) -> str:
    if len(file) > LARGEST:
        raise ValueError("No file of ours is so large.")
    if is_png(file) or file.lstrip().startswith((b"<?xml", b"<svg")):
        text = baked_in(file)
    else:
        # Some editors begin a file with a mark of its encoding.
        text = file.decode("utf-8-sig")
    if len(text) > _LONGEST:
        raise ValueError("No credential of ours is so long.")
    return text.strip()


def _proof_holds(document: dict[str, Any], key: SigningKey) -> bool:
    # Loaded here: who checks a token does without it.
    from course.credentials.linked_data import proof_holds

    return proof_holds(document, key)


def _check_document(
    document: dict[str, Any], issuer: Issuer, ring: KeyRing, proof_holds: ProofCheck
) -> CheckedCredential:
    named = _issuer_named(document)
    proof = document.get("proof")
    method = proof.get("verificationMethod") if isinstance(proof, dict) else None
    if named is None or not isinstance(method, str):
        return CheckedCredential("unreadable", named)
    key = _key_named(method, issuer, ring)
    return _answer(
        named, issuer, key, document, holds=lambda one: proof_holds(document, one)
    )


def _check_token(token: str, issuer: Issuer, ring: KeyRing) -> CheckedCredential:
    header, claims = read_token(token)
    named, method = _issuer_named(claims), header.get("kid")
    if named is None or not isinstance(method, str):
        return CheckedCredential("unreadable", named)
    key = _key_named(method, issuer, ring)
    return _answer(
        named, issuer, key, claims, holds=lambda one: token_holds(token, one)
    )


def _answer(
    named: str,
    issuer: Issuer,
    key: SigningKey | None,
    credential: dict[str, Any],
    *,
    holds: Callable[[SigningKey], bool],
) -> CheckedCredential:
    if named != issuer.id:
        return CheckedCredential("other-issuer", named)
    number = _number_named(credential, issuer)
    if key is None:
        return CheckedCredential("unknown-key", named, number=number)
    if not holds(key):
        return CheckedCredential("altered", named, number=number)
    # The same keys sign the lists of states, and those are nobody's award.
    if number is None or _BADGE not in credential.get("type", ()):
        return CheckedCredential("unreadable", named)
    return CheckedCredential("valid", named, credential, number=number)


def _check_payload(text: str, issuer: Issuer, ring: KeyRing) -> CheckedCredential:
    """Check the code of a certificate, with or without the address before it."""
    checked = read_payload(text, ring)
    address = "".join(text.split()).rpartition("#")[0]
    named = urlsplit(address).netloc or None
    number = _number_in(address, issuer)
    if checked.standing == "unreadable":
        return CheckedCredential("unreadable", named)
    if checked.standing == "altered":
        return CheckedCredential("altered", named, number=number)
    if checked.printed is None:
        standing: Standing = "unknown-key" if number else "other-issuer"
        return CheckedCredential(standing, named or checked.kid, number=number)
    printed = checked.printed
    return CheckedCredential("valid", named, printed=printed, number=printed.number)


def _number_named(credential: dict[str, Any], issuer: Issuer) -> str | None:
    address = credential.get("id")
    return _number_in(address, issuer) if isinstance(address, str) else None


def _number_in(address: str, issuer: Issuer) -> str | None:
    """The number of the award that an address of this installation leads to."""
    before, _, number = address.rpartition("/verify/")
    return number if number and before == issuer.base else None


def _issuer_named(credential: dict[str, Any]) -> str | None:
    issuer = credential.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else None


def _key_named(method: str, issuer: Issuer, ring: KeyRing) -> SigningKey | None:
    owner, _, kid = method.partition("#")
    return ring.find(kid) if owner == issuer.id else None
