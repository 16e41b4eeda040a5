"""A module's place in a course: what an outline and its rules need to know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CourseLesson:
    """A lesson as the outline knows it: its key and its title."""

    key: str
    title: str


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

    def lesson_keys(self) -> tuple[str, ...]:
        return tuple(lesson.key for lesson in self.lessons)

    def to_data(self) -> dict[str, Any]:
        """The module as canonical data."""
        return {
            "key": self.key,
            "title": self.title,
            "hours": self.hours,
            "objectives": list(self.objectives),
            "lessons": [[lesson.key, lesson.title] for lesson in self.lessons],
            "quiz": [self.quiz_key, self.quiz_title] if self.quiz_key else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CourseModule":
        """The module made again from what ``to_data`` gave."""
        quiz_key, quiz_title = data["quiz"] or (None, None)
        return cls(
            key=data["key"],
            title=data["title"],
            hours=data["hours"],
            objectives=tuple(data["objectives"]),
            lessons=tuple(CourseLesson(key, title) for key, title in data["lessons"]),
            quiz_key=quiz_key,
            quiz_title=quiz_title,
        )
