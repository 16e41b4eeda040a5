"""Certificates by the third template, with whatever it can show."""

import struct
import zlib
from hashlib import sha256
from typing import Any

from tests.course.documents.conftest import CLAIMS

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 60">'
    b'<circle cx="30" cy="30" r="28" fill="#14384f"/></svg>'
)
SIGNATURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
    b'<path d="M5 45 C 30 0, 40 0, 45 40" fill="none" stroke="#1a2f6b"/></svg>'
)
# As long as that of a certificate with three signatories, in the letters of base 32.
PAYLOAD = "KRSXG5DTEB2GQZJAOBQXS3DPMFSA" * 29


def a_png(width: int = 64, height: int = 32) -> bytes:
    """A picture in dots, half transparent."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sums = struct.pack(">L", zlib.crc32(kind + body))
        return struct.pack(">L", len(body)) + kind + body + sums

    row = b"\0" + b"\x8c\x6d\x2f\x80" * width
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


PICTURES = {sha256(each).hexdigest(): each for each in (LOGO, SIGNATURE, a_png())}
LOGO_DIGEST, SIGNATURE_DIGEST, PNG_DIGEST = PICTURES
SIGNATORIES = [
    {
        "name": "Amina Diallo-Ouedraogo",
        "title": "Director, Department of Migration, Ministry of Planning",
        "signature": SIGNATURE_DIGEST,
    },
    {"name": "Jean-Baptiste Nguema", "title": "Head of Unit"},
    {"name": "أحمد عبد الرحمن", "title": "Chief of Mission"},
]


def some_claims(**overrides: Any) -> dict[str, Any]:
    """A plain certificate, with these changes."""
    return CLAIMS["template_3"]() | overrides


def all_claims(**overrides: Any) -> dict[str, Any]:
    """A certificate that shows everything there is to show."""
    return some_claims(
        signatories=SIGNATORIES,
        issuer_logo=LOGO_DIGEST,
        partners=[{"name": "A partner", "logo": PNG_DIGEST}],
        valid_until="2029-11-23",
        supersedes={"number": "2222-3333-4444", "reason": "name"},
        rule_title="Completion under the rule of 2026",
        **overrides,
    )
