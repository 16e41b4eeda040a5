"""The ring of this installation's signing keys, from their files and back.

A demonstration makes its first key itself. Production never does: whoever answers for
the certificates makes it, keeps a copy and knows where it is.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.keys import (
    KeyFile,
    KeysError,
    describe_key,
    one_at_a_time,
    read_key_files,
    write_key_files,
)
from config.settings import Settings
from course.credentials.keys import (
    KeyRing,
    NotASigningKey,
    SigningKey,
    kid_of,
    new_key,
    private_pem,
    read_private,
)
from course.credentials.multibase import base64url, from_base64url


def key_ring_of(settings: Settings) -> KeyRing:
    """The keys that this installation signs and is checked with.

    Raises ``KeysError`` when the files have faults, or when production has no key
    that may sign.
    """
    ring = read_ring(settings.keys_dir)
    if any(key.can_sign for key in ring.keys):
        return ring
    if settings.is_production or ring.keys:
        raise KeysError((_what_is_missing(settings.keys_dir, ring),))
    try:
        return _with_a_first_key(settings.keys_dir)
    except OSError as error:
        words = f"{settings.keys_dir} cannot be written: {error.strerror}."
        raise KeysError((words,)) from error


def read_ring(folder: Path) -> KeyRing:
    """The keys in a folder, the oldest first, or ``KeysError`` with every fault."""
    faults: list[str] = []
    keys = [_key_of(folder, file, faults) for file in read_key_files(folder)]
    if faults:
        raise KeysError(tuple(faults))
    there = [key for key in keys if key is not None]
    return KeyRing(tuple(sorted(there, key=lambda key: (key.created_at, key.kid))))


def make_key(folder: Path, *, now: datetime) -> SigningKey:
    """Make a key and keep it. The newest is the one that signs."""
    key = new_key(Ed25519PrivateKey.generate(), created_at=now)
    keep_key(folder, key)
    return key


def keep_key(folder: Path, key: SigningKey) -> None:
    """Keep a key in its two files."""
    write_key_files(folder, KeyFile(key.kid, described(key), private_pem(key)))


def retire_key(folder: Path, key: SigningKey, *, now: datetime) -> None:
    """Say that a key signs no more. Its files stay where they are."""
    retired = now.isoformat(timespec="seconds")
    describe_key(folder, key.kid, {**described(key), "retired_at": retired})


def described(key: SigningKey) -> dict[str, Any]:
    """What everybody may know of a key: a JSON Web Key, with its dates."""
    said: dict[str, Any] = {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": base64url(key.public),
        "kid": key.kid,
        "created_at": key.created_at.isoformat(timespec="microseconds"),
    }
    if key.retired_at is not None:
        said["retired_at"] = key.retired_at.isoformat(timespec="seconds")
    return said


def _with_a_first_key(folder: Path) -> KeyRing:
    """Make the demonstration's key, unless another process just did."""
    with one_at_a_time(folder):
        ring = read_ring(folder)
        if ring.keys:
            return ring
        return KeyRing((make_key(folder, now=datetime.now(UTC)),))


def _what_is_missing(folder: Path, ring: KeyRing) -> str:
    waiting = [key for key in ring.keys if key.retired_at is None]
    if waiting:
        names = ", ".join(f"{key.kid}.pem" for key in waiting)
        return (
            f"{folder} does not hold {names}, the private half of a key that signs. "
            "Restore it from your backup; if it is lost, run: course keys rotate"
        )
    return f"{folder} holds no key to sign awards with. Run: course keys create"


def _key_of(folder: Path, file: KeyFile, faults: list[str]) -> SigningKey | None:
    described_in = folder / f"{file.kid}.json"
    try:
        public = from_base64url(file.description["x"])
        created_at = _moment(file.description["created_at"])
        retired_at = file.description.get("retired_at")
        retired = _moment(retired_at) if retired_at else None
        is_named = file.description["kid"] == file.kid == kid_of(public)
    except (KeyError, ValueError, TypeError):
        is_named = False
    if not is_named:
        faults.append(f"{described_in} does not describe key {file.kid}.")
        return None
    private = None
    if file.pem is not None:
        private_in = folder / f"{file.kid}.pem"
        try:
            private = read_private(file.pem)
        except NotASigningKey as error:
            faults.append(f"{private_in} {error}. Restore it from your backup.")
            return None
        if private.public_key().public_bytes_raw() != public:
            faults.append(f"{private_in} is not the key that {described_in} describes.")
            return None
    return SigningKey(file.kid, public, private, created_at, retired)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
