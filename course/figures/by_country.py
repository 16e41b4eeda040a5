"""What is counted by country and told by region, development or group of countries.

Somebody works in one country at a time. So people of several countries add up, and the
database need not know any list of countries.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, TypeAlias

from course.countries import (
    DEVELOPING,
    FRAGILE,
    LDC,
    LLDC,
    SIDS,
    ListUnknown,
    all_countries,
    country,
    groups_of,
    known_since,
)
from course.errors import sentence
from course.figures.faults import ImpossibleFilter

Keys: TypeAlias = tuple[str | None, ...]

DEVELOPED: Final = "developed"
NONE_OF_THESE: Final = "none-of-these"
LISTED: Final = (LDC, LLDC, SIDS, FRAGILE)
NOT_KNOWN: Final[Keys] = (None,)


def keys_of_country(name: str, code: str | None, on: date) -> Keys:
    """The groups by one breakdown that a country is in on a day; one, but of lists.

    Raises ``ImpossibleFilter`` where a list is not known on that day.
    """
    try:
        return _KEYS[name](code, on)
    except ListUnknown as unknown:
        raise ImpossibleFilter(
            name,
            sentence(
                "The list '%(group)s' is known since %(since)s, and not on %(on)s."
            ),
            group=unknown.group,
            since=known_since(unknown.group),
            on=unknown.on,
        ) from unknown


def countries_within(name: str, group: str | None, on: date) -> frozenset[str]:
    """The countries that are in a group; of no group, those that are in none."""
    return frozenset(
        each.code
        for each in all_countries()
        if group in keys_of_country(name, each.code, on)
    )


def groups_by_country(name: str) -> tuple[str, ...]:
    """Every group that such a breakdown has."""
    return _GROUPS[name]()


def _country(code: str | None, _on: date) -> Keys:
    return (code,)


def _region(code: str | None, _on: date) -> Keys:
    found = country(code)
    return (found.region,) if found else NOT_KNOWN


def _subregion(code: str | None, _on: date) -> Keys:
    found = country(code)
    return (found.subregion,) if found else NOT_KNOWN


def _development(code: str | None, on: date) -> Keys:
    found = country(code)
    if found is None or found.region is None:
        return NOT_KNOWN
    return (DEVELOPING if DEVELOPING in groups_of(code, on) else DEVELOPED,)


def _country_group(code: str | None, on: date) -> Keys:
    if country(code) is None:
        return NOT_KNOWN
    groups = groups_of(code, on)
    return tuple(each for each in LISTED if each in groups) or (NONE_OF_THESE,)


_KEYS: Final[Mapping[str, Callable[[str | None, date], Keys]]] = {
    "country": _country,
    "region": _region,
    "subregion": _subregion,
    "development": _development,
    "country-group": _country_group,
}
BY_COUNTRY: Final = tuple(_KEYS)

_GROUPS: Final[Mapping[str, Callable[[], tuple[str, ...]]]] = {
    "country": lambda: tuple(each.code for each in all_countries()),
    "region": lambda: _named(each.region for each in all_countries()),
    "subregion": lambda: _named(each.subregion for each in all_countries()),
    "development": lambda: (DEVELOPING, DEVELOPED),
    "country-group": lambda: (*LISTED, NONE_OF_THESE),
}


def _named(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({each for each in names if each is not None}))
