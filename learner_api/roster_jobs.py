"""Lists of more learners than a request has time for: applied, taken back as jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import cohorts, jobs, roster, roster_history, roster_undo
from course.canonical import canonical_json
from course.errors import NotPermitted, sentence
from course.jobs import Progress
from course.models import Cohort, Job, RosterPlan, User
from course.models.job import APPLY_ROSTER, UNDO_ROSTER
from course.roster import Choices
from course.roster_errors import StaleRosterPlan
from course.roster_history import AppliedRoster
from learner_api.letters import roster_letters
from learner_api.roster_reading import country_codes
from learner_api.translation import gettext as _
from learner_api.work import Shown, Work, Workplace, staff_of

# What a request does itself; a list of more rows is a job.
AT_ONCE = 2000


def is_too_long(kept: RosterPlan, choices: Choices) -> bool:
    """Whether a list holds more rows than a request has time for."""
    return _length(kept, choices) > AT_ONCE


def is_too_long_to_undo(applied: AppliedRoster) -> bool:
    """Whether a list moved more learners than a request sets back."""
    return applied.undone is None and sum(applied.counts.values()) > AT_ONCE


def ask_to_apply(
    session: Session,
    cohort: Cohort,
    kept: RosterPlan,
    choices: Choices,
    token: str,
    *,
    now: datetime,
    by: User,
) -> Job:
    """Have a list applied. The same yes, said twice, is one job.

    Whoever says it again after it was refused or failed has it tried once more.
    """
    asked = {
        "cohort": str(cohort.uuid),
        "plan": str(kept.uuid),
        "token": token,
        "choices": choices.to_data(),
    }
    # Each row is planned anew, is given its place, and is written to.
    total = 3 * _length(kept, choices)
    job, _is_new = jobs.ask(
        session,
        APPLY_ROSTER,
        asked,
        op=_next_name(session, kept.uuid, asked, by),
        total=total,
        now=now,
        by=by,
    )
    return job


def ask_to_undo(
    session: Session,
    cohort: Cohort,
    applied: AppliedRoster,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> Job:
    """Have a list taken back, under the ``op`` of the undo."""
    asked = {
        "cohort": str(cohort.uuid),
        "roster_import": str(applied.uuid),
        "reason": reason,
    }
    total = sum(applied.counts.values())
    job, _is_new = jobs.ask(
        session, UNDO_ROSTER, asked, op=op, total=total, now=now, by=by
    )
    return job


def _length(kept: RosterPlan, choices: Choices) -> int:
    return len(kept.content["rows"]) + len(choices.drops)


def _next_name(session: Session, plan: UUID, asked: dict[str, Any], by: User) -> UUID:
    """The name of the job that does exactly this, unless it was tried and came to
    nothing."""
    number = 0
    while True:
        told = {"asked": asked, "by": str(by.uuid), "number": number}
        name = uuid5(plan, canonical_json(told))
        state = session.scalar(select(Job.state).where(Job.uuid == name))
        if state not in ("refused", "failed"):
            return name
        number += 1


def _apply(place: Workplace, job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.asked
    chosen = asked["choices"]
    with place.writing() as session:
        by = staff_of(session, job)
        cohort = _cohort(session, by, asked)
        done = roster.apply_roster(
            session,
            cohort,
            UUID(asked["plan"]),
            Choices(
                frozenset(map(UUID, chosen["drops"])),
                frozenset(chosen["taken"]),
                chosen["reason"],
            ),
            token=asked["token"],
            countries=country_codes(),
            letters=roster_letters(place.settings.public_url, by),
            now=place.clock(),
            office=place.office,
            by=by,
            progress=progress,
        )
        if done is None:
            # It was thrown away before its turn came.
            raise StaleRosterPlan
        return {"cohort": asked["cohort"], "roster_import": asked["plan"]}


def _undo(place: Workplace, job: Job, progress: Progress) -> dict[str, Any]:
    asked = job.asked
    with place.writing() as session:
        by = staff_of(session, job)
        cohort = _cohort(session, by, asked, for_update=True)
        applied = roster_history.find_roster(
            session, cohort, UUID(asked["roster_import"])
        )
        if applied is None:
            raise NotPermitted
        roster_undo.undo_roster(
            session,
            applied.applied,
            op=job.uuid,
            reason=asked["reason"],
            letters=roster_letters(place.settings.public_url, by),
            now=place.clock(),
            office=place.office,
            by=by,
            progress=progress,
        )
        return {"cohort": asked["cohort"], "roster_import": asked["roster_import"]}


def _cohort(
    session: Session, by: User, asked: dict[str, Any], *, for_update: bool = False
) -> Cohort:
    """The cohort, if whoever asked still leads it; otherwise ``NotPermitted``."""
    uuid = UUID(asked["cohort"])
    found = cohorts.find_cohort(session, by, uuid, for_update=for_update)
    if found is None:
        raise NotPermitted
    return found


def _before(job: Job) -> str:
    here = f"/cohorts/{job.asked['cohort']}"
    if job.kind == APPLY_ROSTER:
        return f"{here}/plans/{job.asked['plan']}"
    return f"{here}/lists/{job.asked['roster_import']}"


def _after(job: Job) -> str:
    result = job.result or {}
    return f"/cohorts/{result['cohort']}/lists/{result['roster_import']}"


def _place(_job: Job) -> list[tuple[str, str]]:
    return [(_("Cohorts"), "/cohorts")]


ROSTER_JOBS: dict[str, Work] = {APPLY_ROSTER: _apply, UNDO_ROSTER: _undo}
SHOWN = {
    APPLY_ROSTER: Shown(
        sentence("A list of learners is applied"), _place, _before, _after
    ),
    UNDO_ROSTER: Shown(
        sentence("A list of learners is taken back"), _place, _before, _after
    ),
}
