"""What the first two templates of certificates read."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from course.documents.words import (
    counted_hours,
    edition_shown,
    long_date,
    runs_right_to_left,
    wording,
)


def data_of(claims: Mapping[str, Any], template: Path) -> dict[str, object]:
    """The claims, and what is worked out from them."""
    language = claims["language"]
    words = wording(template, language)
    achieved = words["achieved"]
    return {
        "claims": dict(claims),
        "words": words,
        "achieved": achieved.get(claims["kind"], achieved["other"]),
        "awarded_on": long_date(claims["awarded_on"], words["date"], language),
        "hours": counted_hours(claims, words),
        "quizzes": [quiz["title"] for quiz in claims["result"].get("quizzes", ())],
        "edition": edition_shown(claims),
        "right_to_left": runs_right_to_left(claims["holder_name"]),
        "qr": _qr_code(claims["verify_url"]),
    }


def _qr_code(address: str) -> str:
    import segno

    drawing = BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", xmldecl=False)
    return drawing.getvalue().decode("utf-8")
