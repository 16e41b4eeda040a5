"""A module's place in a course: what an outline and its rules need to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from course.counting import BEST, CountingRule
from quizzes import Purpose


@dataclass(frozen=True, slots=True)
class CourseLesson:
    """A lesson as the outline knows it: its key and its title."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class CourseQuiz:
    """A quiz that is no module's own: practice, or a test of the whole course."""

    key: str
    title: str
    purpose: Purpose
    counting: CountingRule = BEST

    def to_data(self) -> list[Any]:
        """The quiz's place as canonical data."""
        return [self.key, self.title, self.purpose, *self.counting.to_data()]

    @classmethod
    def from_data(cls, data: list[Any]) -> "CourseQuiz":
        """The place made again from what ``to_data`` gave."""
        key, title, purpose, *counting = data
        return cls(key, title, purpose, CountingRule.from_data(counting))


@dataclass(frozen=True, slots=True)
class CourseModule:
    """A module's place in a course; the text of its lessons stays in ``modules/``."""

    key: str
    title: str
    hours: int
    objectives: tuple[str, ...]
    lessons: tuple[CourseLesson, ...]
    quiz_key: str | None
    quiz_title: str | None
    counting: CountingRule = BEST
    practice: tuple[CourseQuiz, ...] = ()

    def lesson_keys(self) -> tuple[str, ...]:
        return tuple(lesson.key for lesson in self.lessons)

    def to_data(self) -> dict[str, Any]:
        """The module as canonical data; what came later only where it is there."""
        practice = {"practice": [quiz.to_data() for quiz in self.practice]}
        return {
            "key": self.key,
            "title": self.title,
            "hours": self.hours,
            "objectives": list(self.objectives),
            "lessons": [[lesson.key, lesson.title] for lesson in self.lessons],
            "quiz": (
                [self.quiz_key, self.quiz_title, *self.counting.to_data()]
                if self.quiz_key
                else None
            ),
            **(practice if self.practice else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CourseModule":
        """The module made again from what ``to_data`` gave."""
        quiz_key, quiz_title, *counting = data["quiz"] or (None, None)
        return cls(
            key=data["key"],
            title=data["title"],
            hours=data["hours"],
            objectives=tuple(data["objectives"]),
            lessons=tuple(CourseLesson(key, title) for key, title in data["lessons"]),
            quiz_key=quiz_key,
            quiz_title=quiz_title,
            counting=CountingRule.from_data(counting),
            practice=tuple(map(CourseQuiz.from_data, data.get("practice", ()))),
        )
