"""Checking a credential that somebody holds: is it ours, and is it as we signed it?

Each answer is one of five, and none of them asks the register: whether the award still
stands is another question.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from course.credentials.baking import NotBaked, baked_in, is_png
from course.credentials.issuer import Issuer
from course.credentials.keys import KeyRing, SigningKey
from course.credentials.web_token import NotAToken, read_token, token_holds

Standing = Literal["valid", "altered", "unknown-key", "other-issuer", "unreadable"]


@dataclass(frozen=True, slots=True)
class CheckedCredential:
    """What a file turned out to be. ``credential`` is there for a valid one alone.

    ``named`` is who the file says issued it, where it says so.
    """

    standing: Standing
    named: str | None = None
    credential: dict[str, Any] | None = None


def check_credential(file: bytes, issuer: Issuer, ring: KeyRing) -> CheckedCredential:
    """Check a credential as JSON, as a token, or inside a badge."""
    try:
        text = _text_of(file)
        if text.startswith("{"):
            document = json.loads(text, object_pairs_hook=_each_once)
            return _check_document(document, issuer, ring)
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
    if is_png(file) or file.lstrip().startswith((b"<?xml", b"<svg")):
        return baked_in(file).strip()
    return file.decode().strip()


def _check_document(
    document: dict[str, Any], issuer: Issuer, ring: KeyRing
) -> CheckedCredential:
    # Loaded here: who checks a token does without it.
    from course.credentials.linked_data import proof_holds

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
    if key is None:
        return CheckedCredential("unknown-key", named)
    if not holds(key):
        return CheckedCredential("altered", named)
    return CheckedCredential("valid", named, credential)


def _issuer_named(credential: dict[str, Any]) -> str | None:
    issuer = credential.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else None


def _key_named(method: str, issuer: Issuer, ring: KeyRing) -> SigningKey | None:
    owner, _, kid = method.partition("#")
    return ring.find(kid) if owner == issuer.id else None
