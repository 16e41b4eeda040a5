"""Text out of an uploaded file, whatever program wrote it."""

import codecs

from learner_api.translation import gettext as _

LARGEST = 1_000_000
LONGEST_LINE = 2_000

_ARCHIVE = b"PK\x03\x04"
_SHARE_OF_NULS = 4


class UnreadableFile(ValueError):
    """The upload is not text that could be read; says what to send instead."""


def text_of(data: bytes) -> str:
    """The file as text: UTF-8, UTF-16 with or without its mark, or Windows-1252.

    Excel writes each of them, by version and by menu. Windows-1252 reads almost any
    bytes, so it comes last. Raises ``UnreadableFile``.
    """
    if len(data) > LARGEST:
        raise UnreadableFile(_("The file is larger than 1 MB. Send it in parts."))
    if data.startswith(_ARCHIVE):
        raise UnreadableFile(
            _("This is a workbook. Save it as CSV in your spreadsheet, and send that.")
        )
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return plain_text(text)
    raise UnreadableFile(
        _("The file is no text. Save it as CSV (UTF-8) and send that.")
    )


def plain_text(text: str) -> str:
    """The text, if every line of it could be a line of a list."""
    if "\0" in text:
        raise UnreadableFile(
            _("The list holds signs that are no text. Leave them out.")
        )
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise UnreadableFile(
            _("A line of the list is too long. Put one learner on each line.")
        )
    return text


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
