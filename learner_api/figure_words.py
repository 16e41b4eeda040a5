"""What people read for the short values of the figures: breakdowns, groups, filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from babel import Locale

from course.countries import DEVELOPING
from course.errors import sentence
from course.figures.by_country import DEVELOPED, LISTED, NONE_OF_THESE
from course.figures.query import BREAKDOWNS, NONE, StatisticsQuery
from learner_api.country_words import group_names, region_names, subregion_names
from learner_api.labels import (
    affiliation_names,
    age_band_names,
    country_names,
    gender_names,
)
from learner_api.staff_labels import mode_name
from learner_api.translation import DEFAULT, long_date, long_month
from learner_api.translation import gettext as _

_BREAKDOWNS: Final[Mapping[str, str]] = {
    "month": sentence("Month of enrolling"),
    "cohort": sentence("Cohort"),
    "mode": sentence("Way of learning"),
    "language": sentence("Language"),
    "edition": sentence("Edition of the course"),
    "country": sentence("Country"),
    "region": sentence("Region"),
    "subregion": sentence("Subregion"),
    "development": sentence("Development"),
    "country-group": sentence("Group of countries"),
    "affiliation": sentence("Affiliation"),
    "organisation": sentence("Organisation"),
    "gender": sentence("Gender"),
    "age-band": sentence("Age"),
}
_DEVELOPMENT: Final[Mapping[str, str]] = {
    DEVELOPING: sentence("Developing countries"),
    DEVELOPED: sentence("Developed countries"),
}
_DETAILS: Final[Mapping[str, str]] = {
    "exact": sentence("Exact, for those who work here"),
    "protected": sentence("For publication, without small numbers"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the record calls its own: cohorts by their keys, editions by theirs."""

    cohorts: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, str] = field(default_factory=dict)


def breakdown_names() -> dict[str, str]:
    """What figures can be counted by."""
    return {each: _(_BREAKDOWNS[each]) for each in BREAKDOWNS}


def development_names() -> dict[str, str]:
    """Whether a country is developing, in words."""
    return {each: _(words) for each, words in _DEVELOPMENT.items()}


def country_group_names() -> dict[str, str]:
    """The groups of countries, in words."""
    named = group_names()
    return {
        **{each: named[each] for each in LISTED},
        NONE_OF_THESE: _("None of these groups"),
    }


def detail_names() -> dict[str, str]:
    """How exactly numbers are told, in words."""
    return {each: _(words) for each, words in _DETAILS.items()}


def group_words(breakdown: str, key: str | None, names: Names) -> str:
    """One group of a breakdown in words."""
    if key is None or key == NONE:
        return _("No cohort") if breakdown == "cohort" else _("Not given")
    if breakdown == "month":
        return long_month(key)
    if breakdown == "mode":
        return mode_name(key)
    if breakdown == "language":
        return str(Locale.parse(DEFAULT).languages.get(key, key))
    if key == "undisclosed":
        return _("Prefers not to say")
    listed: Mapping[str, Callable[[], Mapping[str, str]]] = {
        "cohort": lambda: names.cohorts,
        "edition": lambda: names.editions,
        "country": country_names,
        "region": region_names,
        "subregion": subregion_names,
        "development": development_names,
        "country-group": country_group_names,
        "affiliation": affiliation_names,
        "gender": gender_names,
        "age-band": age_band_names,
    }
    return listed[breakdown]().get(key, key) if breakdown in listed else key


def filters_in_words(query: StatisticsQuery, names: Names, cohort: str) -> list[str]:
    """Whom alone the question speaks of: one line for each filter."""
    told = []
    if query.cohort:
        told.append((_BREAKDOWNS["cohort"], cohort))
    if query.edition:
        edition = names.editions.get(query.edition, query.edition)
        told.append((_BREAKDOWNS["edition"], edition))
    told += [
        (_BREAKDOWNS[name], group_words(name, value, names))
        for name, value in query.where
    ]
    lines = [
        _("%(what)s: %(which)s", what=_(what), which=which) for what, which in told
    ]
    if query.enrolled_since:
        day = long_date(query.enrolled_since)
        lines.append(_("Enrolled on %(day)s or later", day=day))
    if query.enrolled_until:
        day = long_date(query.enrolled_until)
        lines.append(_("Enrolled on %(day)s or earlier", day=day))
    return lines
