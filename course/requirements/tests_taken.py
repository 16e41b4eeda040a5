"""The requirement that tests which only measure are taken, whatever comes of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from course.evidence import Evidence
from course.requirements.phrases import Phrase
from course.requirements.requirement import (
    AskedSchema,
    Leaf,
    Outstanding,
    Requirement,
    RequirementFault,
    Taught,
    requirement,
)
from quizzes import MEASURES


class TestsAskedSchema(AskedSchema):
    """Which tests, by their purpose."""

    of = fields.List(
        fields.String(validate=validate.OneOf(sorted(MEASURES))),
        required=True,
        validate=validate.Length(min=1),
    )


@requirement("tests")
@dataclass(frozen=True, slots=True)
class TestsTaken(Requirement):
    """These tests taken, each given as (purpose, key, title)."""

    __test__ = False  # No class of tests, whatever a collector of them may think.
    asked = TestsAskedSchema

    tests: tuple[tuple[str, str, str], ...]

    @property
    def phrase(self) -> Phrase:
        purposes = dict.fromkeys(purpose for purpose, *_ in self.tests)
        return Phrase("_".join(purposes))

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return tuple(
            Outstanding("test", "", key, title) for _, key, title in self.tests
        )

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        taken = [each.scores[0].marked_at for each in evidence.at(place.key)]
        return Leaf(
            place=place,
            required=1,
            observed=int(bool(taken)),
            rows=evidence.rows_at(place.key),
            moment=min(taken, default=None),
        )

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "TestsTaken":
        named = {each.purpose: each for each in taught.assessments}
        for purpose in asked["of"]:
            if purpose not in named:
                field = purpose.replace("-", "_")
                raise RequirementFault(f"no {field} is named")
        return cls(
            tuple(
                (each.purpose, each.key, each.title)
                for each in taught.assessments
                if each.purpose in asked["of"]
            )
        )

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind, "tests": [list(each) for each in self.tests]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "TestsTaken":
        return cls(
            tuple((purpose, key, title) for purpose, key, title in data["tests"])
        )
