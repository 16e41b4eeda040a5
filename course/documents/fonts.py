"""The fonts that documents are drawn with: our own, and nothing of the system's.

A certificate must look the same wherever the course is installed, so the fonts come
with the course and a machine's own are never asked. Which characters a font draws is
read from its file when a text first needs to know, and no sooner: a worker that meets
Latin names alone never opens the large one.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Final

_OURS = "course.documents"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One font file: the package it comes in, where it lies there, and its name."""

    package: str
    folder_name: str
    file_name: str

    @property
    def folder(self) -> Path:
        return Path(str(files(self.package).joinpath(self.folder_name)))

    @property
    def repertoire(self) -> "Repertoire":
        """The code points that this font can draw."""
        return _repertoire(self)


class Repertoire:
    """Code points as ranges, in order: a set would take megabytes for Chinese."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._firsts, self._lasts = array("L"), array("L")
        for first, last in ranges:
            if self._lasts and first == self._lasts[-1] + 1:
                self._lasts[-1] = last
            else:
                self._firsts.append(first)
                self._lasts.append(last)

    @property
    def ranges(self) -> Iterator[tuple[int, int]]:
        """Every range, first and last, in order and none beside another."""
        return zip(self._firsts, self._lasts, strict=True)

    def __contains__(self, point: int) -> bool:
        place = bisect_right(self._firsts, point) - 1
        return place >= 0 and point <= self._lasts[place]


def _ours(script: str) -> Typeface:
    return Typeface(_OURS, "typefaces", f"NotoSans{script}-Regular.ttf")


# In the order in which they are tried, as the templates name them.
FIRST: Final = (
    Typeface("fontpkg_noto_sans", "files", "NotoSans[wdth,wght].ttf"),
    Typeface("fontpkg_ibm_plex_sans_arabic", "files", "IBMPlexSansArabic-Regular.ttf"),
)
EVERY: Final = (
    *FIRST,
    *map(
        _ours,
        (
            *("Khmer", "Myanmar", "Ethiopic", "Thai", "Lao", "Bengali"),
            *("Georgian", "Armenian", "Hebrew"),
        ),
    ),
    Typeface("manimgx_fonts_cjk", "", "NotoSansCJK-VF.otf.ttc"),
)

# The whole of Unicode where a font maps that, otherwise its first 65,536 characters.
_WINDOWS_UNICODE = ((3, 10), (3, 1))


def font_folders(typefaces: tuple[Typeface, ...]) -> tuple[Path, ...]:
    """Where the files of these fonts lie, each folder once."""
    return tuple(dict.fromkeys(each.folder for each in typefaces))


@cache
def _repertoire(typeface: Typeface) -> Repertoire:
    with (
        (typeface.folder / typeface.file_name).open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as font,
    ):
        return Repertoire(_ranges(_table(font, b"cmap")))


def _table(font: mmap, tag: bytes) -> bytes:
    """A table of a font; of a collection, that of its first font."""
    start = unpack_from(">L", font, 12)[0] if font[:4] == b"ttcf" else 0
    (tables,) = unpack_from(">H", font, start + 4)
    for number in range(tables):
        record = start + 12 + 16 * number
        if font[record : record + 4] == tag:
            offset, length = unpack_from(">LL", font, record + 8)
            return font[offset : offset + length]
    raise ValueError(f"The font has no {tag.decode()} table.")


def _ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Read the character map of a TrueType or OpenType font."""
    (subtables,) = unpack_from(">H", cmap, 2)
    found = {
        (platform, encoding): offset
        for platform, encoding, offset in iter_unpack(
            ">HHL", cmap[4 : 4 + 8 * subtables]
        )
    }
    offset = next(found[each] for each in _WINDOWS_UNICODE if each in found)
    return _mapped(cmap[offset:])


def _mapped(subtable: bytes) -> Iterator[tuple[int, int]]:
    (form,) = unpack_from(">H", subtable)
    if form == 12:
        return _mapped_in_groups(subtable)
    if form == 4:
        return _mapped_in_segments(subtable)
    raise ValueError(f"The font has a character map of an unknown form, {form}.")


def _mapped_in_groups(subtable: bytes) -> Iterator[tuple[int, int]]:
    """Form 12: ranges of the whole of Unicode."""
    (groups,) = unpack_from(">L", subtable, 12)
    for first, last, _ in iter_unpack(">LLL", subtable[16 : 16 + 12 * groups]):
        yield first, last


def _mapped_in_segments(subtable: bytes) -> Iterator[tuple[int, int]]:
    """Form 4: ranges of the first 65,536 characters, some leading to no glyph."""
    (doubled,) = unpack_from(">H", subtable, 6)
    count = doubled // 2
    lasts, firsts, deltas, offsets = (
        unpack_from(f">{count}H", subtable, start)
        for start in (14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled)
    )
    for number in range(count):
        for point in range(firsts[number], lasts[number] + 1):
            glyph = point + deltas[number]
            if offsets[number]:
                place = 16 + 3 * doubled + 2 * number + offsets[number]
                place += 2 * (point - firsts[number])
                (glyph,) = unpack_from(">H", subtable, place)
            if glyph % 65536:
                yield point, point
