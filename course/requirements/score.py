"""The requirement of a score: in one quiz, or on average over several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from marshmallow import fields, validate

from course.counting import count_attempts
from course.evidence import Evidence, MarkedAttempt
from course.requirements.naming import (
    CORE,
    FINAL_ASSESSMENT,
    NamedOrCore,
    quizzes_named,
)
from course.requirements.phrases import Phrase
from course.requirements.required_quiz import RequiredQuiz
from course.requirements.requirement import (
    AskedSchema,
    Leaf,
    Outstanding,
    Requirement,
    RequirementFault,
    Taught,
    requirement,
)


class ScoreAskedSchema(AskedSchema):
    """In which quizzes, and how many per cent."""

    of = NamedOrCore("quizzes", FINAL_ASSESSMENT, required=True)
    at_least = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=100)
    )


@requirement("score")
@dataclass(frozen=True, slots=True)
class ScoreReached(Requirement):
    """At least so many per cent in a quiz, or on average in several.

    Each quiz weighs alike, whatever its points, and one that was never taken counts as
    nothing. Which of several attempts counts is as everywhere.
    """

    asked = ScoreAskedSchema
    is_objective = True

    quizzes: tuple[RequiredQuiz, ...]
    at_least: int
    is_named: bool = True

    @property
    def phrase(self) -> Phrase:
        numbers = {"percent": self.at_least}
        if len(self.quizzes) != 1 and not self.is_named:
            return Phrase("core_score", numbers=numbers)
        return Phrase("score", tuple(quiz.title for quiz in self.quizzes), numbers)

    @property
    def places(self) -> tuple[Outstanding, ...]:
        if len(self.quizzes) == 1:
            (quiz,) = self.quizzes
            return (Outstanding("score", quiz.module_key, quiz.key, quiz.title),)
        return (Outstanding("score", "", "", self.sentence),)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        attempts = [each for quiz in self.quizzes for each in evidence.at(quiz.key)]
        return Leaf(
            place=place,
            required=self.at_least,
            observed=self._percent(attempts),
            rows=tuple(
                row for quiz in self.quizzes for row in evidence.rows_at(quiz.key)
            ),
            moment=self._reached_at(attempts),
        )

    def _percent(self, attempts: Iterable[MarkedAttempt]) -> int:
        """The score in whole per cent, rounded down, so that 70 means 70 or more."""
        found: dict[str, list[MarkedAttempt]] = {}
        for each in attempts:
            found.setdefault(each.quiz_key, []).append(each)
        shares = Fraction(0)
        for quiz in self.quizzes:
            if quiz.key in found:
                counted = count_attempts(found[quiz.key], quiz.counting)
                shares += Fraction(counted.points, counted.out_of or 1)
        return int(shares * 100 / len(self.quizzes))

    def _reached_at(self, attempts: list[MarkedAttempt]) -> datetime | None:
        """Since when the score has been reached without a break, or nothing."""
        since = None
        for moment in sorted({s.marked_at for each in attempts for s in each.scores}):
            then = [one for each in attempts if (one := _known_at(each, moment))]
            is_reached = self._percent(then) >= self.at_least
            since = (since or moment) if is_reached else None
        return since

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "ScoreReached":
        of = asked["of"]
        quizzes = quizzes_named(of, taught)
        if not quizzes:
            raise RequirementFault("no core module has a quiz to score in")
        return cls(quizzes, asked["at_least"], of != CORE)

    def to_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "quizzes": [each.to_data() for each in self.quizzes],
            "at_least": self.at_least,
            **({} if self.is_named else {"core": True}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ScoreReached":
        quizzes = tuple(map(RequiredQuiz.from_data, data["quizzes"]))
        return cls(quizzes, data["at_least"], not data.get("core", False))


def _known_at(attempt: MarkedAttempt, moment: datetime) -> MarkedAttempt | None:
    """An attempt with the mark that it had at a moment; nothing where it had none."""
    had = [score for score in attempt.scores if score.marked_at <= moment]
    if not had:
        return None
    points, out_of = had[-1].points, had[-1].out_of
    number, passed = attempt.number, attempt.passed
    return MarkedAttempt(
        attempt.quiz_key, number, points, out_of, passed, had[-1].marked_at
    )
