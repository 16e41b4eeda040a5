"""The requirement that a paper, handed in as a file, is accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.evidence import Evidence
from course.requirements.once import shown_by
from course.requirements.phrases import Phrase
from course.requirements.requirement import (
    Leaf,
    Outstanding,
    Requirement,
    RequirementFault,
    Taught,
    requirement,
)

PAPER = Outstanding("paper", "", "paper", "A paper of one’s own")


@requirement("paper")
@dataclass(frozen=True, slots=True)
class PaperAccepted(Requirement):
    """A paper that was read and accepted, which lasts whatever is handed in later."""

    @property
    def phrase(self) -> Phrase:
        return Phrase("paper")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return (PAPER,)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        return shown_by(place, evidence.paper)

    @classmethod
    def of_outline(cls, _asked: Mapping[str, Any], taught: Taught) -> "PaperAccepted":
        if not taught.courses:
            raise RequirementFault("only a programme over courses can ask for a paper")
        return cls()

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind}

    @classmethod
    def from_data(cls, _data: Mapping[str, Any]) -> "PaperAccepted":
        return cls()
