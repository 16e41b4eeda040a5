"""Drawing a certificate from the claims that were frozen when it was awarded."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from course.documents.errors import NoTemplate, UnprintableText
from course.documents.glyphs import missing_glyphs
from course.documents.typesetting import typeset
from course.documents.words import long_date, runs_right_to_left, texts_in, wording

# What a new award is drawn by. A template that awards were given by is never edited:
# a new look is a new folder beside it, so that an award is drawn the same for ever.
TEMPLATE: Final = "template_2"

_TEMPLATES: Final = {
    path.name: path for path in Path(__file__).resolve().parent.glob("template_*")
}

# Twelve characters tell two editions of one course apart, and can be read aloud.
_DIGEST_SHOWN: Final = 12


def render_certificate(claims: Mapping[str, object]) -> bytes:
    """Draw the certificate as a PDF of two pages, or of three where much was studied.

    The same claims give the same bytes, whoever asks and however often: the only time
    in the file is that of the award.
    """
    unprintable = missing_glyphs("".join(texts_in(claims)))
    if unprintable:
        raise UnprintableText(unprintable)

    template = _template(str(claims["template"]))
    data = json.dumps(_data_of(claims, template), ensure_ascii=False, sort_keys=True)
    made_at = datetime.fromisoformat(str(claims["awarded_at"]))
    return typeset(template / "certificate.typ", data, made_at=made_at)


def _template(name: str) -> Path:
    if name not in _TEMPLATES:
        raise NoTemplate(name)
    return _TEMPLATES[name]


def _data_of(claims: Mapping[str, Any], template: Path) -> dict[str, object]:
    """What the template reads: the claims, and what is worked out from them."""
    language = claims["language"]
    words = wording(template, language)
    hours = [claims["hours"], *(module["hours"] for module in claims["modules"])]
    achieved = words["achieved"]
    return {
        "claims": dict(claims),
        "words": words,
        "achieved": achieved.get(claims["kind"], achieved["other"]),
        "awarded_on": long_date(claims["awarded_on"], words["date"], language),
        "hours": {str(count): _hours(count, words, language) for count in hours},
        "quizzes": [quiz["title"] for quiz in claims["result"].get("quizzes", ())],
        "edition": claims["edition"].removeprefix("sha256:")[:_DIGEST_SHOWN],
        "right_to_left": runs_right_to_left(claims["holder_name"]),
        "qr": _qr_code(claims["verify_url"]),
    }


def _hours(count: int, words: Mapping[str, Any], language: str) -> str:
    from babel import Locale

    forms: Mapping[str, str] = words["hours"]
    form = Locale.parse(language).plural_form(count)
    return forms.get(form, forms["other"]).format(count=count)


def _qr_code(address: str) -> str:
    import segno

    drawing = BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", xmldecl=False)
    return drawing.getvalue().decode("utf-8")
