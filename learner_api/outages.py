"""Whether a database error is a fault of ours, or the database is out for a while.

Both drivers call many things an operational error, a missing table among them. Only
where asking again may help is a request told to come again.
"""

import sqlite3
from enum import Enum, auto

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Outage(Enum):
    """Why the database did not do what it was asked, though it was asked rightly."""

    # Somebody else holds it, or it turns people away. Nothing was recorded.
    BUSY = auto()
    # There is no room, or the disk takes nothing. Nothing was recorded.
    FULL = auto()
    # The connection went away, perhaps between the commit and the word of it.
    LOST = auto()


_SQLITE = {
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_FULL: Outage.FULL,
    # A quota, a file too large, a disk that fails: all are told like this.
    sqlite3.SQLITE_IOERR: Outage.FULL,
}
# By the beginning of the SQLSTATE, the longer before the shorter; PostgreSQL's manual
# lists them in its appendix A.
_POSTGRESQL = {
    "53100": Outage.FULL,
    "58030": Outage.FULL,
    # A statement that ran into a limit, a lock or another transaction.
    "40": Outage.BUSY,
    "53": Outage.BUSY,
    "55P03": Outage.BUSY,
    "57014": Outage.BUSY,
    # The server is going down, or has just come up.
    "08": Outage.LOST,
    "25P03": Outage.LOST,
    "57P": Outage.LOST,
}


def outage_of(error: Exception) -> Outage | None:
    """What kept the database from answering; nothing when the fault is ours."""
    if isinstance(error, PoolTimeout):
        return Outage.BUSY
    if not isinstance(error, DBAPIError):
        return None
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        # The extended code says more in its upper bytes.
        return _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # The server said nothing: it could not be reached, or is gone.
        return Outage.LOST if isinstance(error, OperationalError) else None
    return next(
        (
            outage
            for beginning, outage in _POSTGRESQL.items()
            if state.startswith(beginning)
        ),
        None,
    )
