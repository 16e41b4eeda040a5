"""The keys that an installation signs its awards with.

A key is Ed25519. It is named by its own digest, so a name never means another key. It
signs until it is retired; what it signed is checked with its public half for ever, so
a retired key may lose its private half and stays in the ring.
"""

from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

KID_LENGTH = 12


class NotASigningKey(ValueError):
    """The file is not an Ed25519 private key in PEM that can be read as it is."""


class NoCurrentKey(LookupError):
    """The ring holds no key that may still sign."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One key: its name, its public half and, while it is kept, its private half."""

    kid: str
    public: bytes
    private: Ed25519PrivateKey | None = field(repr=False)
    created_at: datetime
    retired_at: datetime | None = None

    @property
    def can_sign(self) -> bool:
        return self.private is not None and self.retired_at is None

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature; the same message gives the same."""
        if self.private is None:
            raise NoCurrentKey(f"The private half of key {self.kid} is not here.")
        return self.private.sign(message)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the signature of this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key of an installation, those retired included."""

    keys: tuple[SigningKey, ...]

    @property
    def current(self) -> SigningKey:
        """The newest that may sign, or ``NoCurrentKey``."""
        signing = [key for key in self.keys if key.can_sign]
        if not signing:
            raise NoCurrentKey("No key is there that may sign. Run: course keys create")
        return max(signing, key=lambda key: (key.created_at, key.kid))

    def find(self, kid: str) -> SigningKey | None:
        """The key of this name, retired or not."""
        return next((key for key in self.keys if key.kid == kid), None)


def kid_of(public: bytes) -> str:
    """The name of a key: the first 60 bits of the digest of its public half."""
    return b32encode(sha256(public).digest()).decode().lower()[:KID_LENGTH]


def new_key(private: Ed25519PrivateKey, *, created_at: datetime) -> SigningKey:
    """The key of this private half."""
    public = private.public_key().public_bytes_raw()
    return SigningKey(kid_of(public), public, private, created_at)


def private_pem(key: SigningKey) -> bytes:
    """The private half as it is kept in a file: PKCS#8, PEM, no passphrase."""
    if key.private is None:
        raise NoCurrentKey(f"The private half of key {key.kid} is not here.")
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_private(pem: bytes) -> Ed25519PrivateKey:
    """The private half from its file, or ``NotASigningKey`` in words."""
    try:
        private = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise NotASigningKey("is locked by a passphrase") from error
    except ValueError as error:
        raise NotASigningKey("holds no private key in PEM") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise NotASigningKey("holds a key that is not Ed25519")
    return private
