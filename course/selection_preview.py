"""What selecting would do: worked out from the record, and nothing written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import enrolments
from course.application_standing import SELECTED, WAITING
from course.applications import Filed, list_applications
from course.balance import Balance, balance_of
from course.calls import call_of, places_taken, terms_of
from course.canonical import canonical_json
from course.door_errors import StaleSelection
from course.models import Cohort, Enrolment, User
from course.selection_plan import (
    CLOSED,
    ELSEWHERE,
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
    session: Session,
    cohort: Cohort,
    choices: Mapping[UUID, str],
    *,
    now: datetime,
    by: User,
) -> Preview:
    """What choosing so would do now. Nothing is written."""
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
        before=balance_of(
            (filed[uuid].application for uuid in selected), on=now.date()
        ),
        after=balance_of((filed[uuid].application for uuid in after), on=now.date()),
    )


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
