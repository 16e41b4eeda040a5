"""What the public lists of revoked and suspended awards say, read from the events.

A replaced award counts as revoked: its words hold no longer. What replaced it is told
where the credential's own address leads. An award that expired is on no list, since
the credential itself says until when it holds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.award_status import statuses
from course.models import AwardEvent, AwardSeal

# Which states of an award set its bit, for each purpose of a list.
STATES = {
    "revocation": frozenset({"revoked", "superseded"}),
    "suspension": frozenset({"suspended"}),
}
_MOVES = ("superseded", "suspended", "reinstated", "revoked")
_AT_A_TIME = 5_000
# More than a column of whole numbers holds.
_MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Bits:
    """The places that are set on a list, and since when it has stood so.

    ``since`` is nothing where nothing was ever revoked or suspended.
    """

    places: frozenset[int]
    since: datetime | None


def bits_of(session: Session, purpose: str, number: int) -> Bits:
    """The list of this purpose and number as the record has it now."""
    moved = session.execute(
        select(
            AwardSeal.award_id,
            AwardSeal.status_index,
            func.max(AwardEvent.recorded_at),
        )
        .join(AwardEvent, AwardEvent.award_id == AwardSeal.award_id)
        .where(AwardSeal.status_list == number, AwardEvent.kind.in_(_MOVES))
        .group_by(AwardSeal.award_id, AwardSeal.status_index)
    ).all()
    places = {award_id: place for award_id, place, _ in moved}
    states = _states(session, places)
    return Bits(
        places=frozenset(
            place
            for award_id, place in places.items()
            if states[award_id] in STATES[purpose]
        ),
        since=max((at for _, _, at in moved), default=None),
    )


def is_list(session: Session, number: int) -> bool:
    """Whether there is a list of this number. The first is there from the beginning."""
    if number == 0:
        return True
    if number > _MOST:
        return False
    found = select(AwardSeal.id).where(AwardSeal.status_list == number).limit(1)
    return session.scalar(found) is not None


def _states(session: Session, award_ids: Collection[int]) -> Mapping[int, str]:
    """The state of each of these awards, some at a time."""
    states: dict[int, str] = {}
    every = list(award_ids)
    for start in range(0, len(every), _AT_A_TIME):
        states |= statuses(session, every[start : start + _AT_A_TIME])
    return states
