"""Logos and signatures, as the typesetter takes them."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from struct import unpack_from
from typing import Any, Final

from course.documents.errors import NoPicture

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def pictures_written(pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Pictures as JSON, to be handed to another process."""
    return {digest: b64encode(each).decode() for digest, each in pictures.items()}


def pictures_in(data: Mapping[str, Any]) -> dict[str, bytes]:
    """The pictures of what was written down for another process."""
    return {digest: b64decode(each) for digest, each in data["pictures"].items()}


def picture_of(digest: str | None, pictures: Mapping[str, bytes]) -> str | None:
    """The picture of this SHA-256 as SVG, or ``NoPicture``; nothing for nothing.

    What a template is handed is text, so dots travel inside a drawing.
    """
    if digest is None:
        return None
    content = pictures.get(digest)
    if content is None or sha256(content).hexdigest() != digest:
        raise NoPicture(digest)
    if not content.startswith(_PNG):
        return content.decode("utf-8")
    width, height = unpack_from(">LL", content, 16)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><image width="{width}" height="{height}" '
        f'href="data:image/png;base64,{b64encode(content).decode()}"/></svg>'
    )
