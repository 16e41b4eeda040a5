"""Facts that are due for their yearly look: is there anything newer?

A module is due a year after the day it says its figures are of. A source is due only
where what it says is new every year: a year after the date of its facts, or after the
day somebody last looked, whichever is later.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from modules.errors import Advice
from modules.module import Handbook, Source


def facts_due(handbook: Handbook, today: date) -> tuple[Advice, ...]:
    """What should be looked at again on this day, in the order of the files."""
    return tuple(
        sorted((*_modules_due(handbook, today), *_sources_due(handbook, today)))
    )


def _modules_due(handbook: Handbook, today: date) -> Iterator[Advice]:
    for module in handbook.modules.values():
        if _a_year_after(module.figures_as_of) <= today:
            words = (
                f"The figures of this module were last reviewed on "
                f"{module.figures_as_of}: look for newer ones, then set that day."
            )
            yield Advice(f"{module.key}/module.md", 1, "due", words, "figures_as_of")


def _sources_due(handbook: Handbook, today: date) -> Iterator[Advice]:
    for source in handbook.sources.values():
        if not source.yearly:
            continue
        known = [day for day in (_date_of(source), source.reviewed) if day is not None]
        if not known or _a_year_after(max(known)) <= today:
            words = (
                f"What the source '{source.key}' says is new every year: look for a "
                "newer edition, then set reviewed."
            )
            yield Advice("sources.toml", 1, "due", words, source.key)


def _date_of(source: Source) -> date | None:
    """The last day of what the source speaks of, as far as it is dated."""
    if source.as_of is None:
        return None if source.year is None else date(source.year, 12, 31)
    year, month, day = (*map(int, source.as_of.split("-")), None, None)[:3]
    if year is None:
        return None
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _a_year_after(day: date) -> date:
    """The same day of the next year; the first of March after a leap day."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 3, 1)
    return day.replace(year=day.year + 1)
