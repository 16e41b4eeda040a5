"""Every sentence a person reads goes through here, from the first day.

The words are in English in the code; catalogues of other languages stand beside it in
``translations/<language>/LC_MESSAGES/messages.po`` once there are any.
"""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations
from flask import Flask

from course.errors import CourseError

FOLDER = Path(__file__).parent / "translations"
DEFAULT = "en"
_ENOUGH = 200


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English needs none."""
    return Translations.load(str(FOLDER), [language])


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with its values put in."""
    translated: str = translations(DEFAULT).ugettext(message)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The message for this many things, with its values put in."""
    return choose_form(one, many, count) % {"num": count, **values}


def choose_form(one: str, many: str, count: int) -> str:
    """The message for this many things; templates put its values in themselves."""
    translated: str = translations(DEFAULT).ungettext(one, many, count)
    return translated


def every_form(one: str, many: str, **values: object) -> dict[str, str]:
    """The message for each kind of number that the language tells apart.

    The kinds have the names of the Unicode CLDR, by which a script chooses; it puts
    the number in as well.
    """
    kind_of = Locale.parse(DEFAULT).plural_form
    # The kinds that matter all show among the smallest numbers.
    samples = {"other": _ENOUGH}
    samples |= {kind_of(count): count for count in range(_ENOUGH, -1, -1)}
    return {
        kind: choose_form(one, many, count) % {"num": "{num}", **values}
        for kind, count in samples.items()
    }


def said(error: CourseError) -> str:
    """What a refusal says, in the reader's language, its days written out."""
    values = {name: _written(value) for name, value in error.data.items()}
    return gettext(error.template, **values)


def _written(value: object) -> object:
    """Days and moments as people read them, anything else as it is."""
    if isinstance(value, datetime):
        return long_moment(value)
    return long_date(value) if isinstance(value, date) else value


def long_moment(moment: datetime) -> str:
    """A moment in the reader's manner: 30 November 2026, 14:05 UTC."""
    written: str = format_datetime(moment, "d MMMM y, HH:mm 'UTC'", locale=DEFAULT)
    return written


def long_date(day: date) -> str:
    """A day in the reader's manner: 30 November 2026."""
    written: str = format_date(day, "d MMMM y", locale=DEFAULT)
    return written


def install_translation(app: Flask) -> None:
    """Let templates translate, and write dates in the reader's manner."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # put there by the extension
        gettext, choose_form, newstyle=True
    )
    locale = Locale.parse(DEFAULT)
    app.jinja_env.filters["long_date"] = long_date
    app.jinja_env.filters["moment"] = long_moment
    app.jinja_env.globals.update(
        language=DEFAULT,
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
    )
