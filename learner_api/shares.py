"""Shares as people read them."""

from decimal import Decimal
from fractions import Fraction

from course.small_cells import HIDDEN


def per_cent(share: Fraction) -> Decimal:
    """A share in per cent, to a tenth, rounded down so that 100 means all of them."""
    return Decimal(share.numerator * 1000 // share.denominator).scaleb(-1)


def share_words(share: Fraction | None) -> str:
    """A share as a page writes it; of what is hidden, or of nobody, there is none."""
    return HIDDEN if share is None else f"{per_cent(share)} %"


def number_words(number: int | None) -> str:
    """A number of people as a page writes it, or the mark of one that is hidden."""
    return HIDDEN if number is None else f"{number:,}"


def rate(part: int | None, whole: int | None) -> Fraction | None:
    """Of so many people the share of a part; nothing where either is not told."""
    return None if part is None or not whole else Fraction(part, whole)


def rate_words(part: int | None, whole: int | None) -> str:
    """The same as a page writes it."""
    return share_words(rate(part, whole))
