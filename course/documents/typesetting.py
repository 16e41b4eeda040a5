"""Setting a template as a PDF."""

from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from course.documents.fonts import font_folders

if TYPE_CHECKING:
    import typst

# The typesetter remembers what it worked out for the last ten documents, some four
# megabytes each, and no document is like another. Ten empty ones make it forget.
_DOCUMENTS_REMEMBERED: Final = 10

# A compiler refuses a second caller while it works; those who come wait here.
_one_at_a_time: Final = Lock()


def typeset(template: Path, data: str, *, made_at: datetime) -> bytes:
    """Set the template with these data, JSON, as a PDF made at that instant.

    PDF/A-3a is for archives and PDF/UA-1 for assistive technology. The first also makes
    a missing glyph an error, where a plain PDF would show an empty box.
    """
    with _one_at_a_time:
        compiler, blank = _compilers(template)
        document = compiler.compile(
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(made_at.timestamp()),
        )
        for _ in range(_DOCUMENTS_REMEMBERED):
            blank.compile(input=b"", format="svg")
    if not isinstance(document, bytes):
        raise TypeError("The document came out as loose pages, not as one file.")
    return document


@cache
def _compilers(template: Path) -> "tuple[typst.Compiler, typst.Compiler]":
    """One for the documents of a template and one for nothing at all."""
    # Loaded by the first document, so that starting the server does not wait for it.
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders()),
    )
    return (
        typst.Compiler(template, root=template.parent, font_paths=fonts),
        typst.Compiler(b"", root=template.parent, font_paths=fonts),
    )
