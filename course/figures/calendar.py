"""Months and days of moments, in UTC, as either database works them out."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

MONTHS_IN_A_YEAR = 12


class month_number(GenericFunction[int]):  # noqa: N801  # named as SQL names it
    """The months of a moment since the year nought, in UTC: a number that sorts."""

    type = Integer()
    inherit_cache = True


class days_from(GenericFunction[int]):  # noqa: N801  # named as SQL names it
    """How many midnights, in UTC, lie between one moment and a later one."""

    type = Integer()
    inherit_cache = True


def month_name(number: int | None) -> str | None:
    """A month as people write it: ``2026-03``."""
    if number is None:
        return None
    year, month = divmod(number - 1, MONTHS_IN_A_YEAR)
    return f"{year:04}-{month + 1:02}"


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


@compiles(month_number, "postgresql")
def _month_number(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = _arguments(element, compiler, options)
    moment = f"{moment} AT TIME ZONE 'UTC'"
    return (
        f"CAST(date_part('year', {moment}) * {MONTHS_IN_A_YEAR} "
        f"+ date_part('month', {moment}) AS INTEGER)"
    )


@compiles(month_number, "sqlite")
def _month_number_of_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = _arguments(element, compiler, options)
    return (
        f"CAST(substr({moment}, 1, 4) AS INTEGER) * {MONTHS_IN_A_YEAR} "
        f"+ CAST(substr({moment}, 6, 2) AS INTEGER)"
    )


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
