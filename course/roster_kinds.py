"""What a file is that was sent as a list, and what to send instead where it is none.

Its name is believed in one thing alone: whatever calls itself a workbook is read as one
or not at all, so that a damaged workbook never passes for a list of a few odd lines.
"""

import codecs
import re
from collections.abc import Collection

from course.errors import sentence
from course.roster_errors import UnreadableRoster

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")
# A workbook of the old kind, a locked one, or a document of another old program.
_OLD_BINARY = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".numbers")
# Not “<head@example.org>”, which is an address.
_WEB_PAGE = re.compile(rb"\s*<(!doctype html|\?xml|(html|head|table)[\s>])", re.I)
# Below this, nothing but a line's end and a tab stands in a text.
_FIRST_LETTER = 0x20


def is_archive(data: bytes) -> bool:
    """Whether this may be a workbook of today: they are archives."""
    return data.startswith(_ARCHIVES)


def refuse_other_kinds(data: bytes, name: str) -> None:
    """Raise ``UnreadableRoster`` for a file that is no list, in words of its own.

    What is an archive is looked at by ``refuse_other_archives``.
    """
    if data.startswith(_OLD_BINARY):
        raise _locked() if _LOCKED in data else _old()
    if data.startswith(b"%PDF-"):
        raise UnreadableRoster(
            sentence(
                "This is a PDF, and no list can be read from it. Send the workbook or "
                "the CSV file that it was made from."
            )
        )
    if _WEB_PAGE.match(data.removeprefix(codecs.BOM_UTF8)):
        raise UnreadableRoster(
            sentence(
                "This is a web page, though its name may say otherwise. Open it in a "
                "spreadsheet program, save it as XLSX or CSV, and send that."
            )
        )
    if data.strip() and not is_archive(data) and _is_called_workbook(name):
        raise _only_text() if _is_text(data) else damaged()


def refuse_other_archives(parts: Collection[str]) -> None:
    """The same for an archive, by the names of its parts."""
    found = {part.lstrip("/").lower() for part in parts}
    if any(part.startswith("word/") for part in found):
        raise UnreadableRoster(
            sentence(
                "This is a text document and no workbook. Copy its list into a "
                "workbook, or paste it below, and send that."
            )
        )
    if "content.xml" in found and "mimetype" in found:
        raise UnreadableRoster(
            sentence(
                "This is an OpenDocument file, which is not read here. Save it as XLSX "
                "or CSV and send that."
            )
        )
    if "xl/workbook.bin" in found:
        raise _old()
    if not any(part.startswith("xl/") for part in found):
        raise UnreadableRoster(
            sentence(
                "This is an archive and no workbook. Unpack it, and send the list that "
                "is in it as XLSX or CSV."
            )
        )


def damaged() -> UnreadableRoster:
    """A workbook that cannot be read, for whatever reason."""
    return UnreadableRoster(
        sentence(
            "The workbook cannot be read: it is damaged or no XLSX. Save it anew as "
            "XLSX or CSV and send that."
        )
    )


def _old() -> UnreadableRoster:
    return UnreadableRoster(
        sentence(
            "This is a workbook of an old kind (XLS or XLSB). Save it as XLSX or CSV "
            "and send that."
        )
    )


def _locked() -> UnreadableRoster:
    return UnreadableRoster(
        sentence(
            "This workbook is locked with a password. Take the password off, save it "
            "anew and send that, or save the list as CSV."
        )
    )


def _only_text() -> UnreadableRoster:
    return UnreadableRoster(
        sentence(
            "The name of this file ends like that of a workbook, but it holds plain "
            "text. If it is a CSV file, let its name end in .csv and send it again; "
            "otherwise save it anew as XLSX."
        )
    )


def _is_called_workbook(name: str) -> bool:
    return name.strip().lower().endswith(_WORKBOOKS)


def _is_text(data: bytes) -> bool:
    return all(each >= _FIRST_LETTER or each in b"\t\r\n" for each in data)
