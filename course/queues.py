"""Queues that people work through: the oldest first, and where somebody was."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

Moments = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]


def comes_after(
    moments: Moments,
    numbers: InstrumentedAttribute[int],
    seen: tuple[datetime | None, int],
) -> ColumnElement[bool]:
    """Whether a row comes after the one that was seen, by its moment and its number."""
    moment, number = seen
    return (moments > moment) | ((moments == moment) & (numbers > number))
