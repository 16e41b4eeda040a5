"""What a person reads for the short values that the record keeps."""

from functools import cache

from babel import Locale

from course.errors import sentence
from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS, ROLES
from learner_api.translation import DEFAULT
from learner_api.translation import gettext as _

# Two letters that are no country: groups of countries, tests and postal exceptions.
_NO_COUNTRIES = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)

_ROLES = {
    "learner": sentence("Learner"),
    "trainer": sentence("Trainer"),
    "administrator": sentence("Administrator"),
}
_GENDERS = {
    "female": sentence("Woman"),
    "male": sentence("Man"),
    "other": sentence("Another"),
    "undisclosed": sentence("I prefer not to say"),
}
_AFFILIATIONS = {
    "government": sentence("National government"),
    "local-authority": sentence("Local or regional authority"),
    "united-nations": sentence("United Nations"),
    "other-international": sentence("Another international organisation"),
    "non-governmental": sentence("Non-governmental organisation"),
    "academia": sentence("University or research"),
    "private-sector": sentence("Private sector"),
    "other": sentence("Other"),
}
_AGE_BANDS = {
    "under-25": sentence("Under 25"),
    "25-34": sentence("25 to 34"),
    "35-44": sentence("35 to 44"),
    "45-54": sentence("45 to 54"),
    "55-64": sentence("55 to 64"),
    "65-and-over": sentence("65 and over"),
    "undisclosed": sentence("I prefer not to say"),
}

_SOURCE_KINDS = {
    "official": sentence("Official"),
    "secondary": sentence("Secondary"),
}
_SEARCH_KINDS = {
    "lesson": sentence("Lesson"),
    "module": sentence("Module"),
    "term": sentence("Term"),
    "source": sentence("Source"),
}


@cache
def country_names() -> dict[str, str]:
    """Every country's code and name, by name."""
    territories: dict[str, str] = dict(Locale.parse(DEFAULT).territories)
    named = {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
    return dict(sorted(named.items(), key=lambda each: each[1]))


def country_name(code: str | None) -> str:
    """A country in words; nothing where none was given."""
    return country_names().get(code or "", code or "")


def role_names() -> dict[str, str]:
    """The roles in words."""
    return {role: _(_ROLES[role]) for role in ROLES}


def gender_names() -> dict[str, str]:
    """The genders in words."""
    return {gender: _(_GENDERS[gender]) for gender in GENDERS}


def affiliation_names() -> dict[str, str]:
    """The affiliations in words."""
    return {each: _(_AFFILIATIONS[each]) for each in AFFILIATIONS}


def age_band_names() -> dict[str, str]:
    """The age bands in words, in years."""
    return {each: _(_AGE_BANDS[each]) for each in AGE_BANDS}


def source_kind_names() -> dict[str, str]:
    """The kinds of source in words."""
    return {kind: _(words) for kind, words in _SOURCE_KINDS.items()}


def search_kind_names() -> dict[str, str]:
    """The kinds of what a search finds in words."""
    return {kind: _(words) for kind, words in _SEARCH_KINDS.items()}


def options(names: dict[str, str]) -> list[dict[str, str]]:
    """Values and their words as the form components draw them."""
    return [{"value": value, "label": label} for value, label in names.items()]
