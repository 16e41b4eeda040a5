"""The languages of letters by name: in their own words, and in English."""

from babel import Locale

from course.languages import LANGUAGES


def language_choices() -> list[dict[str, str]]:
    """The languages to choose from, so that everybody finds their own."""
    return [{"value": each, "label": _named(each)} for each in LANGUAGES]


def _named(language: str) -> str:
    locale = Locale.parse(language)
    own, english = locale.display_name or language, locale.english_name or language
    return own if own == english else f"{own} ({english})"
