"""Finding awards: a learner's own, one by its number, and the register of all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from course.award_states import (
    EXPIRED,
    REINSTATED,
    REVOKED,
    SUPERSEDED,
    SUSPENDED,
    VALID,
)
from course.award_status import has_expired, normalised_number, statuses
from course.errors import UnknownAward
from course.models import Achievement, Award, AwardEvent, Enrolment, User
from course.policy import visible_enrolments


@dataclass(frozen=True, slots=True)
class Registered:
    """An award as the register lists it: the document, its state, whose it is."""

    award: Award
    state: str
    holder: User


def awards_of(session: Session, learner: User) -> list[Award]:
    """Every award that a learner holds or held, the newest first."""
    return list(
        session.scalars(
            select(Award)
            .join(Achievement, Award.achievement_id == Achievement.id)
            .join(Enrolment, Achievement.enrolment_id == Enrolment.id)
            .where(Enrolment.user_id == learner.id)
            .options(contains_eager(Award.achievement))
            .order_by(Award.id.desc())
        )
    )


def find_award(session: Session, asker: User, number: str) -> Award:
    """The award of this number if the asker may see its record, or ``UnknownAward``."""
    award = session.scalar(
        select(Award)
        .join(Achievement, Award.achievement_id == Achievement.id)
        .join(Enrolment, Achievement.enrolment_id == Enrolment.id)
        .where(Award.number == normalised_number(number), visible_enrolments(asker))
    )
    if award is None:
        raise UnknownAward(number)
    return award


def search_register(
    session: Session,
    *,
    search: str = "",
    state: str = "",
    after: Award | None = None,
    limit: int,
    now: datetime,
) -> list[Registered]:
    """Awards of everybody, the latest first: two statements.

    ``search`` is a number, or a part of the name on the document, of the holder's name
    or of their address. ``after`` is the last one seen.
    """
    query = (
        _with_holders()
        .order_by(Award.id.desc())
        .limit(limit)
        .options(joinedload(Award.achievement))
    )
    if search:
        query = query.where(_is_like(search))
    if state:
        query = query.where(_is_in(state, now))
    if after is not None:
        query = query.where(Award.id < after.id)
    rows = [(row[0], row[1]) for row in session.execute(query)]
    states = statuses(session, [award.id for award, _ in rows], now=now)
    return [Registered(award, states[award.id], holder) for award, holder in rows]


def award_numbered(session: Session, number: str) -> Award:
    """The award of this number, whoever asks, or ``UnknownAward``."""
    award = session.scalar(
        select(Award).where(Award.number == normalised_number(number))
    )
    if award is None:
        raise UnknownAward(number)
    return award


def _with_holders() -> Select[Award, User]:
    return (
        select(Award, User)
        .join(Achievement, Award.achievement_id == Achievement.id)
        .join(Enrolment, Achievement.enrolment_id == Enrolment.id)
        .join(User, Enrolment.user_id == User.id)
    )


def _is_like(search: str) -> ColumnElement[bool]:
    words = search.strip()
    return or_(
        Award.number == normalised_number(words),
        Award.claims["holder_name"].as_string().icontains(words, autoescape=True),
        User.name.icontains(words, autoescape=True),
        User.email.icontains(words, autoescape=True),
    )


def _is_in(state: str, now: datetime) -> ColumnElement[bool]:
    """What ``replay`` says, in the database's own words."""
    ended = _has(SUPERSEDED, REVOKED)
    is_expired = _has(EXPIRED) | has_expired(now)
    later = aliased(AwardEvent)
    is_suspended = exists(
        select(AwardEvent.id).where(
            AwardEvent.award_id == Award.id,
            AwardEvent.kind == SUSPENDED,
            ~exists(
                select(later.id).where(
                    later.award_id == AwardEvent.award_id,
                    later.kind.in_((SUSPENDED, REINSTATED)),
                    later.id > AwardEvent.id,
                )
            ),
        )
    )
    if state == EXPIRED:
        return is_expired & ~ended
    if state == SUSPENDED:
        return is_suspended & ~is_expired & ~ended
    if state == VALID:
        return ~is_suspended & ~is_expired & ~ended
    return _has(state)


def _has(*kinds: str) -> ColumnElement[bool]:
    return exists(
        select(AwardEvent.id).where(
            AwardEvent.award_id == Award.id, AwardEvent.kind.in_(kinds)
        )
    )
