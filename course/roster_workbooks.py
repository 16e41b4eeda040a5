"""The rows of an XLSX workbook, read so that no workbook can do harm.

A workbook is an archive of XML. What it unpacks to is counted while it is unpacked,
nothing may define entities, and cells are read one row after another, so that neither
a small file of a huge sheet nor a far-off cell takes memory. A formula counts as what
it was last worked out to be; of merged cells the first holds the text.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from course.errors import sentence
from course.roster_errors import UnreadableRoster
from course.roster_kinds import damaged, refuse_other_archives

MOST_PARTS = 500
MOST_COLUMNS = 60
MOST_UNPACKED = 30_000_000
# Rows that are looked at, in all sheets together and the empty ones too.
LAST_ROW = 100_000

_PIECE = 262_144
_DEFINES = tuple(
    words.encode(encoding)
    for words in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


def rows_of_workbook(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet that holds an address, or else of the first.

    Raises ``UnreadableRoster`` for whatever is no workbook.
    """
    # Here, because pages that read no workbook need none of it.
    from openpyxl import load_workbook

    try:
        archive = _unpacked(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(
                archive, read_only=True, data_only=True, keep_links=False
            )
            chosen = _first_with_addresses(book.worksheets)
    except UnreadableRoster:
        raise
    except Exception as error:
        # A damaged workbook can go wrong anywhere, and says nothing people could use.
        raise damaged() from error
    yield from chosen


def _unpacked(data: bytes) -> io.BytesIO:
    """The same archive with its parts stored bare, once they were found harmless.

    What is read after this is only what was counted here, whatever the file claims.
    """
    bare, left = io.BytesIO(), MOST_UNPACKED
    with (
        zipfile.ZipFile(io.BytesIO(data)) as packed,
        zipfile.ZipFile(bare, "w", zipfile.ZIP_STORED) as written,
    ):
        parts = packed.infolist()
        if len(parts) > MOST_PARTS:
            raise _too_large()
        refuse_other_archives([part.filename for part in parts])
        for part in parts:
            if not part.filename.endswith((".xml", ".rels", ".vml")):
                continue
            text = _part(packed, part, left)
            left -= len(text)
            if any(words in text for words in _DEFINES):
                raise UnreadableRoster(
                    sentence(
                        "The workbook defines things of its own that no list needs. "
                        "Save it anew as XLSX or CSV and send that."
                    )
                )
            written.writestr(part.filename, text)
    bare.seek(0)
    return bare


def _part(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    pieces, size = [], 0
    try:
        with packed.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise _too_large()
                pieces.append(piece)
    except (zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise zipfile.BadZipFile(str(error)) from error
    return b"".join(pieces)


def _too_large() -> UnreadableRoster:
    return UnreadableRoster(
        sentence(
            "The workbook unpacks to more than %(most)d MB. Copy the list alone into "
            "a new workbook, or save it as CSV, and send that."
        ),
        most=MOST_UNPACKED // 1_000_000,
    )


def _first_with_addresses(sheets: Iterable[Any]) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that holds an address, or else of the first.

    What stands on sheets after it is not read.
    """
    first: list[tuple[int, list[str]]] = []
    left = LAST_ROW
    for sheet in sheets:
        rows, seen = _rows(sheet, left)
        if _holds_address(rows):
            return rows
        left -= seen
        first = first or rows
    return first


def _rows(sheet: Any, left: int) -> tuple[list[tuple[int, list[str]]], int]:
    """What stands in a sheet, row by row, and how many rows were looked at."""
    # What a sheet claims of its size is not believed.
    sheet.reset_dimensions()
    found = []
    number = 0
    for number, cells in enumerate(
        sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1
    ):
        if number > left:
            raise UnreadableRoster(
                sentence(
                    "The sheet goes on beyond row %(most)d. Copy the list alone into a "
                    "new workbook and send that."
                ),
                most=LAST_ROW,
            )
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            found.append((number, texts))
    return found, number


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        # A spreadsheet keeps every number as a fraction.
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell)


def _holds_address(rows: list[tuple[int, list[str]]]) -> bool:
    return any("@" in text for _number, texts in rows for text in texts)
