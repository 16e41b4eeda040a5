"""Months and days of moments, in UTC, as either database works them out."""

from datetime import UTC, date, datetime, time
from typing import Any, Final

from sqlalchemy import DateTime, Dialect, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator, TypeEngine

MONTHS_IN_A_YEAR: Final = 12


class MonthName(TypeDecorator[str]):
    """A month as people write it, ``2026-03``, from what the database groups by.

    PostgreSQL cuts a moment to its month many times faster than it spells one.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime())
        return dialect.type_descriptor(String())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return f"{value:%Y-%m}" if isinstance(value, datetime) else value


class month_of(GenericFunction[str]):  # noqa: N801  # named as SQL names it
    """The month of a moment, in UTC."""

    type = MonthName()
    inherit_cache = True


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


@compiles(month_of, "postgresql")
def _month_of(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = _arguments(element, compiler, options)
    return f"date_trunc('month', {moment} AT TIME ZONE 'UTC')"


@compiles(month_of, "sqlite")
def _month_of_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    (moment,) = _arguments(element, compiler, options)
    return f"substr({moment}, 1, 7)"


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
