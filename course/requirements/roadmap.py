"""The requirement that the learner's roadmap, the capstone, is accepted."""

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
    Taught,
    requirement,
)

_PLACE = Outstanding("roadmap", "", "roadmap", "The roadmap for your own country")


@requirement("roadmap")
@dataclass(frozen=True, slots=True)
class RoadmapAccepted(Requirement):
    """A roadmap accepted by a trainer. One that is newer takes nothing from it."""

    @property
    def phrase(self) -> Phrase:
        return Phrase("roadmap")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return (_PLACE,)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        return shown_by(place, evidence.roadmap)

    @classmethod
    def of_outline(
        cls, _asked: Mapping[str, Any], _taught: Taught
    ) -> "RoadmapAccepted":
        return cls()

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind}

    @classmethod
    def from_data(cls, _data: Mapping[str, Any]) -> "RoadmapAccepted":
        return cls()
