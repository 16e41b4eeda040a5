"""What the record says of awards: their states, their chains and their histories.

States are never kept. They are folded from the events whenever somebody asks, by the
same pure function, so that no two answers differ.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, aliased

from course.award_states import EXPIRED, ISSUED, REINSTATED, VALID, replay
from course.errors import UnknownAward
from course.models import Achievement, Award, AwardEvent, User

# Letters and digits that are not mistaken for one another on paper or by telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Nothing longer was ever a number, and nobody need look for it.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Verification:
    """What anybody may know of an award: its words, and whether it holds.

    ``successor`` is the newest document at the end of the chain, nothing where this is
    the newest itself; ``chain`` are all of them by number, the first at the front.
    """

    award: Award
    status: str
    status_since: datetime
    successor: str | None
    chain: tuple[str, ...] = ()
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class LifeEntry:
    """One event in the life of a chain of documents, and the name of who acted."""

    event: AwardEvent
    number: str
    by: str | None


def normalised_number(text: str) -> str:
    """The number as it is kept, from however somebody typed it."""
    symbols = "".join(each for each in text.upper() if each.isalnum())
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))


def statuses(
    session: Session,
    award_ids: Collection[int] | None = None,
    *,
    now: datetime | None = None,
) -> Mapping[int, str]:
    """The state of these awards, or of all, by their ids: one statement.

    Without ``now`` an award has expired only once an event says so.
    """
    query = (
        select(Award.id, Award.expires_at, AwardEvent.kind)
        .join(AwardEvent, AwardEvent.award_id == Award.id)
        .order_by(Award.id, AwardEvent.id)
    )
    if award_ids is not None:
        query = query.where(Award.id.in_(award_ids))
    expiries: dict[int, datetime | None] = {}
    kinds: dict[int, list[str]] = {}
    found: Iterable[Any] = session.execute(query)
    for award_id, expires_at, kind in found:
        expiries[award_id] = expires_at
        kinds.setdefault(award_id, []).append(kind)
    return {
        award_id: replay(happened, expiries[award_id], now)
        for award_id, happened in kinds.items()
    }


def has_expired(moment: datetime) -> ColumnElement[bool]:
    """Whether the last day of an award was over at a moment: the one definition.

    The day ended where the office was that wrote it down, whoever asks from where.
    ``replay`` says the same of one award.
    """
    return and_(Award.expires_at.is_not(None), Award.expires_at <= moment)


def verify_award(
    session: Session, number: str, *, now: datetime | None = None
) -> Verification:
    """Whether an award holds, for anybody who asks, or ``UnknownAward``."""
    award = None
    if len(number) <= _LONGEST:
        award = session.scalar(
            select(Award).where(Award.number == normalised_number(number))
        )
    if award is None:
        raise UnknownAward(number)
    return verification_of(session, award, now=now)


def verification_of(
    session: Session, award: Award, *, now: datetime | None = None
) -> Verification:
    """Whether this award holds, since when, and what its chain is: two statements."""
    events = events_of(session, award)
    status = replay([each.kind for each in events], award.expires_at, now)
    chain = chain_of(session, award.achievement_id)
    return Verification(
        award=award,
        status=status,
        status_since=_since(award, events, status),
        successor=chain[-1] if chain[-1] != award.number else None,
        chain=chain,
        cause=next((each.cause for each in events if each.kind == status), None),
    )


def events_of(session: Session, award: Award) -> Sequence[AwardEvent]:
    """The life of one document so far, in its order."""
    return session.scalars(
        select(AwardEvent)
        .where(AwardEvent.award_id == award.id)
        .order_by(AwardEvent.id)
    ).all()


def chain_of(session: Session, achievement_id: int) -> tuple[str, ...]:
    """The numbers of an achievement's documents, each replaced by the next."""
    found = session.execute(
        select(Award.id, Award.number, Award.supersedes_id)
        .where(Award.achievement_id == achievement_id)
        .order_by(Award.id)
    ).all()
    following = {supersedes: (own, number) for own, number, supersedes in found}
    chain: list[str] = []
    at = following.get(None)
    while at is not None:
        own, number = at
        chain.append(number)
        at = following.get(own)
    return tuple(chain)


def life_of(session: Session, achievement_id: int) -> list[LifeEntry]:
    """Everything that happened to an achievement's documents, the earliest first."""
    actor = aliased(User)
    found = session.execute(
        select(AwardEvent, Award.number, actor.name)
        .join(Award, Award.id == AwardEvent.award_id)
        .outerjoin(actor, actor.id == AwardEvent.actor_id)
        .where(Award.achievement_id == achievement_id)
        .order_by(AwardEvent.id)
    )
    return [LifeEntry(*row) for row in found]


def current_award(session: Session, achievement: Achievement) -> Award | None:
    """The newest document of an achievement."""
    successor = aliased(Award)
    return session.scalar(
        select(Award).where(
            Award.achievement_id == achievement.id,
            ~exists(select(successor.id).where(successor.supersedes_id == Award.id)),
        )
    )


def _since(award: Award, events: Sequence[AwardEvent], status: str) -> datetime:
    """When the document came into its state."""
    if status == EXPIRED:
        told = next((each for each in events if each.kind == EXPIRED), None)
        if award.expires_at is not None:
            return award.expires_at
        if told is not None:
            return told.recorded_at
    kinds = (ISSUED, REINSTATED) if status == VALID else (status,)
    return [each.recorded_at for each in events if each.kind in kinds][-1]
