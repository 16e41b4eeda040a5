"""Lists of learners: applied by the token of the plan.

A plan says of each row what would become of it. Applying works the same out again, with
the record held still, and refuses where that is no longer what the token stands for.
Nobody is ever taken out of a cohort of which the list does not speak, and nobody is
dropped without a yes of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.awards import AwardOffice
from course.errors import OperationConflict, sentence
from course.jobs import Progress, no_progress
from course.models import Cohort, RosterImport, RosterPlan, User
from course.roster_errors import (
    RosterChoiceInvalid,
    RosterReasonNeeded,
    StaleRosterPlan,
)
from course.roster_keeping import (
    KEPT,
    choose_columns,
    find_plan,
    keep_roster,
    plan_of,
    reading_of,
)
from course.roster_listing import Plan, PlanRow
from course.roster_seating import Letters, Seated, Seating, note_moves

__all__ = [
    "KEPT",
    "Choices",
    "Letters",
    "apply_roster",
    "choose_columns",
    "find_plan",
    "keep_roster",
    "plan_of",
    "reading_of",
]


@dataclass(frozen=True, slots=True)
class Choices:
    """What was decided beneath a plan.

    ``drops`` are the enrolments of those who may be withdrawn, for ``reason``;
    ``taken`` the numbers of the ambiguous rows to take as they stand.
    """

    drops: frozenset[UUID] = frozenset()
    taken: frozenset[int] = frozenset()
    reason: str = ""

    def to_data(self) -> dict[str, Any]:
        return {
            "drops": sorted(str(each) for each in self.drops),
            "taken": sorted(self.taken),
            "reason": self.reason,
        }


def apply_roster(
    session: Session,
    cohort: Cohort,
    plan: UUID,
    choices: Choices = Choices(),  # it is frozen
    *,
    token: str,
    countries: Mapping[str, str],
    letters: Letters,
    now: datetime,
    office: AwardOffice,
    by: User,
    progress: Progress = no_progress,
) -> tuple[RosterImport, bool] | None:
    """Do what a plan says, or return what it did before, and which.

    Nothing where there is no such plan. Raises ``StaleRosterPlan`` when something else
    would be done than ``token`` stands for, ``RosterChoiceInvalid`` and
    ``RosterReasonNeeded``. It locks ``cohort`` itself, in one order with the others
    that the list speaks of; the caller locks none. ``progress`` is told of each row
    three times: once it is planned anew, has its place, and is written to.
    """
    earlier = _applied(session, cohort, plan, token, choices)
    if earlier is not None:
        return earlier, False
    kept = find_plan(session, cohort, plan, by)
    if kept is None:
        return None
    found = plan_of(session, cohort, kept, countries=countries, by=by, to_apply=office)
    # A second click may have waited for the first.
    earlier = _applied(session, cohort, plan, token, choices)
    if earlier is not None:
        return earlier, False
    if found.token != token:
        raise StaleRosterPlan
    rows = chosen_rows(found, choices)
    progress(len(found.rows))
    seating = Seating(session, plan, letters, now, office, by, progress)
    try:
        with session.begin_nested():
            seated = seating.seat(rows, choices.reason)
    except IntegrityError:
        # Somebody came onto the platform or the course since the record was read.
        raise StaleRosterPlan from None
    applied = RosterImport(
        uuid=plan,
        cohort_id=cohort.id,
        digest=token,
        outcome=_outcome(kept, found, choices, rows, seated),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(applied)
    session.delete(kept)
    session.flush()
    note_moves(session, applied, seated.events)
    return applied, True


def _outcome(
    kept: RosterPlan,
    plan: Plan,
    choices: Choices,
    rows: frozenset[PlanRow],
    seated: Seated,
) -> dict[str, Any]:
    """What the record keeps of a list: whatever was planned, chosen and done."""
    return {
        "file": kept.file_name,
        "is_whole": plan.is_whole,
        "cohorts": [each.key for each in plan.cohorts],
        "choices": choices.to_data(),
        "rows": [_kept(row, row in rows, seated) for row in plan.rows],
    }


def _kept(row: PlanRow, is_done: bool, seated: Seated) -> dict[str, Any]:
    """A row as the record keeps it: what was planned, and whether it was done."""
    said = row.to_data() | {"done": is_done}
    if is_done:
        person, enrolment = seated.places[row]
        said |= {"person": str(person), "enrolment": str(enrolment)}
    return said


def chosen_rows(plan: Plan, choices: Choices) -> frozenset[PlanRow]:
    """The rows that are carried out once these choices were made."""
    ambiguous = {row.number: row for row in plan.rows if row.kind == "ambiguous"}
    drops = {row.enrolment: row for row in plan.rows if row.kind == "drop"}
    if not choices.taken <= ambiguous.keys() or not choices.drops <= drops.keys():
        raise RosterChoiceInvalid(
            sentence("A row was chosen that the plan does not offer to choose.")
        )
    require_reason(choices)
    taken = [ambiguous[number] for number in choices.taken]
    if len({row.email for row in taken}) < len(taken):
        raise RosterChoiceInvalid(
            sentence("Of several rows with one address, at most one can be taken.")
        )
    return frozenset(
        (
            *(row for row in plan.rows if row.effect and row.is_done_unasked),
            *(row for row in taken if row.effect),
            *(drops[each] for each in choices.drops),
        )
    )


def require_reason(choices: Choices) -> None:
    """Raise ``RosterReasonNeeded`` where somebody is dropped and nothing says why."""
    if choices.drops and not choices.reason.strip():
        raise RosterReasonNeeded


def _applied(
    session: Session, cohort: Cohort, plan: UUID, token: str, choices: Choices
) -> RosterImport | None:
    """What this plan did, or ``OperationConflict`` if it was applied otherwise."""
    found = session.scalar(
        select(RosterImport).where(
            RosterImport.uuid == plan, RosterImport.cohort_id == cohort.id
        )
    )
    if found is not None and (
        found.digest != token or found.outcome.get("choices") != choices.to_data()
    ):
        raise OperationConflict
    return found
