"""Every sentence a person reads goes through here, from the first day.

The words are in English in the code; catalogues of other languages stand beside it in
``translations/<language>/LC_MESSAGES/messages.po``. Pages are in English. Letters are
written in the language of their reader: see ``written_in`` and ``worded``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, wraps
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, TypeVar

from babel import Locale
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask

from course.errors import CourseError
from learner_api.showing import showable

FOLDER = Path(__file__).parent / "translations"
DEFAULT = "en"
_ENOUGH = 200


_language: ContextVar[str] = ContextVar("language", default=DEFAULT)
_P = ParamSpec("_P")
_Said = TypeVar("_Said")


@contextmanager
def written_in(language: str) -> Iterator[None]:
    """What is put into words meanwhile is in this language."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def language() -> str:
    """The language in which sentences are written now."""
    return _language.get()


def worded(letter: Callable[_P, _Said]) -> Callable[_P, Callable[[str], _Said]]:
    """The same letter, put into words only once the language of its reader is known."""

    @wraps(letter)
    def handed(*args: _P.args, **kwargs: _P.kwargs) -> Callable[[str], _Said]:
        def words(readers: str) -> _Said:
            with written_in(readers):
                return letter(*args, **kwargs)

        return words

    return handed


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, from the words as translators keep them.

    English needs none.
    """
    path = catalogue_file(language)
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as words:
        return compiled(read_po(words, locale=language))


def compiled(catalogue: Catalog) -> Translations:
    """The catalogue as it is looked up; no file of it is kept."""
    content = BytesIO()
    write_mo(content, catalogue)
    content.seek(0)
    return Translations(content)


def catalogue_file(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def gettext(message: str, **values: object) -> str:
    """The message in the reader's language, with its values put in."""
    translated: str = translations(language()).ugettext(message)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The message for this many things, with its values put in."""
    return choose_form(one, many, count) % {"num": count, **values}


def choose_form(one: str, many: str, count: int) -> str:
    """The message for this many things; templates put its values in themselves."""
    translated: str = translations(language()).ungettext(one, many, count)
    return translated


def every_form(one: str, many: str, **values: object) -> dict[str, str]:
    """The message for each kind of number that the language tells apart.

    The kinds have the names of the Unicode CLDR, by which a script chooses; it puts
    the number in as well.
    """
    kind_of = Locale.parse(language()).plural_form
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
    """Days and moments as people read them, texts without what no page may hold."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, datetime):
        return long_moment(value)
    return long_date(value) if isinstance(value, date) else value


def long_moment(moment: datetime) -> str:
    """A moment in the reader's manner: 30 November 2026, 14:05 UTC."""
    return f"{_with_clock(long_date(moment), moment)} UTC"


def long_date(day: date) -> str:
    """A day in the reader's manner: 30 November 2026."""
    manner = "d MMMM y" if language() == DEFAULT else "long"
    written: str = format_date(day, manner, locale=language())
    return written


def long_month(month: str) -> str:
    """A month such as 2026-11 in the reader's manner: November 2026."""
    day = date.fromisoformat(f"{month}-01")
    written: str = format_date(day, "LLLL y", locale=language())
    return written


def weekday_moment(moment: datetime) -> str:
    """A moment on its own clock, with the day of the week.

    Monday 30 November 2026, 14:05.
    """
    manner = "EEEE d MMMM y" if language() == DEFAULT else "full"
    day: str = format_date(moment, manner, locale=language())
    return _with_clock(day, moment)


def _with_clock(day: str, moment: datetime) -> str:
    """A day in words and the time beside it: 30 November 2026, 14:05."""
    manner = str(Locale.parse(language()).datetime_formats["medium"])
    return manner.format(f"{moment:%H:%M}", day)


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
