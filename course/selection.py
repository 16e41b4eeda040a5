"""Selecting among applications: the preview, the act itself, and telling people.

The preview and the act come from one plan, so that the two cannot differ; the act works
it out again with the cohort locked and refuses where it is no longer what was looked
at. So two who select at once never give more places than there are.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import enrolments
from course.admission import admit, latest_enrolment
from course.application_standing import SELECTED, WAITING
from course.applications import Filed
from course.awards import AwardOffice
from course.door_errors import NoPlaceLeft, NotSelectable, StaleSelection
from course.errors import OperationConflict
from course.models import (
    Application,
    ApplicationDecision,
    Cohort,
    Enrolment,
    Selection,
    User,
)
from course.selection_plan import (
    NO_PLACE,
    Outcome,
)
from course.selection_preview import (
    Places,
    Preview,
    next_in_line,
    places_of,
    preview_selection,
)
from course.turns import hold_enrolments

__all__ = [
    "Places",
    "Preview",
    "next_in_line",
    "places_of",
    "preview_selection",
    "select_applicants",
]


def select_applicants(
    session: Session,
    cohort: Cohort,
    choices: Mapping[UUID, str],
    *,
    op: UUID,
    token: str,
    reason: str,
    words: str | None = None,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[Selection, bool]:
    """Decide many applications at once, exactly as they were looked at.

    Whoever is selected is in the cohort with the same commit; whoever is over the quota
    goes to the waiting list. The cohort is locked by the caller. Raises
    ``StaleSelection``, ``NotSelectable``, ``NoPlaceLeft`` and ``OperationConflict``.
    """
    earlier = session.scalar(select(Selection).where(Selection.uuid == op))
    if earlier is not None:
        asked = _asked(choices, words)
        held = {name: earlier.outcome.get(name) for name in asked}
        if (earlier.cohort_id, earlier.reason, held) != (cohort.id, reason, asked):
            raise OperationConflict
        return earlier, False
    _hold_still(session, cohort, office)
    preview = preview_selection(session, cohort, choices, now=now, by=by)
    if preview.token != token:
        raise StaleSelection
    _refuse(preview)
    made = Selection(
        uuid=op,
        cohort_id=cohort.id,
        reason=reason,
        token=token,
        outcome=_told(choices, words, preview),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    # In the order of their people, as lists enrol them.
    changed = (each for each in preview.outcomes if each.is_changed)
    for outcome in sorted(changed, key=lambda each: _person(preview, each)):
        filed = preview.filed[outcome.uuid]
        _move(session, filed, outcome, reason, now=now, office=office, by=by)
        session.add(_decision(made, filed, outcome, reason, words, now=now, by=by))
    session.flush()
    return made, True


def _hold_still(session: Session, cohort: Cohort, office: AwardOffice) -> None:
    """Lock whatever enrolments the applicants have, in the order of every list."""
    applicants = select(Application.user_id).where(Application.cohort_id == cohort.id)
    theirs = select(Enrolment.id).where(
        Enrolment.course_key == cohort.course_key, Enrolment.user_id.in_(applicants)
    )
    hold_enrolments(session, session.scalars(theirs), office.programmes)


def _person(preview: Preview, outcome: Outcome) -> int:
    return preview.filed[outcome.uuid].application.user_id


def _refuse(preview: Preview) -> None:
    if any(each.obstacle == NO_PLACE for each in preview.obstacles):
        raise NoPlaceLeft(preview.places.free or 0)
    if preview.obstacles:
        raise NotSelectable(
            tuple(
                {
                    "application": str(each.uuid),
                    "name": preview.filed[each.uuid].application.name,
                    "obstacle": str(each.obstacle),
                }
                for each in preview.obstacles
            )
        )


def _move(
    session: Session,
    filed: Filed,
    outcome: Outcome,
    reason: str,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Bring the applicant into the cohort, or take them out of it again."""
    application: Application = filed.application
    if outcome.verdict == SELECTED:
        admit(
            session,
            application.user,
            application.cohort,
            now=now,
            office=office,
            by=by,
        )
    elif filed.standing.state == SELECTED:
        held = latest_enrolment(session, application.user, application.cohort)
        if held is not None and held.cohort_id == application.cohort_id:
            enrolments.withdraw(session, held, reason=reason, now=now, by=by)


def _decision(
    made: Selection,
    filed: Filed,
    outcome: Outcome,
    reason: str,
    words: str | None,
    *,
    now: datetime,
    by: User,
) -> ApplicationDecision:
    return ApplicationDecision(
        uuid=uuid5(made.uuid, str(outcome.uuid)),
        application=filed.application,
        selection_id=made.id,
        number=filed.standing.number + 1,
        verdict=outcome.verdict,
        rank=outcome.rank if outcome.verdict == WAITING else None,
        reason=reason,
        words=words,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )


def _asked(choices: Mapping[UUID, str], words: str | None) -> dict[str, Any]:
    """What the record keeps of what was asked; words are those for the applicants."""
    return {
        "asked": {str(uuid): choice for uuid, choice in choices.items()},
        "words": words,
    }


def _told(
    choices: Mapping[UUID, str], words: str | None, preview: Preview
) -> dict[str, Any]:
    """What the record keeps of the act: what was asked, and what became of each."""
    return {
        **_asked(choices, words),
        "rows": [{**asdict(each), "uuid": str(each.uuid)} for each in preview.outcomes],
        "places": asdict(preview.places),
    }
