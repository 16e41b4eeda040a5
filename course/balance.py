"""The balance of a group of applicants: by gender, group of countries and ministry."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from course.countries import GROUPS, groups_of
from course.models.user import GENDERS

# In none of the groups.
OTHER = "other"


class Counted(Protocol):
    """What is counted of an applicant."""

    @property
    def country(self) -> str: ...
    @property
    def gender(self) -> str: ...
    @property
    def organisation(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Balance:
    """How many there are, and of which kinds.

    A country may be in several groups, so ``groups`` may add up to more than the
    ``total``; each person is counted once in each.
    """

    total: int
    genders: Mapping[str, int]
    groups: Mapping[str, int]
    organisations: Mapping[str, int]

    def share(self, count: int) -> int:
        """A count in whole per cent of all, rounded."""
        return round(count * 100 / self.total) if self.total else 0


def balance_of(people: Iterable[Counted], *, on: date) -> Balance:
    """The balance of these people, with the groups of countries as they are on a day.

    Ministries are told apart by their names.
    """
    everybody = tuple(people)
    genders = Counter(each.gender for each in everybody)
    groups = Counter(
        group for each in everybody for group in groups_of(each.country, on) or (OTHER,)
    )
    names = {_same(each.organisation): each.organisation for each in everybody}
    organisations = Counter(names[_same(each.organisation)] for each in everybody)
    return Balance(
        total=len(everybody),
        genders={gender: genders[gender] for gender in GENDERS},
        groups={group: groups[group] for group in (*GROUPS, OTHER)},
        organisations=dict(
            sorted(organisations.items(), key=lambda each: (-each[1], each[0]))
        ),
    )


def _same(organisation: str) -> str:
    """Names that differ in capitals and spaces alone are one ministry."""
    return " ".join(organisation.casefold().split())
