"""What the code on a certificate says: every printed claim, signed, in few bytes.

The first page travels whole; of the later pages travels their SHA-256, since modules
and objectives would need a code too fine to scan. ``config/decisions`` says why.

A payload is letters A to Z and digits 2 to 7: the name of the key (12), and then, in
the base 32 of RFC 4648, one byte that is the version, the 64 bytes of the signature,
and the claims in CBOR as a list in the order of ``Printed``. What is signed begins with
words of its own, so that a signature made for something else is none here.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from hashlib import sha256
from typing import Any, Literal, Protocol, Self

from course.canonical import canonical_json
from course.credentials.cbor import NotCbor, Value, decode, encode
from course.credentials.keys import KID_LENGTH, SigningKey

VERSION = 1
_CONTEXT = b"handbook-course certificate\0"
_SIGNATURE = 64

Standing = Literal["valid", "altered", "unknown-issuer", "unreadable"]


class Ring(Protocol):
    """Where the keys of known issuers are found by their names."""

    def find(self, kid: str) -> SigningKey | None: ...


@dataclass(frozen=True, slots=True)
class Printed:
    """What a certificate prints: its first page, and a fingerprint of the others.

    ``signatories`` are pairs of a name and a title; ``supersedes`` is the number of the
    certificate that this one replaces, with the reason.
    """

    number: str
    verify_url: str
    language: str
    kind: str
    kind_title: str
    holder_name: str
    course_title: str
    hours: int
    awarded_on: str
    valid_until: str | None
    issuer_name: str
    signatories: tuple[tuple[str, str], ...]
    rule_title: str | None
    supersedes: tuple[str, str | None] | None
    second_page: bytes

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """What these claims print."""
        told: dict[str, Any] = {
            each.name: claims.get(each.name) for each in fields(cls)
        }
        told |= {
            "signatories": _signatories(claims),
            "supersedes": _superseded(claims),
            "second_page": second_page_digest(claims),
        }
        return cls(**told)

    @classmethod
    def from_list(cls, values: Value) -> Self:
        """What a payload carries, or ``NotCbor`` where it is not of this form."""
        if not isinstance(values, list) or len(values) != len(fields(cls)):
            raise NotCbor("There are not as many claims as a certificate has.")
        told = dict(zip((each.name for each in fields(cls)), values, strict=True))
        if not all(isinstance(told[name], kind) for name, kind in _KINDS.items()):
            raise NotCbor("A claim is not of its kind.")
        told["signatories"] = tuple(_pair(each) for each in told["signatories"])
        if told["supersedes"] is not None:
            told["supersedes"] = _pair(told["supersedes"])
        told["verify_url"] = _whole_address(told["verify_url"], told["number"])
        return cls(**told)

    def to_list(self) -> list[Any]:
        """The claims in their order, as a payload carries them."""
        values = list(astuple(self))
        values[1] = _short_address(self.verify_url, self.number)
        return values


_KINDS: dict[str, Any] = {
    "number": str,
    "verify_url": str | bytes,
    "language": str,
    "kind": str,
    "kind_title": str,
    "holder_name": str,
    "course_title": str,
    "hours": int,
    "awarded_on": str,
    "valid_until": str | None,
    "issuer_name": str,
    "signatories": list,
    "rule_title": str | None,
    "supersedes": list | None,
    "second_page": bytes,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a payload turned out to be. ``printed`` is there for a valid one alone."""

    standing: Standing
    kid: str | None = None
    printed: Printed | None = None


def compact_payload(claims: Mapping[str, Any], key: SigningKey) -> str:
    """What the code on the certificate of these claims says after the address."""
    body = encode(Printed.of(claims).to_list())
    signed = bytes((VERSION,)) + key.sign(_message(key.kid, body)) + body
    return key.kid.upper() + b32encode(signed).decode().rstrip("=")


def read_payload(text: str, ring: Ring) -> Checked:
    """Check a payload, alone or at the end of the address that the code holds.

    ``unreadable`` is what is no payload at all; ``unknown-issuer`` one whose key is not
    in the ring; ``altered`` one that its key did not sign as it is, or that stands
    behind another address than the one that was signed.
    """
    address, _, payload = "".join(text.split()).rpartition("#")
    taken = _taken_apart(payload)
    if taken is None:
        return Checked("unreadable")
    kid, signature, body = taken
    key = ring.find(kid)
    if key is None:
        return Checked("unknown-issuer", kid)
    if not key.verifies(signature, _message(kid, body)):
        return Checked("altered", kid)
    try:
        printed = Printed.from_list(decode(body))
    except NotCbor:
        # Signed, and yet of a form that this version does not know.
        return Checked("unreadable", kid)
    if address and address != printed.verify_url:
        return Checked("altered", kid)
    return Checked("valid", kid, printed)


def second_page(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What the later pages print, and the first does not.

    Everybody may know it: it is part of what the public check of a number answers.
    """
    objectives = claims.get("objectives") or [
        each for module in claims["modules"] for each in module.get("objectives", ())
    ]
    return {
        "edition": claims["edition"],
        "modules": [
            {name: module[name] for name in _MODULE if module.get(name) is not None}
            for module in claims["modules"]
        ],
        "objectives": list(objectives),
        "rule": list(claims["rule"]),
        # What a diploma rests on. Other certificates have neither.
        **{name: claims[name] for name in ("courses", "paper") if claims.get(name)},
    }


_MODULE = ("title", "hours", "objectives", "quiz")


def second_page_digest(claims: Mapping[str, Any]) -> bytes:
    """The fingerprint of the later pages."""
    return sha256(canonical_json(second_page(claims)).encode()).digest()


def _message(kid: str, body: bytes) -> bytes:
    return _CONTEXT + bytes((VERSION,)) + kid.encode() + body


def _taken_apart(payload: str) -> tuple[str, bytes, bytes] | None:
    """The name of the key, the signature and the claims, or nothing."""
    payload = payload.upper()
    if not re.fullmatch("[A-Z2-7]+", payload):
        return None
    kid, rest = payload[:KID_LENGTH].lower(), payload[KID_LENGTH:]
    try:
        signed = b32decode(rest + "=" * (-len(rest) % 8))
    except Error:
        return None
    # Idle bits at the end could be flipped unseen, so there is one spelling alone.
    if b32encode(signed).decode().rstrip("=") != rest:
        return None
    if len(signed) <= 1 + _SIGNATURE or signed[0] != VERSION:
        return None
    return kid, signed[1 : 1 + _SIGNATURE], signed[1 + _SIGNATURE :]


def _short_address(address: str, number: str) -> str | bytes:
    """The address; as bytes without the number at its end, which is carried anyway."""
    if not address.endswith(number):
        return address
    return address.removesuffix(number).encode()


def _whole_address(address: str | bytes, number: str) -> str:
    try:
        return address if isinstance(address, str) else address.decode() + number
    except UnicodeDecodeError as error:
        raise NotCbor("An address is not UTF-8.") from error


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], str):
        raise NotCbor("A claim is not a pair.")
    return (value[0], value[1])


def _signatories(claims: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Those who signed. The first certificates had one, and no list."""
    if claims.get("signatories"):
        return tuple((each["name"], each["title"]) for each in claims["signatories"])
    return ((claims["signatory_name"], claims["signatory_title"]),)


def _superseded(claims: Mapping[str, Any]) -> tuple[str, str | None] | None:
    told = claims.get("supersedes")
    if told is None or isinstance(told, str):
        return (told, claims.get("supersedes_reason")) if told else None
    return (told["number"], told.get("reason"))
