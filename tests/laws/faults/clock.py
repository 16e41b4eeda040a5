"""A clock that goes only when it is told to."""

from datetime import datetime, timedelta, tzinfo


class Clock:
    """Stands in for ``datetime`` where the edge reads the moment of a request."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self, zone: tzinfo | None = None) -> datetime:
        """The moment it was set to."""
        return self.moment.astimezone(zone)

    def at(self, start: datetime, seconds: float) -> None:
        """Set it to so many seconds after the start."""
        self.moment = start + timedelta(seconds=seconds)
