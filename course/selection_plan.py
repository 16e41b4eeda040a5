"""What a selection does, worked out before anything is done: values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from course.application_standing import (
    NOT_SELECTED,
    SELECTED,
    WAITING,
    WITHDRAWN,
)

CHOICES = (SELECTED, WAITING, NOT_SELECTED)

# Why somebody cannot be decided so.
GONE, ELSEWHERE, CLOSED, OWN = "withdrawn", "elsewhere", "closed", "own"
NO_PLACE = "no-place"
OBSTACLES = (GONE, ELSEWHERE, CLOSED, OWN, NO_PLACE)


@dataclass(frozen=True, slots=True)
class Case:
    """One application as it stands when somebody selects.

    ``is_here`` is whether the applicant is in the cohort, ``obstacle`` why they can
    not be selected, whatever is chosen.
    """

    uuid: UUID
    state: str
    number: int = 0
    rank: int | None = None
    is_here: bool = False
    obstacle: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one application: the verdict, a rank, or why nothing.

    ``over_quota`` is somebody who was to be selected and goes to the waiting list.
    """

    uuid: UUID
    asked: str
    verdict: str
    rank: int | None = None
    over_quota: bool = False
    obstacle: str | None = None
    is_changed: bool = True


def plan_selection(
    cases: Sequence[Case],
    choices: dict[UUID, str],
    *,
    free: int | None,
    waiting_list: bool,
    last_rank: int,
) -> tuple[Outcome, ...]:
    """What becomes of each application that a choice is made of, in their order.

    Whoever is taken back frees a place before places are given. Places are given in
    the order of ``cases`` as long as there are any; ``free`` is None without a quota.
    """
    chosen = [case for case in cases if case.uuid in choices]
    freed = sum(
        case.is_here
        and case.state == SELECTED
        and case.obstacle != OWN
        and choices[case.uuid] != SELECTED
        for case in chosen
    )
    left = None if free is None else free + freed
    outcomes = []
    for case in chosen:
        asked = choices[case.uuid]
        outcome = _outcome(case, asked, left, waiting_list, last_rank + 1)
        outcomes.append(outcome)
        if outcome.rank is not None and outcome.is_changed:
            last_rank = outcome.rank
        if left is not None and outcome.is_changed and outcome.verdict == SELECTED:
            left -= not case.is_here
    return tuple(outcomes)


def _outcome(
    case: Case, asked: str, left: int | None, waiting_list: bool, next_rank: int
) -> Outcome:
    obstacle = GONE if case.state == WITHDRAWN else case.obstacle
    if obstacle is not None and (asked == SELECTED or obstacle in (GONE, OWN)):
        return Outcome(case.uuid, asked, asked, obstacle=obstacle, is_changed=False)
    if case.state == asked:
        return Outcome(case.uuid, asked, asked, rank=case.rank, is_changed=False)
    if asked == WAITING:
        return Outcome(case.uuid, asked, WAITING, rank=next_rank)
    if asked == SELECTED and left is not None and left < 1 and not case.is_here:
        if not waiting_list:
            return Outcome(case.uuid, asked, asked, obstacle=NO_PLACE, is_changed=False)
        if case.state == WAITING:
            return Outcome(
                case.uuid,
                asked,
                WAITING,
                rank=case.rank,
                over_quota=True,
                is_changed=False,
            )
        return Outcome(case.uuid, asked, WAITING, rank=next_rank, over_quota=True)
    return Outcome(case.uuid, asked, asked)
