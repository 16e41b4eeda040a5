"""The only reader of the clock: one instant a request."""

from datetime import UTC, datetime

from flask import g


def now() -> datetime:
    """The moment of this request, the same however often it is asked."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment
