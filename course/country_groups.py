"""The groups of countries that the United Nations counts by.

``country_groups.csv`` holds them: least developed countries, landlocked developing
countries and small island developing States as the M49 standard of the United Nations
Statistics Division listed them in 2024, by way of the ``country-codes`` data of
github.com/datasets (Public Domain Dedication and License 1.0). M49 says no longer which
regions are developing; by its common practice all are but Europe, Northern America,
Australia, New Zealand and Japan. A country can be in several groups.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DEVELOPING, LDC, LLDC, SIDS = "developing", "ldc", "lldc", "sids"
GROUPS = (DEVELOPING, LDC, LLDC, SIDS)

_FILE = Path(__file__).with_suffix(".csv")


def groups_of(country: str | None) -> frozenset[str]:
    """The groups that a country is in, by its two letters; none for none."""
    return _groups().get(country or "", frozenset())


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["country"]: frozenset(group for group in GROUPS if row[group])
            for row in csv.DictReader(file)
        }
