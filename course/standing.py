"""Where a learner stands: the fold of what they did, under one edition's rule.

This is the second law of the record. ``fold`` is pure; whatever is kept of its result
can be thrown away and computed again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course.counting import count_attempts
from course.evidence import Evidence
from course.outline import AwardRule, Course
from course.requirements import Finding, Outstanding

COMPLETION = "completion"


@dataclass(frozen=True, slots=True)
class QuizStanding:
    """What counts of a learner's marked attempts at one quiz, and their number."""

    attempts: int
    points: int
    out_of: int
    passed: bool


@dataclass(frozen=True, slots=True)
class AwardStanding:
    """One award: its findings and, once all are met, the moment it was earned."""

    kind: str
    title: str
    findings: tuple[Finding, ...]
    met_at: datetime | None

    @property
    def met(self) -> int:
        return sum(finding.met for finding in self.findings)

    @property
    def needed(self) -> int:
        return sum(finding.needed for finding in self.findings)

    @property
    def outstanding(self) -> tuple[Outstanding, ...]:
        return tuple(each for one in self.findings for each in one.outstanding)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that can be said of where a learner stands."""

    lessons: frozenset[tuple[str, str]]
    quizzes: tuple[tuple[str, QuizStanding], ...]
    awards: tuple[AwardStanding, ...]

    @property
    def completion(self) -> AwardStanding:
        """The award that progress is measured against."""
        return next(award for award in self.awards if award.kind == COMPLETION)

    def quiz(self, key: str) -> QuizStanding | None:
        return dict(self.quizzes).get(key)

    def kept(self) -> dict[str, Any]:
        """The part that an enrolment keeps for speed, as canonical data."""
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
                award.kind: award.met_at.isoformat()
                for award in self.awards
                if award.met_at is not None
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
        awards=tuple(_assess(rule, evidence) for rule in course.awards.values()),
    )


def _quiz_standing(course: Course, key: str, evidence: Evidence) -> QuizStanding:
    counted = count_attempts(evidence.at(key), course.counting_of(key))
    return QuizStanding(
        attempts=counted.attempts,
        points=counted.points,
        out_of=counted.out_of,
        passed=counted.passed,
    )


def _assess(rule: AwardRule, evidence: Evidence) -> AwardStanding:
    findings = tuple(each.assess(evidence) for each in rule.requirements)
    moments = [finding.met_at for finding in findings if finding.met_at is not None]
    is_met = all(finding.is_met for finding in findings)
    return AwardStanding(
        kind=rule.kind,
        title=rule.title,
        findings=findings,
        met_at=max(moments, default=None) if is_met else None,
    )
