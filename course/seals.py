"""Sealing awards: the signature under a document, made on its day and kept.

A seal is made in the transaction that gives the award. An award from before there were
seals gets one when ``course keys seal`` is run.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from course.credentials.compact import compact_payload
from course.credentials.keys import KeyRing
from course.credentials.open_badge import Sealed, hashed_recipient
from course.credentials.status_list import AWARDS, LENGTH
from course.database import insert_once
from course.models import Award, AwardSeal


class Office(Protocol):
    """Whoever seals needs the keys of an office, and nothing else of it."""

    @property
    def keys(self) -> KeyRing: ...


def seal_award(
    session: Session, award: Award, office: Office, now: datetime
) -> AwardSeal:
    """Seal an award with the key of today, or return the seal that it has.

    The place on the status lists is drawn by lot. Half of the places stay free, so two
    lots are enough as a rule; the unique constraint says which are taken.
    """
    key = office.keys.current
    holder = award.achievement.enrolment.user
    values = {
        "award_id": award.id,
        "key_id": key.kid,
        "payload": compact_payload(award.claims, key),
        # An address that belongs to nobody any more identifies nobody.
        "recipient": (
            None if holder.closed_at else hashed_recipient(holder.email, award.claims)
        ),
        "status_list": award.id // AWARDS,
        "actor_id": award.actor_id,
        "occurred_at": award.recorded_at,
        "recorded_at": now,
    }
    while True:
        session.execute(
            insert_once(session, AwardSeal)
            .values(**values, status_index=secrets.randbelow(LENGTH))
            .on_conflict_do_nothing()
        )
        seal = seal_of(session, award)
        if seal is not None:
            return seal


def seal_of(session: Session, award: Award) -> AwardSeal | None:
    """The seal of an award; those from before there were seals have none."""
    return session.scalar(select(AwardSeal).where(AwardSeal.award_id == award.id))


def unsealed_awards(session: Session, *, limit: int) -> Sequence[Award]:
    """Some of the awards that have no seal yet, the oldest first."""
    sealed = exists(select(AwardSeal.id).where(AwardSeal.award_id == Award.id))
    return session.scalars(
        select(Award).where(~sealed).order_by(Award.id).limit(limit)
    ).all()


def sealed(seal: AwardSeal) -> Sealed:
    """What a credential takes from a seal."""
    return Sealed(
        kid=seal.key_id,
        recipient=seal.recipient,
        status_list=seal.status_list,
        status_index=seal.status_index,
    )
