"""The countries of the world, their regions, and the groups they are in on a day. Pure.

``countries.csv`` holds every country or area that somebody can say they work in: its
two letters (ISO 3166), its number, region and names as the M49 standard of the United
Nations Statistics Division has them, by way of the ``country-codes`` data of
github.com/datasets (Public Domain Dedication and License 1.0). A subregion is the
smallest that M49 names: Eastern Africa, and not Sub-Saharan Africa. Kosovo has two
letters by custom alone, and no number; Antarctica lies in no region.

``country_memberships.csv`` says which country a list named from which day to which, and
who says so: least developed countries, landlocked developing countries and small island
developing States as the United Nations name them, and what the World Bank calls fragile
and conflict-affected situations in its year from July to June. ``developing`` is no
list: M49 says no longer which regions are, and by its common practice all are but
Europe, Northern America, Australia and New Zealand, and Japan. A new group is rows in
that file, and its name in ``GROUPS``.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

DEVELOPING: Final = "developing"
LDC: Final = "ldc"
LLDC: Final = "lldc"
SIDS: Final = "sids"
FRAGILE: Final = "fragile"
GROUPS: Final = (DEVELOPING, LDC, LLDC, SIDS, FRAGILE)

_COUNTRIES: Final = Path(__file__).with_name("countries.csv")
_MEMBERSHIPS: Final = Path(__file__).with_name("country_memberships.csv")
_LANGUAGES: Final = ("en", "fr", "es", "ar", "ru", "zh")


class ListUnknown(LookupError):
    """Nobody knows whom the list of a group named on this day: see ``known_since``."""

    def __init__(self, group: str, on: date) -> None:
        super().__init__(
            f"The list of {group} is known since {known_since(group)}, and not on {on}."
        )
        self.group = group
        self.on = on


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area. Its number has three digits, its names are by language."""

    code: str
    number: str | None
    region: str | None
    subregion: str | None
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Membership:
    """That a list named a country from one day on, until another day no longer.

    ``since`` is the first day on which that is known, or the day it was added; the
    first of all days where it is no matter of a list. On ``until`` it is not named.
    """

    country: str
    group: str
    since: date
    until: date | None
    source: str

    def holds(self, on: date) -> bool:
        """Whether the list names the country on this day."""
        return self.since <= on and (self.until is None or on < self.until)


def all_countries() -> tuple[Country, ...]:
    """Every country, by its two letters."""
    return tuple(_countries().values())


def country(code: str | None) -> Country | None:
    """The country of these letters; nothing where they are nobody's, or not given."""
    return _countries().get(code or "")


def region_of(code: str | None) -> str | None:
    """The region of a country; nothing where it has none or nobody said which."""
    found = country(code)
    return found.region if found else None


@cache
def memberships() -> tuple[Membership, ...]:
    """Every membership that is known, by group and country."""
    return tuple(
        Membership(
            country=row["country"],
            group=row["group"],
            since=_day(row["since"]) or date.min,
            until=_day(row["until"]),
            source=row["source"],
        )
        for row in _rows(_MEMBERSHIPS)
    )


@cache
def known_since(group: str) -> date:
    """The first day on which all that a list names are known; ``KeyError`` if none."""
    days = [each.since for each in memberships() if each.group == group]
    if not days:
        raise KeyError(group)
    return min(days)


# Anybody may ask for any day, so not all of them are kept.
@lru_cache(maxsize=64)
def members_of(group: str, on: date) -> frozenset[str]:
    """The countries that the list of a group names on a day.

    Raises ``ListUnknown`` for a day before the first that is known: whom nobody counts
    there would look like countries that are in no group.
    """
    if on < known_since(group):
        raise ListUnknown(group, on)
    return frozenset(
        each.country for each in memberships() if each.group == group and each.holds(on)
    )


def groups_of(code: str | None, on: date) -> frozenset[str]:
    """The groups that a country is in on a day; none where nobody said which country.

    Raises ``ListUnknown`` where one of the lists is not known on that day.
    """
    return frozenset(group for group in GROUPS if code in members_of(group, on))


@cache
def _countries() -> Mapping[str, Country]:
    return MappingProxyType(
        {
            row["code"]: Country(
                code=row["code"],
                number=row["number"] or None,
                region=row["region"] or None,
                subregion=row["subregion"] or None,
                names=MappingProxyType({each: row[each] for each in _LANGUAGES}),
            )
            for row in _rows(_COUNTRIES)
        }
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    # This reader takes every cell as text. Others read NA, Namibia, as nothing.
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
