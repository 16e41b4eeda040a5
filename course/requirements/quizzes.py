"""The requirement that the quizzes of some modules, or a final one, are passed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.counting import BEST, CountingRule, passed_at
from course.course_module import CourseModule, CourseQuiz
from course.evidence import Evidence
from course.requirements.requirement import (
    Finding,
    Outstanding,
    Requirement,
    requirement,
)


@dataclass(frozen=True, slots=True)
class RequiredQuiz:
    """A quiz to pass, where it is, and which attempts at it count.

    A final assessment belongs to no module: its ``module_key`` is empty.
    """

    module_key: str
    key: str
    title: str
    counting: CountingRule = BEST

    def to_data(self) -> list[Any]:
        return [self.module_key, self.key, self.title, *self.counting.to_data()]

    @classmethod
    def from_data(cls, data: list[Any]) -> "RequiredQuiz":
        module_key, key, title, *counting = data
        return cls(module_key, key, title, CountingRule.from_data(counting))


@requirement("quizzes")
@dataclass(frozen=True, slots=True)
class QuizzesPassed(Requirement):
    """All these quizzes passed.

    Whether an attempt passed is on its mark, judged by the pass mark of the edition
    that the attempt was given.
    """

    quizzes: tuple[RequiredQuiz, ...]

    @property
    def sentence(self) -> str:
        if self.quizzes and not any(each.module_key for each in self.quizzes):
            return "The final assessment passed"
        return "The quiz of every core module passed"

    def assess(self, evidence: Evidence) -> Finding:
        moments = {
            quiz.key: passed_at(evidence.at(quiz.key), quiz.counting)
            for quiz in self.quizzes
        }
        done = [moment for moment in moments.values() if moment is not None]
        outstanding = tuple(
            Outstanding("quiz", quiz.module_key, quiz.key, quiz.title)
            for quiz in self.quizzes
            if moments[quiz.key] is None
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
                RequiredQuiz(
                    module.key,
                    module.quiz_key,
                    module.quiz_title or module.title,
                    module.counting,
                )
                for module in modules
                if module.quiz_key
            )
        )

    @classmethod
    def of_assessment(cls, quiz: CourseQuiz) -> "QuizzesPassed":
        """The rule that the course's final assessment is passed."""
        return cls((RequiredQuiz("", quiz.key, quiz.title, quiz.counting),))

    def to_data(self) -> dict[str, Any]:
        return {"kind": self.kind, "quizzes": [each.to_data() for each in self.quizzes]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuizzesPassed":
        return cls(tuple(map(RequiredQuiz.from_data, data["quizzes"])))
