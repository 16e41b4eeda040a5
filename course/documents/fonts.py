"""The fonts that documents are drawn with: two packages, and nothing of the system's.

A certificate must look the same wherever the course is installed, so the fonts come
with the course and a machine's own are never asked.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import unpack

# In the order in which they are tried, as the template names them.
_PACKAGES = {
    "fontpkg_noto_sans": "NotoSans[wdth,wght].ttf",
    "fontpkg_ibm_plex_sans_arabic": "IBMPlexSansArabic-Regular.ttf",
}

_WINDOWS_UNICODE = {(3, 1), (3, 10)}


def font_folders() -> tuple[Path, ...]:
    """Where the font files lie."""
    return tuple(_folder(package) for package in _PACKAGES)


@cache
def repertoires() -> tuple[frozenset[int], ...]:
    """The code points each font can draw, one set a font."""
    return tuple(
        _code_points((_folder(package) / name).read_bytes())
        for package, name in _PACKAGES.items()
    )


def _folder(package: str) -> Path:
    return Path(str(files(package).joinpath("files")))


def _code_points(font: bytes) -> frozenset[int]:
    """Read the character map of a TrueType or OpenType font."""
    covered: set[int] = set()
    cmap = _table(font, b"cmap")
    (subtables,) = unpack(">H", cmap[2:4])
    for number in range(subtables):
        platform, encoding, offset = unpack(">HHL", cmap[4 + 8 * number :][:8])
        if (platform, encoding) in _WINDOWS_UNICODE:
            covered |= _mapped(cmap[offset:])
    return frozenset(covered)


def _table(font: bytes, tag: bytes) -> bytes:
    (tables,) = unpack(">H", font[4:6])
    for number in range(tables):
        record = font[12 + 16 * number :][:16]
        if record[:4] == tag:
            offset, length = unpack(">LL", record[8:])
            return font[offset : offset + length]
    raise ValueError(f"The font has no {tag.decode()} table.")


def _mapped(subtable: bytes) -> set[int]:
    (form,) = unpack(">H", subtable[:2])
    if form == 12:
        return _mapped_in_groups(subtable)
    if form == 4:
        return _mapped_in_segments(subtable)
    raise ValueError(f"The font has a character map of an unknown form, {form}.")


def _mapped_in_groups(subtable: bytes) -> set[int]:
    """Form 12: ranges of the whole of Unicode."""
    (groups,) = unpack(">L", subtable[12:16])
    covered: set[int] = set()
    for number in range(groups):
        first, last, _ = unpack(">LLL", subtable[16 + 12 * number :][:12])
        covered.update(range(first, last + 1))
    return covered


def _mapped_in_segments(subtable: bytes) -> set[int]:
    """Form 4: ranges of the first 65,536 characters, some leading to no glyph."""
    (doubled,) = unpack(">H", subtable[6:8])
    count = doubled // 2
    lasts, firsts, deltas, offsets = (
        unpack(f">{count}H", subtable[start : start + doubled])
        for start in (14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled)
    )
    covered: set[int] = set()
    for number in range(count):
        for point in range(firsts[number], lasts[number] + 1):
            glyph = point + deltas[number]
            if offsets[number]:
                place = 16 + 3 * doubled + 2 * number + offsets[number]
                place += 2 * (point - firsts[number])
                (glyph,) = unpack(">H", subtable[place : place + 2])
            if glyph % 65536:
                covered.add(point)
    return covered
