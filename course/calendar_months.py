"""Months of the calendar, in UTC, as numbers that databases group by quickly."""

from typing import Any, Final

from sqlalchemy import Dialect, SmallInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator

MONTHS_IN_A_YEAR: Final = 12


class MonthName(TypeDecorator[str]):
    """A month as people write it, ``2026-03``, from a whole number.

    The number is that of the months since the beginning of the year 0: databases group
    by a small number many times faster than by a text or a moment.
    """

    impl = SmallInteger
    cache_ok = True

    def process_result_value(self, value: Any, _dialect: Dialect) -> str | None:
        if value is None:
            return None
        year, month = divmod(value, MONTHS_IN_A_YEAR)
        return f"{year:04}-{month + 1:02}"


class month_of(GenericFunction[str]):  # noqa: N801  # named as SQL names it
    """The month of a moment, in UTC."""

    type = MonthName()
    inherit_cache = True


@compiles(month_of, "postgresql")
def _month_of(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moment = f"{_argument(element, compiler, options)} AT TIME ZONE 'UTC'"
    return (
        f"CAST(extract(year FROM {moment}) * {MONTHS_IN_A_YEAR} "
        f"+ extract(month FROM {moment}) - 1 AS SMALLINT)"
    )


@compiles(month_of, "sqlite")
def _month_of_text(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    moment = _argument(element, compiler, options)
    return (
        f"(CAST(substr({moment}, 1, 4) AS INTEGER) * {MONTHS_IN_A_YEAR} "
        f"+ CAST(substr({moment}, 6, 2) AS INTEGER) - 1)"
    )


def _argument(element: Any, compiler: SQLCompiler, options: dict[str, Any]) -> str:
    (moment,) = element.clauses
    return compiler.process(moment, **options)
