"""Which moments are settled: nothing more will be recorded as of them.

What happens bears the moment at which its request began, and is there for others only
once its transaction has ended. As of a moment that lies before every open transaction,
and before whatever reads the clock and then waits for one, the record stays as it is.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from course.database import BUSY_SECONDS
from course.exporting_errors import NotSettled

SETTLES_AFTER = timedelta(seconds=3 * BUSY_SECONDS)
"""The longest from reading the clock to beginning to write: a writer waits for its turn
within its process, then for other processes, each for ``BUSY_SECONDS`` at most; the
rest is for clocks that differ."""

_OLDEST = text(
    "SELECT min(xact_start) FROM pg_stat_activity WHERE datname = current_database() "
    "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def latest_settled(session: Session, *, now: datetime) -> datetime:
    """The last moment that is settled. ``session`` must be one that writes.

    On SQLite whoever writes is alone. PostgreSQL says when its oldest transaction
    began; one that only reads holds the moment back as well, and does no harm.
    """
    oldest: datetime | None = None
    if session.get_bind().dialect.name == "postgresql":
        oldest = session.scalar(_OLDEST)
    began = min(now, oldest.astimezone(UTC)) if oldest else now
    return began - SETTLES_AFTER


def require_settled(session: Session, moment: datetime, *, now: datetime) -> None:
    """Raise ``NotSettled`` where more may be recorded as of the moment."""
    latest = latest_settled(session, now=now)
    if moment > latest:
        raise NotSettled(latest)
