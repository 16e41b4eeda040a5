"""Bytes written as the standards for credentials want them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

_BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# An Ed25519 public key and its private half, by their numbers in the table of codecs.
_ED25519_PUBLIC = b"\xed\x01"


def base58(data: bytes) -> str:
    """In the alphabet that Bitcoin made common, begun by the ``z`` that names it."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = _BASE_58[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + digits


def from_base58(text: str, length: int) -> bytes:
    """The bytes again, as many as are expected, or ``ValueError``."""
    # Each symbol is worth less than six bits, so a longer text is none of ours.
    if not text.startswith("z") or len(text) > 2 + length * 8 // 5:
        raise ValueError("This is not base 58.")
    number = 0
    for symbol in text[1:]:
        number = number * 58 + _BASE_58.index(symbol)
    data = number.to_bytes(length)
    if base58(data) != text:
        raise ValueError("This is not the one spelling of these bytes.")
    return data


def base64url(data: bytes) -> str:
    """In the letters that are safe in an address, without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes again, or ``ValueError``."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def multikey(public: bytes) -> str:
    """A public key as a ``Multikey`` says it."""
    return base58(_ED25519_PUBLIC + public)
