"""Where the multitude works: several hundred offices, and how people spell them.

The same ministry is in many countries, and not everybody writes its name alike.
"""

from collections.abc import Mapping
from functools import cache
from itertools import accumulate, product
from random import Random
from typing import Final

_GOVERNMENT = (
    "Ministry of {}",
    "Department of {}",
    "Directorate for {}",
    "National Council for {}",
    "National Institute of {}",
    "Permanent Secretariat for {}",
)
_CONCERNS = (
    "Planning",
    "Labour",
    "Finance",
    "Foreign Affairs",
    "the Interior",
    "Statistics",
    "Health",
    "Education",
    "Local Government",
    "Agriculture",
    "Social Protection",
    "Youth and Employment",
    "Gender Equality",
    "the Environment",
    "Nationals Abroad",
    "Trade and Industry",
    "Justice",
    "Housing and Cities",
)
_PLACES = (
    "Northern",
    "Southern",
    "Eastern",
    "Western",
    "Central",
    "Coastal",
    "Highland",
    "Lake",
    "River",
    "Island",
    "Border",
    "Capital",
)
_LOCAL = ("{} Province", "{} District Council", "{} Regional Planning Office")
_UNITED_NATIONS = (
    "Resident Coordinator's Office",
    "United Nations Country Team",
    "Regional Commission",
    "Peace and Development Team",
    "Inter-agency Migration Network",
)
_INTERNATIONAL = (
    "Regional Economic Community",
    "Development Bank, country office",
    "Union of States, secretariat",
    "Embassy, development section",
)
_SOCIETY = (
    "{} Migrants' Association",
    "{} Women's Network",
    "{} Return and Reintegration Trust",
    "{} Legal Aid Society",
)
_LEARNING = (
    "University of the {} Region, population studies",
    "{} College of Public Administration",
    "{} Institute for Development Research",
)
_BUSINESS = ("{} Recruitment Agency", "{} Chamber of Commerce", "{} Remittance Company")

# Of a thousand who name their office, so many write all of it in one case.
_IN_CAPITALS, _IN_SMALL_LETTERS = 12, 12


def office_in(affiliation: str, random: Random) -> str:
    """An office of this kind, the larger ones more often."""
    offices, weights = _offices()[affiliation]
    office = random.choices(offices, cum_weights=weights)[0]
    lot = random.randrange(1000)
    if lot < _IN_CAPITALS:
        return office.upper()
    return office.lower() if lot < _IN_CAPITALS + _IN_SMALL_LETTERS else office


@cache
def _offices() -> Mapping[str, tuple[tuple[str, ...], tuple[float, ...]]]:
    """The offices of each kind, and the sums of their weights up to each."""
    found = {
        "government": _each(_GOVERNMENT, _CONCERNS),
        "local-authority": _each(_LOCAL, _PLACES),
        "united-nations": _UNITED_NATIONS,
        "other-international": _INTERNATIONAL,
        "non-governmental": _each(_SOCIETY, _PLACES),
        "academia": _each(_LEARNING, _PLACES),
        "private-sector": _each(_BUSINESS, _PLACES),
        "other": ("Independent consultant", "Between two posts"),
    }
    return {
        kind: (
            offices,
            tuple(accumulate(1 / (rank + 2) for rank in range(len(offices)))),
        )
        for kind, offices in found.items()
    }


def _each(kinds: tuple[str, ...], of: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind.format(what) for kind, what in product(kinds, of))


KINDS: Final = {
    "government": 52,
    "local-authority": 11,
    "united-nations": 8,
    "other-international": 5,
    "non-governmental": 11,
    "academia": 7,
    "private-sector": 3,
    "other": 3,
}
"""Of a hundred people, how many work where."""
