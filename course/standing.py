"""Where a learner stands: the fold of what they did, under one edition's rule.

This is the second law of the record. ``fold`` is pure; whatever is kept of its result
can be thrown away and computed again.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from course.award_kinds import COMPLETION, DIPLOMA, GOALS, PARTICIPATION
from course.counting import count_attempts
from course.evidence import Evidence
from course.outline import Course
from course.proof import Proof, prove

__all__ = [
    "COMPLETION",
    "DIPLOMA",
    "GOALS",
    "PARTICIPATION",
    "AwardStanding",
    "QuizStanding",
    "Standing",
    "fold",
]


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """What counts of a learner's marked attempts at one quiz, and their number."""

    attempts: int
    points: int
    out_of: int
    passed: bool


AwardStanding: TypeAlias = Proof
"""Where a learner stands to one award: nothing but its proof."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that can be said of where a learner stands."""

    lessons: frozenset[tuple[str, str]]
    quizzes: tuple[tuple[str, QuizStanding], ...]
    awards: tuple[AwardStanding, ...]

    @property
    def completion(self) -> AwardStanding:
        """The award that progress is measured against; of a programme, the diploma."""
        return next(award for award in self.awards if award.kind in GOALS)

    def award(self, kind: str) -> AwardStanding | None:
        """Where the learner stands to one kind of award, if the course gives it."""
        return next((award for award in self.awards if award.kind == kind), None)

    def quiz(self, key: str) -> QuizStanding | None:
        return dict(self.quizzes).get(key)

    def kept(self) -> dict[str, Any]:
        """The part that an enrolment keeps for speed, as canonical data.

        What is outstanding is kept of the award that progress is measured against.
        """
        moments = {award.kind: award.met_at for award in self.awards}
        return {
            "lessons": sorted(list(each) for each in self.lessons),
            "quizzes": {
                key: [quiz.attempts, quiz.points, quiz.out_of, quiz.passed]
                for key, quiz in self.quizzes
            },
            "outstanding": [
                [each.kind, each.module_key, each.key]
                for each in self.completion.outstanding
            ],
            "earned": {
                kind: moment.isoformat()
                for kind, moment in moments.items()
                if moment is not None
            },
        }


def fold(course: Course, evidence: Evidence) -> Standing:
    """Where a learner with this evidence stands on this edition of the course."""
    quiz_keys = sorted({attempt.quiz_key for attempt in evidence.attempts})
    return Standing(
        lessons=frozenset(evidence.lessons),
        quizzes=tuple(
            (key, _quiz_standing(course, key, evidence)) for key in quiz_keys
        ),
        awards=tuple(prove(rule, evidence) for rule in course.awards.values()),
    )


def _quiz_standing(course: Course, key: str, evidence: Evidence) -> QuizStanding:
    counted = count_attempts(evidence.at(key), course.counting_of(key))
    return QuizStanding(
        attempts=counted.attempts,
        points=counted.points,
        out_of=counted.out_of,
        passed=counted.passed,
    )
