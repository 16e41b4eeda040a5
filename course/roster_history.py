"""The lists that were applied to a cohort, and what became of each of their rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, aliased

from course.models import (
    Cohort,
    EnrolmentEvent,
    RosterImport,
    RosterMove,
    RosterUndo,
    User,
)
from course.roster_undo import undoable_until

# What rows were called before lists were planned.
_BEFORE = {
    "invited": ("create", "new"),
    "matched": ("match", "enrolled"),
    "restored": ("match", "restored"),
    "already-here": ("match", "here"),
    "repeated": ("match", "repeated"),
}


@dataclass(frozen=True, slots=True)
class AppliedRoster:
    """One list that was applied, who did it, and how it was taken back, if it was."""

    applied: RosterImport
    by: str | None
    undone: RosterUndo | None = None

    @property
    def uuid(self) -> UUID:
        return self.applied.uuid

    @property
    def token(self) -> str:
        return self.applied.digest

    @property
    def applied_at(self) -> datetime:
        return self.applied.recorded_at

    @property
    def file_name(self) -> str:
        return str(self.applied.outcome.get("file", ""))

    @property
    def undoable_until(self) -> datetime | None:
        """Until when it can be taken back; nothing where it was, or never could be."""
        is_old = any("kind" not in row for row in self.applied.outcome["rows"])
        return None if self.undone or is_old else undoable_until(self.applied)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(_rows(self.applied))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows were carried out, by their kind."""
        done = (row["kind"] for row in _rows(self.applied) if row["done"])
        return dict(Counter(done))


def rosters_of(session: Session, cohort: Cohort) -> list[AppliedRoster]:
    """Every list that was applied on this cohort's page or moved its learners, the
    latest first."""
    moved = exists(
        select(RosterMove.id)
        .join(EnrolmentEvent, EnrolmentEvent.id == RosterMove.event_id)
        .where(
            RosterMove.roster_import_id == RosterImport.id,
            EnrolmentEvent.cohort_id == cohort.id,
        )
    )
    return _found(session, or_(RosterImport.cohort_id == cohort.id, moved))


def find_roster(session: Session, cohort: Cohort, uuid: UUID) -> AppliedRoster | None:
    """The list of this name that was applied on this cohort's page."""
    found = _found(
        session, (RosterImport.cohort_id == cohort.id) & (RosterImport.uuid == uuid)
    )
    return found[0] if found else None


def dropped_by(session: Session, cohort: Cohort, uuid: UUID) -> frozenset[UUID]:
    """The enrolments that a list of this name dropped when it was applied."""
    found = find_roster(session, cohort, uuid)
    rows = found.rows if found else ()
    return frozenset(
        UUID(row["enrolment"]) for row in rows if row["kind"] == "drop" and row["done"]
    )


def _found(session: Session, where: Any) -> list[AppliedRoster]:
    actor = aliased(User)
    rows = session.execute(
        select(RosterImport, actor.name, RosterUndo)
        .outerjoin(actor, actor.id == RosterImport.actor_id)
        .outerjoin(RosterUndo, RosterUndo.roster_import_id == RosterImport.id)
        .where(where)
        .order_by(RosterImport.id.desc())
    )
    return [AppliedRoster(*row) for row in rows]


def _rows(applied: RosterImport) -> Iterator[dict[str, Any]]:
    for row in applied.outcome["rows"]:
        if "kind" in row:
            yield row
        else:
            kind, reason = _BEFORE[row["outcome"]]
            is_done = row["outcome"] in ("invited", "matched", "restored")
            yield {
                "number": row["number"],
                "email": row["email"],
                "kind": kind,
                "reason": reason,
                "done": is_done,
            }
