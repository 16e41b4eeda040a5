"""Writing a new document in place of an award: a name, a mark or the words renewed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.accounts import refuse_unprintable
from course.award_acts import (
    Act,
    ActLetter,
    add_event,
    done_by,
    lock_enrolment,
    ready_for,
    tell_holder,
)
from course.award_errors import (
    AwardSuperseded,
    NoLongerSupported,
    NothingToSupersede,
    SameName,
)
from course.award_states import SUPERSEDED
from course.award_status import chain_of
from course.awards import AwardOffice, fresh_claims, new_number, write_award
from course.documents import TEMPLATE
from course.errors import OperationConflict
from course.evidence import MarkedAttempt
from course.gathering import evidence_of
from course.models import Achievement, Award, Enrolment, User


def supersede_award(
    session: Session,
    award: Award,
    *,
    op: UUID,
    cause: str,
    reason: str,
    name: str | None = None,
    letter: ActLetter | None,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> tuple[Act, bool]:
    """Write a new document in place of an award, and whether this did so.

    ``cause`` is ``name``: the words of the old one with another name. ``mark``: the
    results as they are today. ``words``: today's template, issuer, titles. Raises
    ``NothingToSupersede`` where both would say the same, ``NameNotPrintable``,
    ``SameName``, ``NoLongerSupported``, and what the award's state refuses.
    """
    enrolment = lock_enrolment(session, award)
    asked = {"kind": SUPERSEDED, "cause": cause, "reason": reason}
    earlier = done_by(session, award, op, asked)
    if earlier is not None:
        successor = _successor_of(session, award)
        if name is not None and successor.claims["holder_name"] != _once(name):
            raise OperationConflict
        return Act(award, earlier, successor), False
    moment = ready_for(session, award, SUPERSEDED, now)
    claims = _claims_for(session, award, enrolment, cause, name, now, office)
    successor = _put_in_place(
        session, award, claims, op=op, now=moment, office=office, by=by
    )
    event = add_event(session, award, op, asked, now=moment, by=by)
    act = Act(award, event, successor)
    tell_holder(session, enrolment.user, act, letter, now=now)
    return act, True


def _put_in_place(
    session: Session,
    award: Award,
    claims: dict[str, Any],
    *,
    op: UUID,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> Award:
    """Write the successor, or ``AwardSuperseded`` where another was written first."""
    achievement = session.get_one(Achievement, award.achievement_id)
    try:
        with session.begin_nested():
            return write_award(
                session,
                achievement,
                claims,
                supersedes=award,
                uuid=op,
                now=now,
                office=office,
                by=by,
            )
    except IntegrityError:
        newest = chain_of(session, award.achievement_id)[-1]
        if newest == award.number:
            raise
        raise AwardSuperseded(newest) from None


def differs_from_record(session: Session, award: Award) -> bool:
    """Whether marks that stood when the award was written were regraded since.

    What the learner did afterwards is none of its business.
    """
    achievement = session.get_one(
        Achievement,
        award.achievement_id,
        options=[joinedload(Achievement.enrolment)],
    )
    enrolment = achievement.enrolment
    if achievement.award_kind not in enrolment.standing.get("earned", {}):
        return False
    return any(
        _regraded_since(each, award.recorded_at)
        for each in evidence_of(session, enrolment.id).attempts
    )


def _regraded_since(attempt: MarkedAttempt, moment: datetime) -> bool:
    known = [each for each in attempt.scores if each.marked_at <= moment]
    if not known:
        return False
    then, today = known[-1], attempt.scores[-1]
    return (then.points, then.out_of) != (today.points, today.out_of)


def _claims_for(
    session: Session,
    award: Award,
    enrolment: Enrolment,
    cause: str,
    name: str | None,
    now: datetime,
    office: AwardOffice,
) -> dict[str, Any]:
    """What the new document says. The day of the award and its term stay."""
    old = award.claims
    if cause == "name":
        wanted = _once(name or "")
        refuse_unprintable(wanted)
        if wanted == old["holder_name"]:
            raise SameName
        # The template of today draws every script; an older one may lack the name.
        changed = {**old, "holder_name": wanted, "template": TEMPLATE}
    else:
        changed = _renewed(session, award, enrolment, cause, now, office)
    number = new_number()
    return {
        **changed,
        "number": number,
        "verify_url": f"{office.verify_base}/{number}",
        "supersedes": {"number": award.number, "reason": cause},
    }


def _renewed(
    session: Session,
    award: Award,
    enrolment: Enrolment,
    cause: str,
    now: datetime,
    office: AwardOffice,
) -> dict[str, Any]:
    """Today's words about what was awarded then, to whom it was awarded."""
    old = award.claims
    achievement = session.get_one(Achievement, award.achievement_id)
    if achievement.award_kind not in enrolment.standing.get("earned", {}):
        raise NoLongerSupported
    fresh = fresh_claims(session, enrolment, achievement, now=now, office=office)
    kept = ("holder_name", "awarded_at", "awarded_on", "valid_until")
    fresh |= {field: old[field] for field in kept if field in old}
    if "valid_until" not in old:
        fresh.pop("valid_until", None)
    apart = {"number", "verify_url", "supersedes"}
    if cause == "mark":
        is_same = fresh["result"] == old["result"]
    else:
        is_same = _without(fresh, apart) == _without(old, apart)
    if is_same:
        raise NothingToSupersede
    return fresh


def _without(claims: Mapping[str, Any], fields: set[str]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name not in fields}


def _successor_of(session: Session, award: Award) -> Award:
    return session.scalars(select(Award).where(Award.supersedes_id == award.id)).one()


def _once(name: str) -> str:
    return " ".join(name.split())
