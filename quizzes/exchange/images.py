"""The pictures of a bank: told by what they hold, never by what they are called."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.names import key_from, numbered
from quizzes.exchange.report import Remark, remark

LARGEST = 4_000_000
MOST = 500

# As banks allow them; a drawing in SVG is a program as well, and is never taken in.
_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.(png|jpe?g|gif|webp)")
_IN_ADDRESS = re.compile(
    r"data:image/[a-z+.-]+(?:;name=([\w.%-]+))?;base64,", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A picture as it is to lie beside the bank."""

    name: str
    data: bytes

    @property
    def digest(self) -> str:
        """The fingerprint of the file."""
        return hashlib.sha256(self.data).hexdigest()


def kind_of(data: bytes) -> str | None:
    """The ending that the first bytes deserve; None for no picture that we keep."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def from_base64(text: str) -> bytes:
    """The bytes behind base64, or ``QuestionRefused``."""
    letters = "".join(text.split())
    if len(letters) > LARGEST * 4 // 3 + 4:
        raise QuestionRefused(_too_large())
    try:
        return base64.b64decode(letters, validate=True)
    except (binascii.Error, ValueError):
        why = remark("An embedded file is damaged: it is not base64.")
        raise QuestionRefused(why) from None


def from_data_address(source: str) -> tuple[str, bytes] | None:
    """The name and the bytes in an address that holds a picture, or None."""
    found = _IN_ADDRESS.match(source)
    if found is None:
        return None
    name = unquote(found[1] or "image")
    return name, from_base64(unquote(source[found.end() :]))


def data_address(name: str, data: bytes) -> str:
    """A picture as an address, for formats that hold no files."""
    kind = (kind_of(data) or "png").replace("jpg", "jpeg")
    letters = base64.b64encode(data).decode("ascii")
    return f"data:image/{kind};name={quote(name)};base64,{letters}"


class ImageShelf:
    """Gathers the pictures of one source under safe names, each file once."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, name: str, data: bytes) -> str:
        """The safe name under which the picture is kept, or ``QuestionRefused``."""
        kind = kind_of(data)
        if kind is None:
            why = remark(
                "The file '%(name)s' is no PNG, JPEG, GIF or WebP picture, so it is "
                "not kept.",
                name=name,
            )
            raise QuestionRefused(why)
        if len(data) > LARGEST:
            raise QuestionRefused(_too_large())
        safe = next(
            each
            for each in _safe_names(name, kind)
            if self.files.get(each, data) == data
        )
        self.files[safe] = data
        if len(self.files) > MOST:
            why = remark("The file holds more than %(most)d pictures.", most=MOST)
            raise QuestionRefused(why)
        return safe


def _safe_names(name: str, kind: str) -> Iterator[str]:
    """The name as it is if a bank may hold it, else one like it, then numbered ones."""
    base = name.replace("\\", "/").rpartition("/")[2]
    found = _SAFE_NAME.fullmatch(base)
    if found and found[1].replace("jpeg", "jpg") == kind:
        yield base
    stem = key_from(base.rpartition(".")[0] or base, "image")
    for key in numbered(stem):
        yield f"{key}.{kind}"


def _too_large() -> Remark:
    return remark(
        "A picture in it is larger than %(megabytes)d MB.", megabytes=LARGEST // 10**6
    )
