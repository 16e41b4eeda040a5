"""A zip archive whose bytes depend on nothing but what is in it."""

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_DAWN = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files in this order; the first is stored, as the first of an EPUB must be."""
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for number, (name, data) in enumerate(files):
            entry = ZipInfo(name, _DAWN)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            entry.compress_type = ZIP_DEFLATED if number else ZIP_STORED
            archive.writestr(entry, data, compresslevel=9)
    return target.getvalue()
