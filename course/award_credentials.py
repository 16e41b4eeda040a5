"""Credentials of awards as they were signed: which are kept, and which are not yet."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from course.database import insert_once
from course.models import Award, AwardCredential, AwardSeal


@dataclass(frozen=True, slots=True)
class Signed:
    """The credential of an award in both of its forms, and the key that signed."""

    award_id: int
    key_id: str
    document: str
    token: str


def credential_of(session: Session, award: Award) -> Signed | None:
    """The credential of an award, if it was signed."""
    row = session.scalar(
        select(AwardCredential).where(AwardCredential.award_id == award.id)
    )
    if row is None:
        return None
    return Signed(row.award_id, row.key_id, row.document, row.token)


def keep_credentials(
    session: Session, signed: Iterable[Signed], *, now: datetime
) -> None:
    """Keep what was signed. Where it was signed twice, the first is kept."""
    for each in signed:
        session.execute(
            insert_once(session, AwardCredential)
            .values(**asdict(each), actor_id=None, occurred_at=now, recorded_at=now)
            .on_conflict_do_nothing()
        )


def unsigned_awards(
    session: Session, *, limit: int
) -> Sequence[tuple[Award, AwardSeal]]:
    """Some of the sealed awards whose credential is not kept yet, the oldest first."""
    signed = exists(
        select(AwardCredential.id).where(AwardCredential.award_id == Award.id)
    )
    found = session.execute(
        select(Award, AwardSeal)
        .join(AwardSeal, AwardSeal.award_id == Award.id)
        .where(~signed)
        .order_by(Award.id)
        .limit(limit)
    )
    return [(award, seal) for award, seal in found]
