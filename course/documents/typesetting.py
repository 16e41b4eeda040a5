"""Setting a template as a PDF."""

from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from course.documents.fonts import FIRST, Typeface, font_folders

if TYPE_CHECKING:
    import typst

# A compiler refuses a second caller while it works; those who come wait here.
_one_at_a_time: Final = Lock()


def typeset(
    template: Path,
    data: str,
    *,
    made_at: datetime,
    typefaces: tuple[Typeface, ...] = FIRST,
) -> bytes:
    """Set the template with these data, JSON, as a PDF made at that instant.

    PDF/A-3a is for archives and PDF/UA-1 for assistive technology. The first also makes
    a missing glyph an error, where a plain PDF would show an empty box.
    """
    with _one_at_a_time:
        document = _compiler(template, typefaces).compile(
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["a-3a", "ua-1"],
            timestamp=int(made_at.timestamp()),
        )
    if not isinstance(document, bytes):
        raise TypeError("The document came out as loose pages, not as one file.")
    return document


def typeset_picture(
    template: Path, data: str, *, typefaces: tuple[Typeface, ...] = FIRST
) -> bytes:
    """Set a template of one page with these data as a PNG."""
    with _one_at_a_time:
        picture = _compiler(template, typefaces).compile(
            format="png", ppi=200, sys_inputs={"data": data}
        )
    if not isinstance(picture, bytes):
        raise TypeError("The picture came out as several pages.")
    return picture


@cache
def _compiler(template: Path, typefaces: tuple[Typeface, ...]) -> "typst.Compiler":
    # Loaded by the first document, so that starting the server does not wait for it.
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders(typefaces)),
    )
    return typst.Compiler(template, root=template.parent, font_paths=fonts)
