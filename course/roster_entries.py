"""What each row of a list says, once it is known which column is which."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from course.accounts import normalised_email
from course.models.user import AGE_BANDS
from course.roster_columns import EMAIL, LONGEST_EMAIL, Columns, folded
from course.roster_tables import RosterTable, TableRow

LONGEST_NAME = 200
# Whoever a list says is younger or older was written down wrongly.
AGES = range(14, 111)

_BANDS_BEGIN = (25, 35, 45, 55, 65)
_VALUES = Path(__file__).with_name("roster_values.toml")
_NAMED = re.compile(r"(?P<name>[^<]*)<(?P<email>[^>]*)>[\s,;]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: who it names, and where it wants them.

    ``cohort`` is what the row says of it, or nothing. ``profile`` is what it tells of
    somebody new; ``unread`` are the fields of it that could not be understood.
    """

    number: int
    email: str
    name: str = ""
    cohort: str = ""
    profile: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def is_addressed(self) -> bool:
        return bool(EMAIL.fullmatch(self.email)) and len(self.email) <= LONGEST_EMAIL


def read_entries(
    table: RosterTable, columns: Columns, countries: Mapping[str, str]
) -> tuple[Entry, ...]:
    """The rows below the heading. ``countries`` gives the code of a folded name."""
    return tuple(
        _entry(row, columns, countries)
        for row in table.rows
        if row.number > columns.heading
    )


def _entry(row: TableRow, columns: Columns, countries: Mapping[str, str]) -> Entry:
    said = {
        field: row.cells[at] if at < len(row.cells) else ""
        for field, at in columns.places.items()
    }
    email, name = said.get("email", ""), said.get("name", "")
    if len(row.cells) == 1 and not email:
        # A line of its own kind among columns.
        email = row.cells[0]
    named = _NAMED.fullmatch(email)
    if named:
        email, name = named["email"], name or named["name"].strip().strip('"')
    if not name:
        parts = (said.get("given_name", ""), said.get("family_name", ""))
        name = " ".join(part for part in parts if part)
    profile, unread = _profile(said, countries)
    return Entry(
        number=row.number,
        email=normalised_email(email),
        name=" ".join(name.split())[:LONGEST_NAME],
        cohort=said.get("cohort", ""),
        profile=profile,
        unread=unread,
    )


def _profile(
    said: Mapping[str, str], countries: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    profile: dict[str, str] = {}
    unread = []
    if said.get("organisation"):
        profile["organisation"] = said["organisation"][:LONGEST_NAME]
    known = {"country": countries, **known_values()}
    for name in ("country", "gender", "age_band", "affiliation"):
        words = said.get(name, "")
        value = known[name].get(folded(words)) if words else None
        if name == "age_band":
            value = _band_of_years(words) or value
        if value is not None:
            profile[name] = value
        elif words:
            unread.append(name)
    return profile, tuple(unread)


def _band_of_years(words: str) -> str | None:
    """The age band of years such as 42, or 65+; nothing for other words."""
    years = "65" if words == "65+" else words
    if not re.fullmatch("[0-9]{1,3}", years) or int(years) not in AGES:
        return None
    return AGE_BANDS[bisect_right(_BANDS_BEGIN, int(years))]


@cache
def known_values() -> Mapping[str, Mapping[str, str]]:
    """For each field of short values the value of every folded word."""
    said = tomllib.loads(_VALUES.read_text(encoding="utf-8"))
    return {
        name: {folded(word): value for value, words in values.items() for word in words}
        for name, values in said.items()
    }
