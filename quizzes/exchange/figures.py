"""Numbers as other programs write them: worth in per cent, tolerances, factors."""

from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.report import remark

WHOLE = Decimal(100)
_EXACT = Context(prec=200)
_ROUNDED = Context(prec=15)


def number_in(text: str) -> Decimal | None:
    """The number that other programs wrote, or None."""
    try:
        number = Decimal(text.strip().replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 100 else None


def number_or_refusal(text: str) -> Decimal:
    """The number that is right, or ``QuestionRefused``."""
    number = number_in(text)
    if number is None:
        raise QuestionRefused(remark("'%(text)s' is no number.", text=text[:40]))
    return number


def plain_number(number: Decimal) -> str:
    """A number without exponent and idle zeros."""
    return format(number.normalize(), "f") if number else "0"


def tolerance_in(text: str) -> Decimal:
    """How far off is still right, or ``QuestionRefused``."""
    return number_or_refusal(text).copy_abs()


def tolerance_of(data: Mapping[str, Any]) -> Decimal:
    """The wider of a question's two tolerances, as other programs know but one."""
    percent = Decimal(data.get("tolerance_percent", "0"))
    share = _EXACT.multiply(Decimal(data["correct"]).copy_abs(), percent)
    return max(Decimal(data["tolerance"]), _EXACT.scaleb(share, -2))


def inverse(factor: str) -> str:
    """One divided by the factor, as exactly as other programs reckon."""
    return plain_number(_ROUNDED.divide(Decimal(1), Decimal(factor)))


def share_of(parts: int) -> str:
    """What one of so many parts is worth, in per cent."""
    return plain_number(round(WHOLE / parts, 5))
