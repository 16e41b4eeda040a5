"""Regions and groups of countries in words. Countries are named by ``labels``."""

from typing import Final

from course.countries import DEVELOPING, FRAGILE, LDC, LLDC, SIDS
from course.errors import sentence
from learner_api.translation import gettext as _

_REGIONS: Final = {
    "africa": sentence("Africa"),
    "americas": sentence("Americas"),
    "asia": sentence("Asia"),
    "europe": sentence("Europe"),
    "oceania": sentence("Oceania"),
}
_SUBREGIONS: Final = {
    "northern-africa": sentence("Northern Africa"),
    "eastern-africa": sentence("Eastern Africa"),
    "middle-africa": sentence("Middle Africa"),
    "southern-africa": sentence("Southern Africa"),
    "western-africa": sentence("Western Africa"),
    "caribbean": sentence("Caribbean"),
    "central-america": sentence("Central America"),
    "south-america": sentence("South America"),
    "northern-america": sentence("Northern America"),
    "central-asia": sentence("Central Asia"),
    "eastern-asia": sentence("Eastern Asia"),
    "south-eastern-asia": sentence("South-eastern Asia"),
    "southern-asia": sentence("Southern Asia"),
    "western-asia": sentence("Western Asia"),
    "eastern-europe": sentence("Eastern Europe"),
    "northern-europe": sentence("Northern Europe"),
    "southern-europe": sentence("Southern Europe"),
    "western-europe": sentence("Western Europe"),
    "australia-and-new-zealand": sentence("Australia and New Zealand"),
    "melanesia": sentence("Melanesia"),
    "micronesia": sentence("Micronesia"),
    "polynesia": sentence("Polynesia"),
}
_GROUPS: Final = {
    DEVELOPING: sentence("Developing countries"),
    LDC: sentence("Least developed countries"),
    LLDC: sentence("Landlocked developing countries"),
    SIDS: sentence("Small island developing States"),
    FRAGILE: sentence("Fragile and conflict-affected situations"),
}


def region_names() -> dict[str, str]:
    """The regions of the world in words."""
    return {region: _(words) for region, words in _REGIONS.items()}


def subregion_names() -> dict[str, str]:
    """The subregions in words, region by region."""
    return {subregion: _(words) for subregion, words in _SUBREGIONS.items()}


def group_names() -> dict[str, str]:
    """The groups that lists name countries in, in words."""
    return {group: _(words) for group, words in _GROUPS.items()}
