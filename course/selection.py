"""Selecting among applications: the preview, the act itself, and telling people.

The preview and the act come from one plan, so that the two cannot differ; the act works
it out again with the cohort locked and refuses where it is no longer what was looked
at. So two who select at once never give more places than there are.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import enrolments
from course.admission import admit, latest_enrolment
from course.application_standing import SELECTED, WAITING
from course.applications import Filed, list_applications
from course.awards import AwardOffice
from course.balance import Balance, balance_of
from course.calls import call_of, places_taken, terms_of
from course.canonical import canonical_json
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
    CLOSED,
    ELSEWHERE,
    NO_PLACE,
    OWN,
    Case,
    Outcome,
    plan_selection,
)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a cohort: how many there may be, are taken, and are free."""

    quota: int | None
    taken: int
    waiting_list: bool

    @property
    def free(self) -> int | None:
        return None if self.quota is None else max(self.quota - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a selection would do: each outcome, and the balance before and after."""

    cohort: Cohort
    places: Places
    filed: Mapping[UUID, Filed]
    outcomes: tuple[Outcome, ...]
    before: Balance
    after: Balance

    @property
    def obstacles(self) -> tuple[Outcome, ...]:
        return tuple(each for each in self.outcomes if each.obstacle is not None)

    @property
    def token(self) -> str:
        """Fingerprint of what would be done, and of what it rests on."""
        told = {
            "cohort": str(self.cohort.uuid),
            "free": self.places.free,
            "rows": [
                [
                    str(each.uuid),
                    each.asked,
                    each.verdict,
                    each.rank,
                    each.obstacle,
                    each.is_changed,
                    self.filed[each.uuid].standing.number,
                ]
                for each in self.outcomes
            ],
        }
        return sha256(canonical_json(told).encode()).hexdigest()


def places_of(session: Session, cohort: Cohort) -> Places:
    """The places of a cohort by the call in force."""
    call = call_of(session, cohort)
    return Places(
        quota=call.quota if call else None,
        taken=places_taken(session, cohort),
        waiting_list=terms_of(call).waiting_list if call else True,
    )


def preview_selection(
    session: Session, cohort: Cohort, choices: Mapping[UUID, str], *, by: User
) -> Preview:
    """What choosing so would do. Nothing is written."""
    everything = list_applications(session, cohort)
    filed = {each.application.uuid: each for each in everything}
    unknown = [uuid for uuid in choices if uuid not in filed]
    if unknown:
        raise StaleSelection
    places = places_of(session, cohort)
    elsewhere = _elsewhere(session, cohort, everything)
    cases = [_case(each, elsewhere, by) for each in _in_order(everything)]
    outcomes = plan_selection(
        cases,
        dict(choices),
        free=places.free,
        waiting_list=places.waiting_list,
        last_rank=max((case.rank or 0 for case in cases), default=0),
    )
    selected = {uuid for uuid, each in filed.items() if each.standing.state == SELECTED}
    after = set(selected)
    for outcome in outcomes:
        if outcome.obstacle is None:
            after.discard(outcome.uuid)
            after |= {outcome.uuid} if outcome.verdict == SELECTED else set()
    return Preview(
        cohort=cohort,
        places=places,
        filed=filed,
        outcomes=outcomes,
        before=balance_of(filed[uuid].application for uuid in selected),
        after=balance_of(filed[uuid].application for uuid in after),
    )


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
        asked = {str(uuid): choice for uuid, choice in choices.items()}
        held = (earlier.cohort_id, earlier.reason, earlier.outcome["asked"])
        if held != (cohort.id, reason, asked):
            raise OperationConflict
        return earlier, False
    _hold_still(session, cohort)
    preview = preview_selection(session, cohort, choices, by=by)
    if preview.token != token:
        raise StaleSelection
    _refuse(preview)
    made = Selection(
        uuid=op,
        cohort_id=cohort.id,
        reason=reason,
        token=token,
        outcome=_told(choices, preview),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    for outcome in preview.outcomes:
        if outcome.is_changed:
            filed = preview.filed[outcome.uuid]
            _move(session, filed, outcome, reason, now=now, office=office, by=by)
            session.add(_decision(made, filed, outcome, reason, words, now=now, by=by))
    session.flush()
    return made, True


def next_in_line(session: Session, cohort: Cohort) -> tuple[Filed, ...]:
    """Who could be given a place that is free now, in the order of the waiting list."""
    free = places_of(session, cohort).free
    waiting = sorted(
        (
            each
            for each in list_applications(session, cohort)
            if each.standing.state == WAITING
        ),
        key=lambda each: each.standing.rank or 0,
    )
    return tuple(waiting if free is None else waiting[:free])


def _in_order(everything: list[Filed]) -> list[Filed]:
    """Those who wait first, by rank; then the others as they applied."""
    return sorted(
        everything,
        key=lambda each: (
            each.standing.state != WAITING,
            each.standing.rank or 0,
            each.application.id,
        ),
    )


def _hold_still(session: Session, cohort: Cohort) -> None:
    """Lock whatever enrolments the applicants have, in the order of every list."""
    applicants = select(Application.user_id).where(Application.cohort_id == cohort.id)
    session.execute(
        select(Enrolment.id)
        .where(
            Enrolment.course_key == cohort.course_key,
            Enrolment.user_id.in_(applicants),
        )
        .order_by(Enrolment.id)
        .with_for_update()
    )


def _case(filed: Filed, elsewhere: frozenset[int], by: User) -> Case:
    user = filed.application.user
    obstacle = None
    if user.id == by.id:
        obstacle = OWN
    elif user.closed_at is not None:
        obstacle = CLOSED
    elif user.id in elsewhere:
        obstacle = ELSEWHERE
    return Case(
        uuid=filed.application.uuid,
        state=filed.standing.state,
        number=filed.standing.number,
        rank=filed.standing.rank,
        is_here=filed.is_here,
        obstacle=obstacle,
    )


def _elsewhere(
    session: Session, cohort: Cohort, everything: list[Filed]
) -> frozenset[int]:
    """Those whose newest run of this course is in another cohort."""
    ids = [each.application.user_id for each in everything]
    return frozenset(
        session.scalars(
            select(Enrolment.user_id).where(
                Enrolment.user_id.in_(ids),
                Enrolment.course_key == cohort.course_key,
                Enrolment.cohort_id.is_not(None),
                Enrolment.cohort_id != cohort.id,
                enrolments.is_newest_run(),
            )
        )
    )


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


def _told(choices: Mapping[UUID, str], preview: Preview) -> dict[str, Any]:
    """What the record keeps of the act: what was asked, and what became of each."""
    return {
        "asked": {str(uuid): choice for uuid, choice in choices.items()},
        "rows": [{**asdict(each), "uuid": str(each.uuid)} for each in preview.outcomes],
        "places": asdict(preview.places),
    }
