"""Which column of a list is which: by its heading, by what stands in it, or as told."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from course.roster_tables import RosterTable, TableRow

FIELDS = (
    "email",
    "name",
    "given_name",
    "family_name",
    "organisation",
    "country",
    "gender",
    "age_band",
    "affiliation",
    "cohort",
)
EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")
LONGEST_EMAIL = 254

_HEADINGS = Path(__file__).with_name("roster_headings.toml")
# Titles and empty lines may stand above the heading.
_LOOKED_AT = 25
_BRACKETED = re.compile(r"[(\[（].*?[)\]）]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, counted from 0, and the row of the heading, or 0."""

    places: Mapping[str, int]
    heading: int = 0

    def to_data(self) -> dict[str, Any]:
        return {"heading": self.heading, "places": dict(self.places)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Columns":
        return cls(data["places"], data["heading"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What the headings say, and whether that is enough to go on without asking."""

    columns: Columns
    titles: tuple[str, ...]
    is_sure: bool


def read_columns(table: RosterTable) -> Reading:
    """Which column is which, as far as the list itself tells.

    The heading is the row that names most fields, the addresses among them. Without
    one, a list of addresses, or of addresses and names, explains itself.
    """
    first = table.rows[:_LOOKED_AT]
    named = [(row, _named(row)) for row in first]
    row, places = max(named, key=lambda each: len(each[1]), default=(None, {}))
    width = table.width
    if row is not None and "email" in places:
        return Reading(Columns(places, row.number), _titles(row.cells, width), True)
    at = _column_of_addresses(table)
    begins = next((row for row in first if _addresses_in(row)), None)
    heading = next(
        (row for row in reversed(first) if begins and row.number < begins.number), None
    )
    guessed = {} if at is None else {"email": at}
    if heading is not None:
        guessed = {**_named(heading), **guessed}
    elif at is not None and width == 2:
        guessed["name"] = 1 - at
    is_sure = at is not None and heading is None and width <= 2
    if at is None and width == 1:
        # Nothing but lines, and no address: every row will be named as invalid.
        guessed, is_sure = {"email": 0}, True
    titles = _titles(heading.cells if heading else (), width)
    return Reading(Columns(guessed, heading.number if heading else 0), titles, is_sure)


def folded(words: str) -> str:
    """Words without what does not count: capitals, accents, spaces and signs."""
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(each for each in plain if each.isalnum())


@cache
def known_headings() -> Mapping[str, str]:
    """The field of every heading that is known, by its folded words."""
    said = tomllib.loads(_HEADINGS.read_text(encoding="utf-8"))
    found = {field: field for field in FIELDS}
    for field, languages in said.items():
        for words in languages.values():
            found |= {folded(each): field for each in words}
    return {folded(words): field for words, field in found.items()}


def _named(row: TableRow) -> dict[str, int]:
    """The fields that the cells of a row name, the first of each."""
    places: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        field = _field_of(cell)
        if field is not None:
            places.setdefault(field, at)
    if "name" in places and "given_name" in places:
        # A full name says more than its parts.
        places.pop("given_name")
        places.pop("family_name", None)
    if "family_name" in places and not {"name", "given_name"} & places.keys():
        # “Nom” alone is the name.
        places["name"] = places.pop("family_name")
    if "given_name" in places and not {"name", "family_name"} & places.keys():
        places["name"] = places.pop("given_name")
    return places


def _field_of(cell: str) -> str | None:
    tries = (cell, _BRACKETED.sub("", cell), *re.split(r"[/|–\n]| - ", cell))
    found = (known_headings().get(folded(each)) for each in tries)
    return next((field for field in found if field is not None), None)


def _column_of_addresses(table: RosterTable) -> int | None:
    counts = [0] * table.width
    for row in table.rows:
        for at in _addresses_in(row):
            counts[at] += 1
    most = max(counts, default=0)
    return counts.index(most) if most else None


def _addresses_in(row: TableRow) -> list[int]:
    return [at for at, cell in enumerate(row.cells) if "@" in cell]


def _titles(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(cells[at] if at < len(cells) else "" for at in range(width))
