"""Months one after the other, also those of which there is nothing to tell."""

from collections.abc import Sequence

_MONTHS = 12


def months_between(months: Sequence[str]) -> list[str]:
    """Every month from the first of these to the last, which are in order."""
    if not months:
        return []
    first, last = (_number(month) for month in (months[0], months[-1]))
    return [
        f"{number // _MONTHS:04}-{number % _MONTHS + 1:02}"
        for number in range(first, last + 1)
    ]


def _number(month: str) -> int:
    year, of_year = map(int, month.split("-"))
    return year * _MONTHS + of_year - 1
