"""The requirement that quizzes are passed: of modules, a final one, or named ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.counting import passed_at
from course.course_module import CourseModule, CourseQuiz
from course.evidence import Evidence
from course.requirements.naming import (
    CORE,
    FINAL_ASSESSMENT,
    NamedOrCore,
    module_quizzes,
    quizzes_named,
)
from course.requirements.phrases import Phrase
from course.requirements.required_quiz import RequiredQuiz
from course.requirements.requirement import (
    AskedSchema,
    Leaf,
    Outstanding,
    Requirement,
    Taught,
    requirement,
)


class QuizzesAskedSchema(AskedSchema):
    """Which quizzes."""

    of = NamedOrCore("quizzes", FINAL_ASSESSMENT, required=True)


@requirement("quizzes")
@dataclass(frozen=True, slots=True)
class QuizzesPassed(Requirement):
    """All these quizzes passed; ``is_named`` where an outline named them one by one.

    Whether an attempt passed is on its mark, judged by the pass mark of the edition
    that the attempt was given.
    """

    asked = QuizzesAskedSchema
    is_objective = True

    quizzes: tuple[RequiredQuiz, ...]
    is_named: bool = False

    @property
    def phrase(self) -> Phrase:
        if self.is_named:
            return Phrase("quizzes", tuple(quiz.title for quiz in self.quizzes))
        if self.quizzes and not any(each.module_key for each in self.quizzes):
            return Phrase("final_assessment")
        return Phrase("core_quizzes")

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return tuple(
            Outstanding("quiz", quiz.module_key, quiz.key, quiz.title)
            for quiz in self.quizzes
        )

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        quiz = next(each for each in self.quizzes if each.key == place.key)
        moment = passed_at(evidence.at(place.key), quiz.counting)
        return Leaf(
            place=place,
            required=1,
            observed=int(moment is not None),
            rows=evidence.rows_at(place.key),
            moment=moment,
        )

    @classmethod
    def of_modules(cls, modules: tuple[CourseModule, ...]) -> "QuizzesPassed":
        """The quizzes that end these modules, as the core of a course."""
        return cls(module_quizzes(modules))

    @classmethod
    def of_assessment(cls, quiz: CourseQuiz) -> "QuizzesPassed":
        """The rule that the course's final assessment is passed."""
        return cls((RequiredQuiz("", quiz.key, quiz.title, quiz.counting),))

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "QuizzesPassed":
        of = asked["of"]
        return cls(quizzes_named(of, taught), of not in (CORE, FINAL_ASSESSMENT))

    def to_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "quizzes": [each.to_data() for each in self.quizzes],
            **({"named": True} if self.is_named else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "QuizzesPassed":
        quizzes = tuple(map(RequiredQuiz.from_data, data["quizzes"]))
        return cls(quizzes, data.get("named", False))
