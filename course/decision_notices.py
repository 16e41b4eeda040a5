"""Telling applicants what was decided: when a trainer says so, and each once."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import outbox
from course.applications import Filed, list_applications
from course.errors import OperationConflict
from course.models import (
    Application,
    ApplicationDecision,
    Cohort,
    DecisionNotice,
    User,
)

DecisionLetter: TypeAlias = Callable[[Application, ApplicationDecision], outbox.Words]
"""The letter about one decision: its subject and its body."""


def untold(session: Session, cohort: Cohort) -> list[Filed]:
    """The applications with a decision that their applicants were not told of."""
    return [each for each in list_applications(session, cohort) if each.is_untold]


def send_notices(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    letter: DecisionLetter,
    now: datetime,
    by: User,
) -> int:
    """Write to everybody whose decision waits to be told; how many were told.

    The cohort is locked by the caller. Sent again, nobody is written to twice and the
    answer is the same. Raises ``OperationConflict``.
    """
    told = _told_by(session, op)
    if told:
        if any(cohort_id != cohort.id for cohort_id in told):
            raise OperationConflict
        return len(told)
    waiting = untold(session, cohort)
    letters: list[tuple[User, outbox.Words, str]] = []
    for each in waiting:
        decision = each.latest
        if decision is None:
            continue
        session.add(
            DecisionNotice(
                uuid=uuid5(op, str(decision.uuid)),
                decision_id=decision.id,
                operation=op,
                actor_id=by.id,
                occurred_at=now,
                recorded_at=now,
            )
        )
        words = letter(each.application, decision)
        letters.append((each.application.user, words, f"decision:{decision.uuid}"))
    session.flush()
    outbox.tell_all(session, letters, now=now)
    return len(waiting)


def _told_by(session: Session, op: UUID) -> list[int]:
    """The cohort of every decision that this operation told of."""
    return list(
        session.scalars(
            select(Application.cohort_id)
            .join(
                ApplicationDecision,
                ApplicationDecision.application_id == Application.id,
            )
            .join(DecisionNotice, DecisionNotice.decision_id == ApplicationDecision.id)
            .where(DecisionNotice.operation == op)
        )
    )
