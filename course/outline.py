"""The outline of a course: its modules in order, and what each award requires.

An outline names content by key. Joined with the content it becomes a ``Course``,
which holds all that a learner is judged by and whose data an edition keeps. A
programme is a course too: one without modules, whose diploma rests on other courses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from course.award_kinds import GOALS
from course.canonical import canonical_json
from course.certified_course import CertifiedCourse
from course.counting import BEST, CountingRule
from course.course_module import CourseModule, CourseQuiz
from course.requirements import (
    Requirement,
    requirement_from_data,
    requirement_to_data,
)


@dataclass(frozen=True, slots=True)
class AwardRule:
    """What one kind of award is called and what it asks.

    It holds for ``valid_years``, or for good. In runs of the kind that is
    ``held_for_release`` nothing is issued before an administrator has released it.
    """

    kind: str
    title: str
    requirements: tuple[Requirement, ...]
    valid_years: int | None = None
    held_for_release: str | None = None

    def asked_in(self, mode: str) -> tuple[Requirement, ...]:
        """What it asks in a run of this kind."""
        return tuple(each for each in self.requirements if each.applies_in(mode))

    def is_held_for_release(self, mode: str | None) -> bool:
        """Whether an administrator releases the awards of a run of this kind."""
        return mode is not None and mode == self.held_for_release

    def to_data(self) -> dict[str, Any]:
        """The rule as canonical data; what came later only where it is said."""
        said = {
            "valid_years": self.valid_years,
            "held_for_release": self.held_for_release,
        }
        return {
            "title": self.title,
            "requires": [requirement_to_data(each) for each in self.requirements],
            **{name: value for name, value in said.items() if value is not None},
        }

    @classmethod
    def from_data(cls, kind: str, data: Mapping[str, Any]) -> "AwardRule":
        """The rule made again from what ``to_data`` gave."""
        return cls(
            kind=kind,
            title=data["title"],
            requirements=tuple(map(requirement_from_data, data["requires"])),
            valid_years=data.get("valid_years"),
            held_for_release=data.get("held_for_release"),
        )


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """A module that the course will have; nothing depends on it yet."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Course:
    """An outline joined with its modules: what is taught, in order, and the rule.

    A programme teaches nothing itself: it names ``courses``, and has no modules.
    """

    key: str
    title: str
    summary: str
    language: str
    modules: tuple[CourseModule, ...]
    awards: Mapping[str, AwardRule]
    planned: tuple[PlannedModule, ...] = ()
    assessments: tuple[CourseQuiz, ...] = ()
    courses: tuple[CertifiedCourse, ...] = ()

    @property
    def hours(self) -> int:
        taught = sum(module.hours for module in self.modules)
        return taught + sum(each.hours for each in self.courses)

    @property
    def is_programme(self) -> bool:
        """Whether its award rests on the certificates of other courses."""
        return bool(self.courses)

    @property
    def goal(self) -> AwardRule:
        """The award that progress is measured against."""
        return next(rule for kind, rule in self.awards.items() if kind in GOALS)

    @property
    def digest(self) -> str:
        """Fingerprint of what a learner is judged by."""
        return sha256(canonical_json(self.to_data()).encode()).hexdigest()

    def module(self, key: str) -> CourseModule | None:
        return next((module for module in self.modules if module.key == key), None)

    def module_of_quiz(self, quiz_key: str) -> CourseModule | None:
        """The module that this quiz ends or in which it is practice."""
        for module in self.modules:
            practice = {quiz.key for quiz in module.practice}
            if quiz_key == module.quiz_key or quiz_key in practice:
                return module
        return None

    def asks(self, quiz_key: str) -> bool:
        """Whether the course has a quiz of this key."""
        return self.module_of_quiz(quiz_key) is not None or quiz_key in {
            quiz.key for quiz in self.assessments
        }

    def quizzes(self) -> list[tuple[str, str]]:
        """Every quiz of the course by its key and its title, in order."""
        found = []
        for module in self.modules:
            found += [(quiz.key, quiz.title) for quiz in module.practice]
            if module.quiz_key:
                found.append((module.quiz_key, module.quiz_title or module.title))
        return found + [(quiz.key, quiz.title) for quiz in self.assessments]

    def counting_of(self, quiz_key: str) -> CountingRule:
        """Which attempts at a quiz count; the best ones where nothing is said."""
        for module in self.modules:
            if module.quiz_key == quiz_key:
                return module.counting
        found = (quiz.counting for quiz in self.assessments if quiz.key == quiz_key)
        return next(found, BEST)

    def to_data(self) -> dict[str, Any]:
        """The course as canonical data. What is only planned is left out."""
        assessments = {"assessments": [quiz.to_data() for quiz in self.assessments]}
        courses = {"courses": [each.to_data() for each in self.courses]}
        return {
            "key": self.key,
            "title": self.title,
            "summary": self.summary,
            "language": self.language,
            "modules": [module.to_data() for module in self.modules],
            "awards": {rule.kind: rule.to_data() for rule in self.awards.values()},
            **(assessments if self.assessments else {}),
            **(courses if self.courses else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Course":
        """The course as an edition kept it."""
        return cls(
            key=data["key"],
            title=data["title"],
            summary=data["summary"],
            language=data["language"],
            modules=tuple(map(CourseModule.from_data, data["modules"])),
            awards={
                # A database may keep them in another order than the outline has.
                kind: AwardRule.from_data(kind, data["awards"][kind])
                for kind in sorted(data["awards"])
            },
            assessments=tuple(map(CourseQuiz.from_data, data.get("assessments", ()))),
            courses=tuple(map(CertifiedCourse.from_data, data.get("courses", ()))),
        )
