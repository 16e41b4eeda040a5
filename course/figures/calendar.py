"""Months and days, in UTC: from one to another, and as either database counts them."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from course.calendar_months import MONTHS_IN_A_YEAR


class days_from(GenericFunction[int]):  # noqa: N801  # named as SQL names it
    """How many midnights, in UTC, lie between one moment and a later one."""

    type = Integer()
    inherit_cache = True


def months_between(first: str, last: str) -> list[str]:
    """Every month from one to another, both included."""
    found = [first]
    while found[-1] < last:
        _start, following = month_starts(found[-1])
        found.append(f"{following:%Y-%m}")
    return found


def month_starts(name: str) -> tuple[datetime, datetime]:
    """When a month begins and when the next one does; ``ValueError`` if it is none."""
    first = datetime.strptime(name, "%Y-%m").replace(tzinfo=UTC)
    if first.strftime("%Y-%m") != name:
        raise ValueError(name)
    if first.month == MONTHS_IN_A_YEAR:
        return first, first.replace(year=first.year + 1, month=1)
    return first, first.replace(month=first.month + 1)


def start_of(day: date) -> datetime:
    """The moment at which a day begins, in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


@compiles(days_from, "postgresql")
def _days_from(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, last = (
        f"CAST({each} AT TIME ZONE 'UTC' AS DATE)"
        for each in _arguments(element, compiler, options)
    )
    return f"({last} - {first})"


@compiles(days_from, "sqlite")
def _days_from_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    first, last = (
        f"julianday(substr({each}, 1, 10))"
        for each in _arguments(element, compiler, options)
    )
    return f"CAST({last} - {first} AS INTEGER)"


def _arguments(
    element: Any, compiler: SQLCompiler, options: dict[str, Any]
) -> list[str]:
    return [compiler.process(each, **options) for each in element.clauses]
