"""What the edge adds to reading lists: files as they were sent, and countries."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from course.roster_columns import folded
from learner_api.labels import country_names

# The languages that lists come in.
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
# As large as a list may be, in base64 and with what is sent beside it.
MOST_SENT = 8_000_000
# What people write, and no list of countries has.
_ALSO = {
    "Great Britain": "GB",
    "UK": "GB",
    "USA": "US",
    "Ivory Coast": "CI",
    "DRC": "CD",
    "Russia": "RU",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Swaziland": "SZ",
}


@cache
def country_codes() -> Mapping[str, str]:
    """The code of every country, by its code and its name in each language, folded."""
    codes = country_names().keys()
    found = {folded(words): code for words, code in _ALSO.items()}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        found |= {
            folded(territories[code]): code for code in codes if code in territories
        }
    return found | {folded(code): code for code in codes}
