"""Who issues: addresses that stay, and the keys that anybody checks with.

Everything a credential names lies under ``/issuer`` of the installation, so that it
could be kept as a few files should the installation end one day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote, urlsplit

from course.credentials.keys import KeyRing, SigningKey
from course.credentials.multibase import base64url, multikey

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
PURPOSES = ("revocation", "suspension")


@dataclass(frozen=True, slots=True)
class Issuer:
    """An installation as its credentials name it. ``base`` is its public address."""

    name: str
    base: str

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The issuer that an award names: the words and the address of its day."""
        base, _, _ = str(claims["verify_url"]).rpartition("/verify/")
        return cls(name=str(claims["issuer_name"]), base=base)

    @property
    def id(self) -> str:
        """A ``did:web``: the document is at ``/issuer/did.json`` of this host."""
        return f"did:web:{quote(urlsplit(self.base).netloc, safe='')}:issuer"

    def method(self, kid: str) -> str:
        """How a proof names one of the issuer's keys."""
        return f"{self.id}#{kid}"

    def status_list(self, purpose: str, number: int) -> str:
        """Where the list is that says what was revoked, or suspended."""
        return f"{self.base}/issuer/status/{purpose}/{number}"

    def badge(self, award_number: str) -> str:
        """Where the picture of an award is, with nobody's name on it."""
        return f"{self.base}/verify/{award_number}/badge.png"

    def profile(self) -> dict[str, Any]:
        """The issuer as a credential carries it."""
        return {
            "id": self.id,
            "type": ["Profile"],
            "name": self.name,
            "url": f"{self.base}/issuer",
        }


def issuer_profile(issuer: Issuer, ring: KeyRing) -> dict[str, Any]:
    """The profile of Open Badges, with every key that ever signed."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, MULTIKEY],
        **issuer.profile(),
        "jwks_uri": f"{issuer.base}/issuer/jwks.json",
        **_methods(issuer, ring),
    }


def did_document(issuer: Issuer, ring: KeyRing) -> dict[str, Any]:
    """What ``did:web`` resolves to. A retired key stays: what it signed is checked."""
    return {"@context": [DID, MULTIKEY], "id": issuer.id, **_methods(issuer, ring)}


def key_set(issuer: Issuer, ring: KeyRing) -> dict[str, Any]:
    """The public keys as a JSON Web Key Set, named as the header of a token does."""
    return {"keys": [web_key(issuer, key) for key in ring.keys]}


def web_key(issuer: Issuer, key: SigningKey) -> dict[str, Any]:
    """A public key as a JSON Web Key."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": base64url(key.public),
        "kid": issuer.method(key.kid),
        "alg": "EdDSA",
        "use": "sig",
    }


def _methods(issuer: Issuer, ring: KeyRing) -> dict[str, Any]:
    return {
        "verificationMethod": [
            {
                "id": issuer.method(key.kid),
                "type": "Multikey",
                "controller": issuer.id,
                "publicKeyMultibase": multikey(key.public),
            }
            for key in ring.keys
        ],
        "assertionMethod": [issuer.method(key.kid) for key in ring.keys],
    }
