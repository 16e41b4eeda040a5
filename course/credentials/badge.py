"""The badge of an award, drawn from its claims: a picture that names nobody.

It is set by the typesetter of the certificates, with the same fonts, so every script is
shaped rightly and the letters are outlines: the picture needs no font where it is seen.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from course.documents.fonts import EVERY, font_folders
from course.documents.words import language_runs_right_to_left

Kind = Literal["png", "svg"]
# All that a badge says: a whole class has one face.
FACE = ("kind_title", "course_title", "issuer_name", "awarded_on", "language")

_TEMPLATE = Path(__file__).resolve().parent / "badge.typ"
# Six hundred pixels a side.
_DOTS_PER_INCH = 144.0


def draw_badge(claims: Mapping[str, Any], kind: Kind) -> bytes:
    """The badge as a picture. The same claims give the same bytes."""
    # Loaded by the first picture: it is large.
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=list(font_folders(EVERY)),
    )
    compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)
    drawn = compiler.compile(
        format=kind,
        ppi=_DOTS_PER_INCH if kind == "png" else None,
        sys_inputs={"data": json.dumps(_data(claims), ensure_ascii=False)},
    )
    if not isinstance(drawn, bytes):
        raise TypeError("The badge came out as loose pages, not as one picture.")
    return drawn if kind == "png" else _described(drawn, claims)


def face_of(claims: Mapping[str, Any]) -> dict[str, str]:
    """What a badge says, of all the claims of an award. Of the day it says the year."""
    return {part: claims[part] for part in FACE} | {
        "awarded_on": claims["awarded_on"][:4]
    }


def _data(claims: Mapping[str, Any]) -> dict[str, Any]:
    language = claims["language"]
    return {
        "kind_title": claims["kind_title"],
        "course_title": claims["course_title"],
        "issuer_name": claims["issuer_name"],
        "year": claims["awarded_on"][:4],
        "language": language,
        "right_to_left": language_runs_right_to_left(language),
    }


def _described(svg: bytes, claims: Mapping[str, Any]) -> bytes:
    """The drawing with its words, which are outlines there, for those who hear them."""
    parts = ("kind_title", "course_title", "issuer_name")
    words = [*(claims[part] for part in parts), claims["awarded_on"][:4]]
    opening, closing, rest = svg.decode().partition(">")
    title = f"<title>{escape(' – '.join(words))}</title>"
    return f'{opening} role="img"{closing}{title}{rest}'.encode()
