"""Throttling: failed sign-ins and numbers that never were, counted by who asks.

The counts live in the database, so that every worker sees the same ones.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.models import SignInFailure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 30
MISSES_PER_ADDRESS = 60


def wait_needed(
    session: Session, account: str, address: str, *, now: datetime
) -> timedelta | None:
    """How long this account or address must wait before another try, if at all.

    ``account`` and ``address`` are keyed digests made at the edge.
    """
    waits = [
        wait
        for subject, allowed in ((account, PER_ACCOUNT), (address, PER_ADDRESS))
        if (wait := _wait(session, subject, allowed, now)) is not None
    ]
    return max(waits, default=None)


def note_failure(
    session: Session, account: str, address: str, *, now: datetime
) -> None:
    """Count a failed sign-in against both, and sweep away what has run out."""
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at < now - WINDOW))
    session.add_all(
        SignInFailure(subject=subject, failed_at=now) for subject in (account, address)
    )


def wait_after_misses(
    session: Session, address: str, *, now: datetime
) -> timedelta | None:
    """How long this address must wait before it may look up another number, if at all.

    Numbers of certificates are not to be found by trying.
    """
    return _wait(session, address, MISSES_PER_ADDRESS, now)


def note_miss(session: Session, address: str, *, now: datetime) -> None:
    """Count a number that never was, and sweep away what has run out."""
    session.execute(delete(SignInFailure).where(SignInFailure.failed_at < now - WINDOW))
    session.add(SignInFailure(subject=address, failed_at=now))


def forgive(session: Session, account: str) -> None:
    """Forget an account's failures once its person has signed in."""
    session.execute(delete(SignInFailure).where(SignInFailure.subject == account))


def _wait(
    session: Session, subject: str, allowed: int, now: datetime
) -> timedelta | None:
    # The failure whose going out of the window brings the count below what is allowed.
    deciding: datetime | None = session.scalar(
        select(SignInFailure.failed_at)
        .where(SignInFailure.subject == subject, SignInFailure.failed_at > now - WINDOW)
        .order_by(SignInFailure.failed_at.desc())
        .offset(allowed - 1)
        .limit(1)
    )
    if deciding is None:
        return None
    return max(deciding + WINDOW - now, timedelta(seconds=1))
