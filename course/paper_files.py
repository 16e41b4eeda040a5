"""What a paper is handed in as: a PDF or a Word document, known by what it holds.

What a file is called says nothing of what is in it; its first bytes do, and of an
archive the names of its parts.
"""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from course.paper_errors import PaperNotTaken

MOST_BYTES = 5_000_000
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

_PDF, _ARCHIVE = b"%PDF-", b"PK\x03\x04"
_TEXT, _MACROS = "word/document.xml", "word/vbaProject.bin"


def format_of(content: bytes) -> str:
    """``pdf`` or ``docx``, or ``PaperNotTaken``."""
    if len(content) <= MOST_BYTES:
        if content.startswith(_PDF):
            return "pdf"
        if content.startswith(_ARCHIVE) and _is_word(content):
            return "docx"
    raise PaperNotTaken(MOST_BYTES // 1_000_000)


def _is_word(content: bytes) -> bool:
    """Whether an archive is a Word document that runs nothing. Nothing is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    return _TEXT in names and _MACROS not in names
