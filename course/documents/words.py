"""What every kind of document needs: its fixed words, its dates, its directions."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from course.documents.errors import NoWording

# Twelve characters tell two editions of one course apart.
_DIGEST_SHOWN: Final = 12


@cache
def wording(template: Path, language: str) -> dict[str, Any]:
    """The fixed words of a template in a language, or ``NoWording``."""
    written = {path.stem: path for path in (template / "wording").glob("*.toml")}
    if language not in written:
        raise NoWording(language)
    return tomllib.loads(written[language].read_text(encoding="utf-8"))


def long_date(day: str, pattern: str, language: str) -> str:
    """A day, written as YYYY-MM-DD, by a CLDR pattern."""
    from babel.dates import format_date

    written: str = format_date(date.fromisoformat(day), pattern, locale=language)
    return written


def counted_hours(
    claims: Mapping[str, Any], words: Mapping[str, Any]
) -> dict[str, str]:
    """Every number of hours in the claims as words, in the plural forms of CLDR."""
    from babel import Locale

    forms: Mapping[str, str] = words["hours"]
    plural = Locale.parse(claims["language"]).plural_form
    parts = (*claims["modules"], *claims.get("courses", ()))
    counts = [claims["hours"], *(each["hours"] for each in parts)]
    return {
        str(count): forms.get(plural(count), forms["other"]).format(count=count)
        for count in counts
    }


def edition_shown(claims: Mapping[str, Any]) -> str:
    """As much of the edition's fingerprint as can be read aloud."""
    edition: str = claims["edition"]
    return edition.removeprefix("sha256:")[:_DIGEST_SHOWN]


def language_runs_right_to_left(language: str) -> bool:
    """Whether a language is written leftwards."""
    from babel import Locale

    return bool(Locale.parse(language).text_direction == "rtl")


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction of its own runs leftwards."""
    directions = (unicodedata.bidirectional(character) for character in text)
    first = next((found for found in directions if found in {"L", "R", "AL"}), "L")
    return first != "L"


def texts_in(value: object) -> Iterator[str]:
    """Every piece of text in what a document is drawn from, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_in(part)
