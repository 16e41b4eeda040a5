"""Holding learners to another edition of a course: decided, applied, told, recorded.

A preview lists what the other rule makes of everybody. Applying a change works the
same out again, with the record held still, and refuses where that is no longer what was
listed. Nothing that was earned is taken away; everything is one transaction of the
caller's.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course import editions
from course.awards import AwardOffice
from course.errors import StalePreview
from course.jobs import Progress, no_progress
from course.models import RuleChange, User
from course.operations import require_same
from course.outline import Course
from course.rule_change_effects import Applying, Letters
from course.rule_change_listing import Decision, RulePreview
from course.rule_change_plan import (
    RuleScope,
    cohorts_concerned,
    compared,
    learners_in,
    preview_rule_change,
    previewed,
)
from course.rule_errors import NoTopUpDate
from course.turns import hold_programmes

__all__ = [
    "RuleScope",
    "apply_rule_change",
    "find_rule_change",
    "preview_rule_change",
    "rule_changes_of",
]


def apply_rule_change(
    session: Session,
    to: Course,
    scope: RuleScope,
    decision: Decision,
    *,
    op: UUID,
    token: str,
    letters: Letters,
    now: datetime,
    office: AwardOffice,
    by: User,
    progress: Progress = no_progress,
) -> tuple[RuleChange, bool]:
    """Do what a preview listed, or return the change of this ``op``, and which.

    Raises ``StalePreview`` when something else would be done than ``token`` names,
    ``NoTopUpDate`` and ``OperationConflict``. Two walks, so that memory stays flat: the
    first locks and fingerprints, the second does, and ``progress`` is told of both.
    """
    asked = _asked(scope, decision, token)
    earlier = _applied_by(session, op, asked)
    if earlier is not None:
        return earlier, False
    require_day(decision, now=now, office=office)
    held: set[int] = set()
    preview = previewed(
        session, to, scope, now=now, for_update=True, seen=held, progress=progress
    )
    # Sent twice at once, the second has waited for the first by now.
    earlier = _applied_by(session, op, asked)
    if earlier is not None:
        return earlier, False
    if preview.token != token:
        raise StalePreview
    if not to.is_programme:
        hold_programmes(session, learners_in(scope), office.programmes)
    change = _decide(session, to, scope, decision, preview, op=op, now=now, by=by)
    applying = Applying(session, change, to, decision, letters, now, office, by)
    # Before anybody moves: the cohorts are known by the edition they were held to.
    cohorts = {cohort.id for cohort, _ in cohorts_concerned(session, to, scope)}
    if decision.choice != "finish":
        for chunk in compared(session, to, scope, now=now):
            # Whoever came since the first walk was not in the preview.
            cohorts |= applying.do([e for e in chunk if e.enrolment_id in held])
            progress(len(chunk))
    applying.move_cohorts(scope)
    applying.tell_trainers(cohorts)
    session.flush()
    return change, True


def require_day(decision: Decision, *, now: datetime, office: AwardOffice) -> None:
    """Raise ``NoTopUpDate`` unless topping up, and nothing else, has a day to come."""
    day = decision.top_up_by
    is_to_come = day is not None and day > now.astimezone(office.zone).date()
    if is_to_come if decision.choice == "top-up" else day is None:
        return
    raise NoTopUpDate


def find_rule_change(
    session: Session, course_key: str, uuid: UUID
) -> RuleChange | None:
    """The change of a course's rule of this name."""
    return session.scalar(
        select(RuleChange)
        .where(RuleChange.uuid == uuid, RuleChange.course_key == course_key)
        .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
    )


def rule_changes_of(session: Session, course_key: str) -> list[RuleChange]:
    """Every change of a course's rule, the latest first."""
    return list(
        session.scalars(
            select(RuleChange)
            .where(RuleChange.course_key == course_key)
            .order_by(RuleChange.id.desc())
            .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
        )
    )


def _asked(scope: RuleScope, decision: Decision, token: str) -> dict[str, Any]:
    """What makes two requests the same. The token names the edition too."""
    return {
        "course_key": scope.course_key,
        "cohort_id": scope.cohort_id,
        "choice": decision.choice,
        "top_up_by": decision.top_up_by,
        "reason": decision.reason,
        "token": token,
    }


def _applied_by(session: Session, op: UUID, asked: dict[str, Any]) -> RuleChange | None:
    """What this operation changed, or ``OperationConflict`` if it was another thing."""
    found = session.scalar(
        select(RuleChange)
        .where(RuleChange.uuid == op)
        .options(joinedload(RuleChange.to_edition), joinedload(RuleChange.cohort))
    )
    if found is not None:
        require_same(found, asked)
    return found


def _decide(
    session: Session,
    to: Course,
    scope: RuleScope,
    decision: Decision,
    preview: RulePreview,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> RuleChange:
    edition = editions.course_edition(session, to, now=now)
    change = RuleChange(
        uuid=op,
        to_edition_id=edition.id,
        to_edition=edition,
        outcome=preview.outcome(),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **_asked(scope, decision, preview.token),
    )
    session.add(change)
    session.flush()
    return change
