"""A credential as the JSON Web Token of Open Badges 3.0: the claims are the credential.

A signature of this one kind over two texts is a few lines; a library would bring every
other kind, and its import takes longer than a hundred of these.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from course.credentials.keys import SigningKey
from course.credentials.multibase import base64url, from_base64url

ALGORITHM = "EdDSA"


class NotAToken(ValueError):
    """The text is no signed token, or none of the kind that is issued here."""


def signed_token(credential: Mapping[str, Any], key: SigningKey, *, method: str) -> str:
    """The credential as a token by this key, which the issuer calls ``method``."""
    header = {"alg": ALGORITHM, "kid": method, "typ": "JWT"}
    claims = {**credential, **registered_claims(credential)}
    said = f"{_packed(header)}.{_packed(claims)}"
    return f"{said}.{base64url(key.sign(said.encode()))}"


def registered_claims(credential: Mapping[str, Any]) -> dict[str, Any]:
    """What a token says beside the credential, in the words of tokens."""
    issuer = credential["issuer"]
    claims: dict[str, Any] = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "id" in credential["credentialSubject"]:
        claims["sub"] = credential["credentialSubject"]["id"]
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return claims


def read_token(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the claims of a token, not checked yet, or ``NotAToken``."""
    header, claims, _signature = _parts(token)
    try:
        told = json.loads(from_base64url(header)), json.loads(from_base64url(claims))
    except ValueError as error:
        raise NotAToken("The token cannot be read.") from error
    if not all(isinstance(each, dict) for each in told):
        raise NotAToken("The token holds no claims.")
    if told[0].get("alg") != ALGORITHM:
        raise NotAToken("The token is signed in another manner.")
    return told


def token_holds(token: str, key: SigningKey) -> bool:
    """Whether this key signed the token, to the letter."""
    header, claims, signature = _parts(token)
    try:
        made = from_base64url(signature)
    except ValueError:
        return False
    # The last letter has bits that say nothing: one spelling counts.
    if base64url(made) != signature:
        return False
    return key.verifies(made, f"{header}.{claims}".encode())


def _parts(token: str) -> list[str]:
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        raise NotAToken("A token has three parts.")
    return parts


def _packed(value: Mapping[str, Any]) -> str:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64url(written.encode())


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
