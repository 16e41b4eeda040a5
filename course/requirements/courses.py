"""The requirement that other courses are completed: their certificates, and valid."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, validate

from course.certified_course import CertifiedCourse
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

ALL = "all"


class AllOrSome(fields.Field[Any]):
    """The word for all courses of the programme, or a list of their keys."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        is_list = isinstance(value, list) and all(isinstance(e, str) for e in value)
        if value == ALL or (is_list and value):
            if is_list and len(set(value)) < len(value):
                raise ValidationError("Names something twice.")
            return value
        raise ValidationError(f"Must be: {ALL}; or a list of the keys of courses.")


class CoursesAskedSchema(AskedSchema):
    """Which courses, and of how many of them at the least."""

    of = AllOrSome(load_default=ALL)
    at_least = fields.Integer(
        load_default=None, strict=True, validate=validate.Range(min=1)
    )


@requirement("courses")
@dataclass(frozen=True, slots=True)
class CoursesCertified(Requirement):
    """A valid Certificate of Completion in each course, or in ``at_least`` of them.

    No such certificate is without objective assessment, so neither is what asks for it.
    """

    asked = CoursesAskedSchema
    is_objective = True

    courses: tuple[CertifiedCourse, ...]
    at_least: int | None = None

    @property
    def phrase(self) -> Phrase:
        titles = tuple(each.title for each in self.courses)
        if self.at_least is None:
            return Phrase("courses", titles)
        return Phrase("courses_part", titles, {"needed": self.at_least})

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return tuple(
            Outstanding("course", "", each.key, each.title) for each in self.courses
        )

    @property
    def needed(self) -> int:
        return len(self.courses) if self.at_least is None else self.at_least

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        found = evidence.certificates.get(place.key)
        return Leaf(
            place=place,
            required=1,
            observed=int(found is not None),
            rows=() if found is None else (found.row,),
            moment=None if found is None else found.achieved_at,
        )

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "CoursesCertified":
        if not taught.courses:
            raise RequirementFault(
                "only a programme, which names its courses, can ask for certificates"
            )
        known = {each.key for each in taught.courses}
        of = known if asked["of"] == ALL else asked["of"]
        for key in of:
            if key not in known:
                raise RequirementFault(f"the programme has no course '{key}'")
        courses = tuple(each for each in taught.courses if each.key in of)
        at_least = asked["at_least"]
        if at_least is not None and at_least > len(courses):
            raise RequirementFault(
                f"{at_least} certificates are asked of {len(courses)} courses"
            )
        return cls(courses, None if at_least == len(courses) else at_least)

    def to_data(self) -> dict[str, Any]:
        at_least = {"at_least": self.at_least}
        return {
            "kind": self.kind,
            "courses": [each.to_data() for each in self.courses],
            **(at_least if self.at_least is not None else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CoursesCertified":
        courses = tuple(map(CertifiedCourse.from_data, data["courses"]))
        return cls(courses, data.get("at_least"))
