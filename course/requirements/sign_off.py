"""The requirement that a trainer signs off, who says in person that it is enough."""

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

_PLACE = Outstanding("sign-off", "", "sign-off", "Your trainer’s sign-off")


@requirement("sign-off")
@dataclass(frozen=True, slots=True)
class SignedOff(Requirement):
    """A trainer's sign-off that was not withdrawn."""

    @property
    def phrase(self) -> Phrase:
        return Phrase("sign_off")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return (_PLACE,)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        return shown_by(place, evidence.sign_off)

    @classmethod
    def of_outline(cls, _asked: Mapping[str, Any], _taught: Taught) -> "SignedOff":
        return cls()

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind}

    @classmethod
    def from_data(cls, _data: Mapping[str, Any]) -> "SignedOff":
        return cls()
