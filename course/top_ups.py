"""Topping up: those who are certified do what a newer rule asks, because they want to.

A change of the rule asks them to, by a day. What they hold stays and holds meanwhile,
and after that day too: whether an award is suspended for it, a person decides about a
person. Whoever begins is held to the new edition from then on, with all they have done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased, joinedload

from course import editions
from course.awards import AwardOffice
from course.enrolments import lock, require_active
from course.errors import NotPermitted, OperationConflict
from course.gathering import evidences_of
from course.models import Enrolment, RuleChange, RuleChangeEntry, User
from course.progress import note_standings, standing_of
from course.rule_change_effects import hold_to, outstanding_titles
from course.rule_change_listing import EnrolmentChange
from course.rule_errors import NothingToTopUp
from course.standing import fold


@dataclass(frozen=True, slots=True)
class TopUp:
    """What one learner is asked to top up on one course, and how far that is."""

    enrolment: UUID
    learner: UUID
    course_key: str
    state: Literal["asked", "begun", "done"]
    by: date
    reason: str
    outstanding: tuple[str, ...] = ()


def top_ups_of(session: Session, enrolments: Sequence[Enrolment]) -> list[TopUp]:
    """What is asked on these enrolments and not done yet; three statements at most."""
    found = _asked(session, [each.id for each in enrolments])
    latest = {entry.enrolment_id: (entry, begun) for entry, begun in found}
    by_id = {each.id: each for each in enrolments}
    if not latest:
        return []
    known = {
        number: editions.course_of(session, entry.rule_change.to_edition)
        for number, (entry, _begun) in latest.items()
    }
    evidences = evidences_of(
        session,
        list(latest),
        on_programme=any(course.is_programme for course in known.values()),
    )
    shown = []
    for number, (entry, begun) in latest.items():
        change = EnrolmentChange.from_data(entry.listed)
        standing = fold(known[number], evidences[number])
        told = _told(by_id[number], entry, begun=begun is not None)
        if told.state != "done":
            missing = outstanding_titles(standing, change, "asked")
            shown.append(replace(told, outstanding=missing))
    return shown


def top_ups_in(session: Session, change: RuleChange) -> list[TopUp]:
    """Everybody whom a change of the rule asked to top up, and how far they are."""
    begun = aliased(RuleChangeEntry)
    found = session.execute(
        select(RuleChangeEntry, begun.id, Enrolment)
        .join(Enrolment, Enrolment.id == RuleChangeEntry.enrolment_id)
        .outerjoin(begun, _is_begun(begun))
        .where(
            RuleChangeEntry.rule_change_id == change.id,
            RuleChangeEntry.effect == "asked",
        )
        .options(joinedload(RuleChangeEntry.rule_change))
        .order_by(RuleChangeEntry.id)
    )
    return [
        _told(enrolment, entry, begun=number is not None)
        for entry, number, enrolment in found
    ]


def begin_top_up(
    session: Session,
    enrolment: Enrolment,
    *,
    op: UUID,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> RuleChangeEntry:
    """Hold a learner who was asked to top up to the new edition, at their own word.

    Their awards stay as they are. Begun twice, it is begun once. Raises
    ``NothingToTopUp``, ``NotPermitted``, ``OperationConflict``.
    """
    if by.id != enrolment.user_id:
        raise NotPermitted
    lock(session, enrolment)
    earlier = session.scalar(select(RuleChangeEntry).where(RuleChangeEntry.uuid == op))
    if earlier is not None:
        if earlier.enrolment_id != enrolment.id:
            raise OperationConflict
        return earlier
    found = _asked(session, [enrolment.id])
    if not found:
        raise NothingToTopUp
    entry, begun = found[-1]
    if begun is not None:
        return begun
    edition = entry.rule_change.to_edition
    require_active(enrolment, now=now)
    if enrolment.edition_id == edition.id:
        raise NothingToTopUp
    started = RuleChangeEntry(
        uuid=op,
        rule_change_id=entry.rule_change_id,
        enrolment_id=enrolment.id,
        from_edition_id=enrolment.edition_id,
        to_edition_id=edition.id,
        effect="topping-up",
        listed=entry.listed,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(started)
    hold_to(enrolment, edition)
    session.flush()
    standing = standing_of(session, enrolment)
    note_standings(session, [(enrolment, standing)], now=now, office=office, by=by)
    return started


def _asked(
    session: Session, enrolment_ids: Collection[int]
) -> list[tuple[RuleChangeEntry, RuleChangeEntry | None]]:
    """What these enrolments were asked, the latest last, and where it was begun."""
    begun = aliased(RuleChangeEntry)
    found = session.execute(
        select(RuleChangeEntry, begun)
        .outerjoin(begun, _is_begun(begun))
        .where(
            RuleChangeEntry.enrolment_id.in_(enrolment_ids),
            RuleChangeEntry.effect == "asked",
        )
        .options(
            joinedload(RuleChangeEntry.rule_change).joinedload(RuleChange.to_edition)
        )
        .order_by(RuleChangeEntry.id)
    )
    return [(entry, started) for entry, started in found]


def _is_begun(begun: Any) -> ColumnElement[bool]:
    return and_(
        begun.rule_change_id == RuleChangeEntry.rule_change_id,
        begun.enrolment_id == RuleChangeEntry.enrolment_id,
        begun.effect == "topping-up",
    )


def _told(enrolment: Enrolment, entry: RuleChangeEntry, *, begun: bool) -> TopUp:
    change = EnrolmentChange.from_data(entry.listed)
    earned = enrolment.standing.get("earned", {})
    # Another change may have brought the enrolment there since.
    begun = begun or enrolment.edition_id == entry.rule_change.to_edition_id
    is_done = begun and all(kind in earned for kind in change.falls_short)
    day = entry.rule_change.top_up_by
    return TopUp(
        enrolment=enrolment.uuid,
        learner=change.learner,
        course_key=enrolment.course_key,
        state="done" if is_done else "begun" if begun else "asked",
        by=day if day is not None else entry.recorded_at.date(),
        reason=entry.rule_change.reason,
    )
