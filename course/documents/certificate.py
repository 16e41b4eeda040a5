"""Drawing a certificate from the claims that were frozen when it was awarded."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from course.documents import certificate_data, first_certificate_data
from course.documents.errors import NoTemplate, UnprintableText
from course.documents.fonts import EVERY, FIRST
from course.documents.glyphs import missing_glyphs
from course.documents.typesetting import typeset
from course.documents.words import texts_in

# What a new award is drawn by. A template that awards were given by is never edited:
# a new look is a new folder beside it, so that an award is drawn the same for ever.
TEMPLATE: Final = "template_3"

_TEMPLATES: Final = {
    path.name: path for path in Path(__file__).resolve().parent.glob("template_*")
}
_FIRST_TEMPLATES: Final = frozenset({"template_1", "template_2"})

NO_PICTURES: Final[Mapping[str, bytes]] = MappingProxyType({})


def render_certificate(
    claims: Mapping[str, object],
    *,
    payload: str | None = None,
    pictures: Mapping[str, bytes] = NO_PICTURES,
) -> bytes:
    """Draw the certificate as a PDF of two pages, or of three where much was studied.

    The same claims give the same bytes, whoever asks and however often: the only time
    in the file is that of the award. ``payload`` is what the code says behind the
    address, and ``pictures`` are the logos and signatures that the claims name, by
    their SHA-256. The first templates draw neither.
    """
    name = str(claims["template"])
    is_first = name in _FIRST_TEMPLATES
    typefaces = FIRST if is_first else EVERY
    unprintable = missing_glyphs("".join(texts_in(claims)), typefaces)
    if unprintable:
        raise UnprintableText(unprintable)

    template = _template(name)
    data = (
        first_certificate_data.data_of(claims, template)
        if is_first
        else certificate_data.data_of(claims, template, payload, pictures)
    )
    return typeset(
        template / "certificate.typ",
        json.dumps(data, ensure_ascii=False, sort_keys=True),
        made_at=datetime.fromisoformat(str(claims["awarded_at"])),
        typefaces=typefaces,
    )


def _template(name: str) -> Path:
    if name not in _TEMPLATES:
        raise NoTemplate(name)
    return _TEMPLATES[name]
