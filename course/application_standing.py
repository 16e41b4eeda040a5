"""How an application stands: the fold of what was decided, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

APPLIED, SELECTED, WAITING = "applied", "selected", "waiting"
NOT_SELECTED, WITHDRAWN = "not-selected", "withdrawn"
# Selected once, and gone from the cohort since.
LEFT = "left"
STATES = (APPLIED, SELECTED, WAITING, NOT_SELECTED, WITHDRAWN, LEFT)


class Decided(Protocol):
    """What the fold needs to know of a decision."""

    @property
    def number(self) -> int: ...
    @property
    def verdict(self) -> str: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def recorded_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class ApplicationStanding:
    """Where an application stands: its state, its rank on the list, since when.

    ``number`` is that of the last decision, or 0 before there is any.
    """

    state: str = APPLIED
    rank: int | None = None
    number: int = 0
    since: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether another decision may follow."""
        return self.state != WITHDRAWN


def fold_decisions(
    decisions: Iterable[Decided], *, is_here: bool | None = None
) -> ApplicationStanding:
    """The standing that follows from what was decided, in whatever order it comes.

    ``is_here`` is whether the applicant is in the cohort today, where that is known:
    somebody selected who has gone takes no place.
    """
    latest = max(decisions, key=lambda each: each.number, default=None)
    if latest is None:
        return ApplicationStanding()
    gone = latest.verdict == SELECTED and is_here is False
    return ApplicationStanding(
        state=LEFT if gone else latest.verdict,
        rank=latest.rank,
        number=latest.number,
        since=latest.recorded_at,
    )
