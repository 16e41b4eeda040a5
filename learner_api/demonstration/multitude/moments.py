"""Moments of the multitude: whole seconds of UTC, and how the databases spell them.

Millions of moments are written. A number is cheap to reckon with, and the day and the
minute of most have been spelt before.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

DAY = 86_400
_EPOCH = date(1970, 1, 1)
# People study between six in the morning and half past seven in the evening, UTC.
_WAKES = 6 * 3600
_AWAKE = 13.5 / 24


def day_number(day: date) -> int:
    """How many days a day is after the first of January 1970."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of this number."""
    return _EPOCH + timedelta(days=number)


def awake(seconds: float) -> int:
    """The same moment moved into the part of its day in which people study.

    What came first still comes first.
    """
    days, rest = divmod(int(seconds), DAY)
    return days * DAY + _WAKES + int(rest * _AWAKE)


def moment_of(seconds: int) -> datetime:
    """The moment as the course knows moments."""
    return datetime.fromtimestamp(seconds, UTC)


def spelt(seconds: int) -> str:
    """The moment as SQLite keeps it, and as PostgreSQL reads it where it is in UTC."""
    days, rest = divmod(seconds, DAY)
    return f"{_day(days)} {_minute(rest // 60)}:{rest % 60:02}.000000"


def iso(seconds: int) -> str:
    """The moment as JSON holds it."""
    days, rest = divmod(seconds, DAY)
    return f"{_day(days)}T{_minute(rest // 60)}:{rest % 60:02}+00:00"


@lru_cache(maxsize=2000)
def _day(number: int) -> str:
    return day_of(number).isoformat()


@lru_cache(maxsize=1440)
def _minute(number: int) -> str:
    return f"{number // 60:02}:{number % 60:02}"
