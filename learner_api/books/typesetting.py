"""Setting the pages of a book. Nothing else in this package needs the typesetter."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import typst

from course.documents.fonts import FIRST, font_folders

_TEMPLATE = Path(__file__).with_name("book.typ")


def typeset_book(data: str, *, made_at: str) -> bytes:
    """Set these data, JSON, as a tagged PDF for archives and for screen readers.

    PDF/A also makes a missing glyph an error, where a plain PDF would show a box.
    """
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders(FIRST)),
    )
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)
    document = compiler.compile(
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["a-3a", "ua-1"],
        timestamp=int(datetime.fromisoformat(made_at).timestamp()),
    )
    if not isinstance(document, bytes):
        raise TypeError("The book came out as loose pages, not as one file.")
    return _packed(document)


def _packed(document: bytes) -> bytes:
    """The same document in a third of the bytes.

    The typesetter writes each tag of a paragraph or a cell by itself, uncompressed; PDF
    lets thousands of them share a compressed stream.
    """
    target = BytesIO()
    with pikepdf.open(BytesIO(document)) as opened:
        opened.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
        )
    return target.getvalue()
