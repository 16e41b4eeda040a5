"""The requirement that every lesson of some modules is finished."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.course_module import CourseModule
from course.evidence import Evidence
from course.requirements.requirement import (
    Finding,
    Outstanding,
    Requirement,
    requirement,
)


@requirement("lessons")
@dataclass(frozen=True, slots=True)
class LessonsFinished(Requirement):
    """All these lessons, each given as (module key, lesson key, title)."""

    lessons: tuple[tuple[str, str, str], ...]

    @property
    def sentence(self) -> str:
        return "Every lesson of the core modules finished"

    def assess(self, evidence: Evidence) -> Finding:
        done = [
            evidence.lessons[module, lesson]
            for module, lesson, _ in self.lessons
            if (module, lesson) in evidence.lessons
        ]
        outstanding = tuple(
            Outstanding("lesson", module, lesson, title)
            for module, lesson, title in self.lessons
            if (module, lesson) not in evidence.lessons
        )
        return Finding(
            sentence=self.sentence,
            met=len(done),
            needed=len(self.lessons),
            outstanding=outstanding,
            met_at=None if outstanding else max(done, default=None),
        )

    @classmethod
    def of_modules(cls, modules: tuple[CourseModule, ...]) -> "LessonsFinished":
        return cls(
            tuple(
                (module.key, lesson.key, lesson.title)
                for module in modules
                for lesson in module.lessons
            )
        )

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind, "lessons": [list(each) for each in self.lessons]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LessonsFinished":
        return cls(
            tuple((module, lesson, title) for module, lesson, title in data["lessons"])
        )
