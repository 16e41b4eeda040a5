"""What the record of every one of the multitude is made with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from learner_api.demonstration.multitude.calendar import Group
from learner_api.demonstration.multitude.documents import Documents
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.ledger import Ledger
from learner_api.demonstration.multitude.sheets import Sheets


@dataclass(frozen=True, slots=True)
class LedCohort:
    """A cohort as it was written, with who leads it and the group that it is."""

    id: int
    trainer: int
    group: Group

    @property
    def mode(self) -> str:
        return "moderated" if self.group.is_moderated else "self-paced"


@dataclass(frozen=True, slots=True)
class World:
    """The editions, the cohorts, who acts, and where rows are put."""

    ledger: Ledger
    editions: Sequence[Taught]
    cohorts: Sequence[LedCohort]
    administrator: int
    documents: Documents
    password_hash: str
    random: Random
    now: int
    sheets: Sheets = field(default_factory=Sheets)
