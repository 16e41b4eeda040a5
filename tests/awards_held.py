"""Awards that hold until a day, and what becomes of awards, written as rows."""

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.awards import expiry_of, new_number
from course.canonical import canonical_json
from course.models import Achievement, Award, AwardEvent, Enrolment
from tests.builders import NOW, OFFICE


def held_until(session: Session, enrolment: Enrolment, last: date) -> Award:
    """The award of an enrolment, replaced by one that holds until this day."""
    award = session.scalars(
        select(Award)
        .join(Award.achievement)
        .where(Achievement.enrolment_id == enrolment.id)
        .order_by(Award.id.desc())
        .limit(1)
    ).one()
    return superseded(session, award, now=NOW, valid_until=last.isoformat())


def superseded(
    session: Session,
    old: Award,
    *,
    now: datetime,
    occurred_at: datetime | None = None,
    **claims: object,
) -> Award:
    """Another document in place of this one, with these claims."""
    number = new_number()
    words = {**old.claims, "number": number, **claims}
    new = Award(
        number=number,
        achievement_id=old.achievement_id,
        claims=words,
        digest=sha256(canonical_json(words).encode()).hexdigest(),
        supersedes_id=old.id,
        expires_at=expiry_of(words, OFFICE.zone),
        occurred_at=old.occurred_at,
        recorded_at=now,
    )
    session.add(new)
    session.flush()
    happened(session, old, "superseded", now=now, occurred_at=occurred_at)
    happened(session, new, "issued", now=now, occurred_at=occurred_at)
    return new


def withdrawn(session: Session, award: Award, *, now: datetime = NOW) -> None:
    """An award that somebody revoked."""
    happened(session, award, "revoked", now=now)


def happened(
    session: Session,
    award: Award,
    kind: str,
    *,
    now: datetime = NOW,
    occurred_at: datetime | None = None,
) -> None:
    """Something that became of an award, perhaps noted long after."""
    session.add(
        AwardEvent(
            award_id=award.id,
            kind=kind,
            reason="So it was decided.",
            occurred_at=occurred_at or now,
            recorded_at=now,
        )
    )
    session.flush()
