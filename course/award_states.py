"""The life of an award as a fold: from its events and the day to one of five states.

This is pure. A document is issued; it may be suspended and reinstated; it ends by being
superseded or revoked; and where it holds for some years only, it expires. What a state
allows is in one table, and what it does not allow is refused in words.
"""

from collections.abc import Iterable
from datetime import datetime

from course.award_errors import (
    AlreadyRevoked,
    AlreadySuspended,
    AwardExpired,
    AwardRevoked,
    AwardSuperseded,
    AwardSuspended,
    NotSuspended,
)
from course.errors import CourseError

VALID, SUPERSEDED, SUSPENDED = "valid", "superseded", "suspended"
REVOKED, EXPIRED = "revoked", "expired"
STATES = (VALID, SUPERSEDED, SUSPENDED, REVOKED, EXPIRED)

ISSUED, REINSTATED = "issued", "reinstated"
# What people do to a document; it is issued and expires by itself.
ACTS = (SUPERSEDED, SUSPENDED, REINSTATED, REVOKED)
CAUSES = ("name", "mark", "words")

_ALLOWED = {
    VALID: {SUPERSEDED, SUSPENDED, REVOKED},
    SUSPENDED: {REINSTATED, REVOKED},
    # A name may be put right, and a fraud be told, after the day as before it.
    EXPIRED: {SUPERSEDED, REVOKED},
    SUPERSEDED: set[str](),
    REVOKED: set[str](),
}
_ENDS = (SUPERSEDED, REVOKED)


def replay(
    kinds: Iterable[str],
    expires_at: datetime | None = None,
    now: datetime | None = None,
) -> str:
    """The state of a document with these events, in their order, at a moment.

    Without ``now`` it has expired only if an event says so. What ended for good stays
    so whatever comes after; an expiry outlives a suspension and its end.
    """
    happened = list(kinds)
    for kind in happened:
        if kind in _ENDS:
            return kind
    is_over = expires_at is not None and now is not None and now >= expires_at
    if is_over or EXPIRED in happened:
        return EXPIRED
    moves = [kind for kind in happened if kind in (SUSPENDED, REINSTATED)]
    return SUSPENDED if moves and moves[-1] == SUSPENDED else VALID


def may(state: str, act: str) -> bool:
    """Whether a document in this state can be acted on so."""
    return act in _ALLOWED[state]


def refusal_of(state: str, act: str, newest: str) -> CourseError:
    """Why a document in this state cannot be acted on so.

    ``newest`` is the number at the end of its chain.
    """
    if state == SUPERSEDED:
        return AwardSuperseded(newest)
    if state == REVOKED:
        return AlreadyRevoked() if act == REVOKED else AwardRevoked()
    if act == REINSTATED:
        return AwardExpired() if state == EXPIRED else NotSuspended()
    if act == SUSPENDED:
        return AlreadySuspended() if state == SUSPENDED else AwardExpired()
    return AwardSuspended()
