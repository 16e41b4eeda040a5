"""What is owed to anybody today: documents that can be written now, and expiries.

The pass over everybody asks the database for what is due and for nothing else: where
nothing is, it costs the same few statements however many learners there are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course import outbox
from course.award_states import EXPIRED, REVOKED, SUPERSEDED
from course.award_status import has_expired
from course.awards import AwardOffice, issue_award
from course.errors import NameNotPrintable
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Enrolment,
    ReleasedAchievement,
    User,
)
from course.progress import note_programmes
from course.turns import hold_enrolments


@dataclass(frozen=True, slots=True)
class Due:
    """What one pass did, and what it could not do."""

    issued: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    unprintable: int = 0
    unsupported: int = 0


DueLetter: TypeAlias = Callable[[User, Award, str], outbox.Words]
"""The letter about a document that was ``issued`` or has ``expired``."""


def carry_out_due(
    session: Session, *, letter: DueLetter, now: datetime, office: AwardOffice
) -> Due:
    """Issue what is owed and can be printed, and note what has expired.

    Idle, it is two statements.
    """
    owed = _owed(session)
    expiring = _expiring(session, now)
    if owed or expiring:
        achievements = [*owed, *(award.achievement for award in expiring)]
        concerned = {each.enrolment_id for each in achievements}
        hold_enrolments(session, concerned, office.programmes)
        # What waited for somebody else may be owed no more.
        owed = [each for each in _owed(session) if each.enrolment_id in concerned]
        expiring = [
            each
            for each in _expiring(session, now)
            if each.achievement.enrolment_id in concerned
        ]
    issued: list[str] = []
    # Whose certificates have moved: a diploma of theirs may rest on one.
    moved: set[int] = set()
    unprintable = unsupported = 0
    for achievement in owed:
        enrolment = achievement.enrolment
        if achievement.award_kind not in enrolment.standing.get("earned", {}):
            unsupported += 1
            continue
        try:
            award, is_new = issue_award(
                session, enrolment, achievement, now=now, office=office
            )
        except NameNotPrintable:
            unprintable += 1
            continue
        if is_new:
            issued.append(award.number)
            moved.add(enrolment.user_id)
            _tell(session, enrolment.user, award, "issued", letter, now=now)
    expired = _note_expiries(session, expiring, letter, now=now)
    moved |= {award.achievement.enrolment.user_id for award in expired}
    note_programmes(session, moved, now=now, office=office, by=None)
    numbers = tuple(award.number for award in expired)
    return Due(tuple(issued), numbers, unprintable, unsupported)


def count_due(session: Session, *, now: datetime) -> tuple[int, int]:
    """How many documents are owed or stuck, and how many expiries wait to be noted."""
    return len(_owed(session)), len(_expiring(session, now))


def _owed(session: Session) -> list[Achievement]:
    """What was earned, may leave, and has no document: one statement.

    Those who wait for the validation of their run are owed nothing yet.
    """
    has_document = exists(
        select(Award.id).where(Award.achievement_id == Achievement.id)
    )
    is_released = exists(
        select(ReleasedAchievement.id).where(
            ReleasedAchievement.achievement_id == Achievement.id
        )
    )
    return list(
        session.scalars(
            select(Achievement)
            .join(Achievement.enrolment)
            .where(~has_document, or_(~Achievement.is_held, is_released))
            .options(
                joinedload(Achievement.enrolment).options(
                    joinedload(Enrolment.user), joinedload(Enrolment.edition)
                )
            )
            .order_by(Enrolment.id, Achievement.id)
            .execution_options(populate_existing=True)
        )
    )


def _expiring(session: Session, now: datetime) -> list[Award]:
    """Documents whose day has come and whose life does not say so yet."""
    is_told = exists(
        select(AwardEvent.id).where(
            AwardEvent.award_id == Award.id,
            AwardEvent.kind.in_((EXPIRED, SUPERSEDED, REVOKED)),
        )
    )
    return list(
        session.scalars(
            select(Award)
            .join(Award.achievement)
            .join(Achievement.enrolment)
            .where(has_expired(now), ~is_told)
            .options(
                joinedload(Award.achievement)
                .joinedload(Achievement.enrolment)
                .joinedload(Enrolment.user)
            )
            .order_by(Enrolment.id, Award.id)
            .execution_options(populate_existing=True)
        )
    )


def _note_expiries(
    session: Session, expiring: Iterable[Award], letter: DueLetter, *, now: datetime
) -> list[Award]:
    expired = []
    for award in expiring:
        if award.expires_at is None:
            continue
        event = AwardEvent(
            award_id=award.id,
            kind=EXPIRED,
            occurred_at=award.expires_at,
            recorded_at=max(now, award.recorded_at),
        )
        try:
            with session.begin_nested():
                session.add(event)
        except IntegrityError:
            # Another pass noted it at the same moment.
            continue
        expired.append(award)
        holder = award.achievement.enrolment.user
        _tell(session, holder, award, EXPIRED, letter, now=now)
    return expired


def _tell(
    session: Session,
    holder: User,
    award: Award,
    what: str,
    letter: DueLetter,
    *,
    now: datetime,
) -> None:
    words, occasion = letter(holder, award, what), f"award-{what}:{award.uuid}"
    outbox.tell(session, holder, words, now=now, occasion=occasion)
