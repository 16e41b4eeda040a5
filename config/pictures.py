"""Logos and signatures for certificates, checked when the settings are read.

A picture that could not be drawn would be noticed by the first learner who completes,
so everything is looked at on the way in: format, size, and that nothing in a drawing
reaches outside its own file.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from struct import unpack_from
from typing import Any, Final

MOST_BYTES: Final = 262_144
_MOST_DOTS: Final = 4000
_LEAST_DOTS: Final = 16
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = "{http://www.w3.org/2000/svg}"
# Text is set in whatever font is at hand; the others bring in something from outside,
# or move.
_REFUSED: Final = frozenset(
    {
        *("text", "script", "foreignObject", "image", "feImage"),
        *("animate", "animateMotion", "animateTransform", "set", "a"),
    }
)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that was found sound, and its bytes of that moment."""

    path: Path
    content: bytes = field(repr=False)


def read_picture(path: Path) -> PictureFile:
    """Read a PNG or an SVG, or raise ``ValueError`` saying what is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}: {path}") from error
    if len(content) > MOST_BYTES:
        raise ValueError(f"must be at most {MOST_BYTES // 1024} kB: {path}")
    if content.startswith(_PNG):
        fault = _fault_of_png(content)
    elif b"<svg" in content or b":svg" in content:
        fault = _fault_of_svg(content)
    else:
        fault = "must be a PNG or an SVG"
    if fault:
        raise ValueError(f"{fault}: {path}")
    return PictureFile(path, content)


def _fault_of_png(content: bytes) -> str | None:
    chunks = list(_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND":
        return "is a PNG that was cut off or damaged"
    sides = unpack_from(">LL", chunks[0][1])
    if not all(_LEAST_DOTS <= side <= _MOST_DOTS for side in sides):
        return f"must be from {_LEAST_DOTS} to {_MOST_DOTS} dots wide and high"
    try:
        zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    except zlib.error:
        return "is a PNG that was cut off or damaged"
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, up to the first that is not whole."""
    place = len(_PNG)
    while place + 12 <= len(content):
        (length,) = unpack_from(">L", content, place)
        body = content[place + 4 : place + 8 + length]
        sums = content[place + 8 + length : place + 12 + length]
        if len(sums) < 4 or unpack_from(">L", sums)[0] != zlib.crc32(body):
            return
        yield body[:4], body[4:]
        place += 12 + length


def _fault_of_svg(content: bytes) -> str | None:
    # Six megabytes, which a command that meets no such picture does without.
    from lxml import etree

    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "must be an SVG without a DOCTYPE"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
        content.decode("utf-8")
    except (etree.XMLSyntaxError, UnicodeDecodeError):
        return "is an SVG that is not well-formed UTF-8"
    if root.tag != f"{_SVG}svg":
        return "must be an SVG whose outermost element is svg"
    if "viewBox" not in root.attrib and not {"width", "height"} <= set(root.attrib):
        return "must be an SVG that says its viewBox, or its width and height"
    return next(filter(None, map(_fault_of_element, root.iter("*"))), None)


def _fault_of_element(element: Any) -> str | None:
    name = _local(element.tag)
    if name in _REFUSED:
        advice = " (turn text into paths)" if name == "text" else ""
        return f"must be an SVG without {name}{advice}"
    if name == "style" and re.search(
        r"@import|url\(\s*['\"]?(?!#)", element.text or ""
    ):
        return "must be an SVG that refers to nothing outside itself"
    for key, value in element.attrib.items():
        attribute = _local(key).lower()
        if attribute.startswith("on"):
            return "must be an SVG without scripts"
        if attribute == "href" and not str(value).startswith("#"):
            return "must be an SVG that refers to nothing outside itself"
    return None


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
