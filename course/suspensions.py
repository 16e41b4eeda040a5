"""Suspending an award that the marks no longer support, and letting it hold again.

An achievement is a fact and stays. Whether its award is to be revoked is for a person
to decide about a person; until then a regrade only suspends it. What a person has
suspended no mark ever reinstates.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from course.errors import sentence
from course.models import Achievement, Award, AwardEvent, Regrade, User

HOLDING = ("issued", "reinstated")
SUPPORTED = sentence("The marks support it again.")


@dataclass(frozen=True, slots=True)
class Holding:
    """What somebody holds for an achievement: the award of today, and its state.

    ``award_id`` is nothing where no document was given yet.
    """

    enrolment_id: int
    kind: str
    award_id: int | None
    number: str | None
    state: str | None
    is_suspended_by_regrade: bool

    @property
    def is_valid(self) -> bool:
        return self.award_id is not None and self.state in HOLDING


def holdings_of(
    session: Session, enrolment_ids: Collection[int]
) -> Mapping[tuple[int, str], Holding]:
    """What was achieved on these enrolments, by kind of award: one statement."""
    successor, later = aliased(Award), aliased(AwardEvent)
    newest = ~exists(select(successor.id).where(successor.supersedes_id == Award.id))
    last_event = (
        select(func.max(later.id))
        .where(later.award_id == Award.id)
        .correlate(Award)
        .scalar_subquery()
    )
    found: Iterable[Any] = session.execute(
        select(
            Achievement.enrolment_id,
            Achievement.award_kind,
            Award.id,
            Award.number,
            AwardEvent.kind,
            AwardEvent.uuid,
            Regrade.uuid,
        )
        .select_from(Achievement)
        .outerjoin(Award, and_(Award.achievement_id == Achievement.id, newest))
        .outerjoin(AwardEvent, AwardEvent.id == last_event)
        .outerjoin(
            Regrade,
            and_(
                AwardEvent.kind == "suspended",
                Regrade.recorded_at == AwardEvent.recorded_at,
            ),
        )
        .where(Achievement.enrolment_id.in_(enrolment_ids))
        .order_by(Achievement.id)
    )
    held: dict[tuple[int, str], Holding] = {}
    for enrolment_id, kind, award_id, number, state, event, regrade in found:
        place = (enrolment_id, kind)
        is_by_regrade = regrade is not None and event == _name_of(regrade, number)
        # Two regrades of one moment give two rows; either may be the one.
        if place not in held or is_by_regrade:
            held[place] = Holding(
                enrolment_id, kind, award_id, number, state, is_by_regrade
            )
    return held


def suspend(
    session: Session, holding: Holding, regrade: Regrade, *, by: User | None
) -> None:
    """Say that an award is suspended by this regrade, and why.

    The event is named after the regrade, by which it is known again.
    """
    session.add(
        AwardEvent(
            uuid=_name_of(regrade.uuid, holding.number or ""),
            award_id=holding.award_id,
            kind="suspended",
            reason=regrade.reason,
            actor_id=by.id if by else None,
            occurred_at=regrade.recorded_at,
            recorded_at=regrade.recorded_at,
        )
    )


def reinstate(
    session: Session, holding: Holding, *, now: datetime, by: User | None
) -> None:
    """Say that an award which was suspended by a regrade holds again."""
    session.add(
        AwardEvent(
            award_id=holding.award_id,
            kind="reinstated",
            reason=SUPPORTED,
            actor_id=by.id if by else None,
            occurred_at=now,
            recorded_at=now,
        )
    )


def _name_of(regrade: UUID, number: str) -> UUID:
    """What the suspension of an award by a regrade is called."""
    return uuid5(regrade, number)
