"""How few people may be counted together: a threshold, and steps above it. Pure.

Nothing is shown of fewer than ``STEP`` people. Above that, figures grow by ``STEP``
people at a time: whoever saw a page before and sees it after learns of so many at once,
and never of the one who came between.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

STEP: Final = 5

T = TypeVar("T")


def in_steps(rows: Sequence[T]) -> Sequence[T]:
    """As many of the first rows as make whole steps."""
    return rows[: shown_of(len(rows))]


def shown_of(count: int) -> int:
    """How many of so many people are shown."""
    return count - count % STEP
