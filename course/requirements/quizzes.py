"""The requirement that the quizzes of some modules are passed."""

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


@requirement("quizzes")
@dataclass(frozen=True, slots=True)
class QuizzesPassed(Requirement):
    """All these quizzes passed, each given as (module key, quiz key, title).

    Whether an attempt passed is on its mark, judged by the pass mark of the edition
    that the attempt was given.
    """

    quizzes: tuple[tuple[str, str, str], ...]

    @property
    def sentence(self) -> str:
        return "The quiz of every core module passed"

    def assess(self, evidence: Evidence) -> Finding:
        moments = {key: evidence.passed_at(key) for _, key, _ in self.quizzes}
        done = [moment for moment in moments.values() if moment is not None]
        outstanding = tuple(
            Outstanding("quiz", module, key, title)
            for module, key, title in self.quizzes
            if moments[key] is None
        )
        return Finding(
            sentence=self.sentence,
            met=len(done),
            needed=len(self.quizzes),
            outstanding=outstanding,
            met_at=None if outstanding else max(done, default=None),
        )

    @classmethod
    def of_modules(cls, modules: tuple[CourseModule, ...]) -> "QuizzesPassed":
        return cls(
            tuple(
                (module.key, module.quiz_key, module.quiz_title or module.title)
                for module in modules
                if module.quiz_key
            )
        )

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind, "quizzes": [list(each) for each in self.quizzes]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuizzesPassed":
        return cls(
            tuple((module, key, title) for module, key, title in data["quizzes"])
        )
