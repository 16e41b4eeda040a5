"""Rows of cells out of an upload, whatever program wrote it: text or a workbook.

Nothing is understood here: a row is its number in the file and its cells as text.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from course.errors import sentence
from course.roster_errors import UnreadableRoster
from course.roster_kinds import is_archive, refuse_other_kinds
from course.roster_workbooks import MOST_COLUMNS, rows_of_workbook
from course.spreadsheets import as_meant

LARGEST = 5_000_000
MOST_ROWS = 20_000

MOST_LETTERS = 500

_SHARE_OF_NULS = 4
_SEPARATORS = ",;\t"
_LOOKED_AT = 50
# A line as mail programs write it: a name, and the address within angle brackets.
# One @ and no more, so that no line takes longer than its length.
_NAMED = re.compile(r"[^<]*<[^<>@]*@[^<>@]*>[\s,;]*")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a list: its number in the file, counted from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A list as it was sent, without its empty rows."""

    rows: tuple[TableRow, ...]

    @property
    def digest(self) -> str:
        """The fingerprint of everything that stands in it."""
        return sha256(repr(self.to_data()).encode()).hexdigest()

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    def to_data(self) -> dict[str, Any]:
        return {"rows": [[row.number, *row.cells] for row in self.rows]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "RosterTable":
        return cls(tuple(TableRow(row[0], tuple(row[1:])) for row in data["rows"]))


def read_table(data: bytes, name: str = "") -> RosterTable:
    """The rows of a file: CSV in any of the usual spellings, or an XLSX workbook.

    Raises ``UnreadableRoster``, which says what to send instead; a file whose ``name``
    is that of a workbook is read as nothing else.
    """
    if len(data) > LARGEST:
        raise UnreadableRoster(
            sentence("The file is larger than %(most)d MB. Send it in parts."),
            most=LARGEST // 1_000_000,
        )
    refuse_other_kinds(data, name)
    if is_archive(data):
        return _table(rows_of_workbook(data))
    return read_text(text_of(data))


def read_text(text: str) -> RosterTable:
    """The rows of a pasted list or of a CSV file, a cell wherever a separator says."""
    if "\0" in text:
        raise UnreadableRoster(
            sentence("The list holds signs that are no text. Leave them out.")
        )
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    separator = _separator(lines)
    if separator is None:
        return _table(enumerate(([line] for line in lines), start=1))
    return _table(_csv_rows([_in_one_cell(line) for line in lines], separator))


def text_of(data: bytes) -> str:
    """The file as text: UTF-8, UTF-16 with or without its mark, or Windows-1252.

    Excel writes each of them, by version and by menu. Windows-1252 reads almost any
    bytes, so it comes last.
    """
    for encoding in _candidates(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableRoster(
        sentence("The file is no text. Save it as XLSX or CSV (UTF-8) and send that.")
    )


def _candidates(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    # Addresses are ASCII, so that every other byte of UTF-16 is mostly zero.
    if data[1::2].count(0) * _SHARE_OF_NULS > len(data):
        return ("utf-16-le",)
    if data[0::2].count(0) * _SHARE_OF_NULS > len(data):
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _separator(lines: list[str]) -> str | None:
    """The sign that parts columns: the one that most of the first lines agree on."""
    # Between quotation marks a comma parts nothing, nor within “Silva, Ana <ana@…>”.
    looked_at = [
        "".join(line.split('"')[::2])
        for line in [line for line in lines if line.strip()][:_LOOKED_AT]
        if not _NAMED.fullmatch(line.strip())
    ]
    counts = {
        sign: (sum(sign in line for line in looked_at), "".join(looked_at).count(sign))
        for sign in _SEPARATORS
    }
    best = max(_SEPARATORS, key=lambda sign: counts[sign])
    return best if counts[best][0] else None


def _in_one_cell(line: str) -> str:
    """A line “Silva, Ana <ana@…>” as one cell; any other as it is."""
    if not _NAMED.fullmatch(line.strip()):
        return line
    bare = line.strip().rstrip(_SEPARATORS + " ").replace('"', "")
    return f'"{bare}"\n'


def _csv_rows(lines: list[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line on which each begins."""
    reader = csv.reader(iter(lines), delimiter=separator)
    begun = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableRoster(
                sentence(
                    "Line %(line)d cannot be read: a cell is far too long, or a "
                    "quotation mark is never closed."
                ),
                line=reader.line_num,
            ) from error
        yield begun, cells
        begun = reader.line_num + 1


def _table(found: Iterable[tuple[int, Iterable[str]]]) -> RosterTable:
    rows = []
    for number, raw in found:
        filled = list(raw)
        while filled and not filled[-1].strip():
            filled.pop()
        if len(filled) > MOST_COLUMNS:
            raise UnreadableRoster(
                sentence(
                    "Row %(row)d has more than %(most)d columns. Send only those with "
                    "names and addresses."
                ),
                row=number,
                most=MOST_COLUMNS,
            )
        cells = [_clean(cell) for cell in filled]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        rows.append(TableRow(number, tuple(cells)))
        # A heading may stand above the learners.
        if len(rows) > MOST_ROWS + 1:
            raise UnreadableRoster(
                sentence("A list may hold %(most)d learners. Send it in parts."),
                most=MOST_ROWS,
            )
    if not rows:
        raise UnreadableRoster(sentence("The list is empty."))
    return RosterTable(tuple(rows))


def _clean(cell: str) -> str:
    """The text of a cell: spaced once, in one spelling, without signs nobody sees."""
    text = " ".join(unicodedata.normalize("NFC", as_meant(cell)).split())
    kept = "".join(
        each for each in text if unicodedata.category(each) not in ("Cc", "Cs", "Cn")
    )
    return kept[:MOST_LETTERS].strip()
