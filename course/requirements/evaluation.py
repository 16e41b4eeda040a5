"""The requirement that the form at the end of the course is given."""

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

EVALUATION = "evaluation"

_PLACE = Outstanding(EVALUATION, "", EVALUATION, "The form about the course")


@requirement(EVALUATION)
@dataclass(frozen=True, slots=True)
class EvaluationReturned(Requirement):
    """The form was given. What it says is known to nobody, and asked by no rule."""

    @property
    def phrase(self) -> Phrase:
        return Phrase("evaluation")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return (_PLACE,)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        return shown_by(place, evidence.evaluation)

    @classmethod
    def of_outline(
        cls, _asked: Mapping[str, Any], _taught: Taught
    ) -> "EvaluationReturned":
        return cls()

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind}

    @classmethod
    def from_data(cls, _data: Mapping[str, Any]) -> "EvaluationReturned":
        return cls()
