"""The requirement that lessons are finished: all of some modules, or a share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields

from course.course_module import CourseModule
from course.evidence import Evidence
from course.requirements.naming import CORE, NamedOrCore, modules_named
from course.requirements.phrases import Phrase
from course.requirements.requirement import (
    AskedSchema,
    Leaf,
    Outstanding,
    Requirement,
    Taught,
    requirement,
)

_SHARE = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")


class Share(fields.Field[tuple[int, int]]):
    """A part of the whole, written as two thirds are: "2/3"."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[int, int]:
        found = _SHARE.fullmatch(value) if isinstance(value, str) else None
        if found is None or int(found[1]) >= int(found[2]):
            raise ValidationError(
                'Write a part of the whole, such as "2/3". For all of it leave '
                "share out."
            )
        return int(found[1]), int(found[2])


class LessonsAskedSchema(AskedSchema):
    """Of which modules, and how large a part of their lessons."""

    of = NamedOrCore("modules", required=True)
    share = Share(load_default=None)


@requirement("lessons")
@dataclass(frozen=True, slots=True)
class LessonsFinished(Requirement):
    """These lessons, each given as (module key, lesson key, title): all, or a share.

    ``modules`` are the titles of the modules that an outline named; nothing where the
    lessons are those of the core modules.
    """

    asked = LessonsAskedSchema

    lessons: tuple[tuple[str, str, str], ...]
    share: tuple[int, int] | None = None
    modules: tuple[str, ...] = ()

    @property
    def phrase(self) -> Phrase:
        key = "lessons" if self.modules else "core_lessons"
        if self.share is None:
            return Phrase(key, self.modules)
        numbers = {"needed": self.needed, "total": len(self.lessons)}
        return Phrase(f"{key}_part", self.modules, numbers)

    @property
    def places(self) -> tuple[Outstanding, ...]:
        return tuple(
            Outstanding("lesson", module, lesson, title)
            for module, lesson, title in self.lessons
        )

    @property
    def needed(self) -> int:
        if self.share is None:
            return len(self.lessons)
        part, whole = self.share
        return -(-len(self.lessons) * part // whole)

    def compare(self, place: Outstanding, evidence: Evidence) -> Leaf:
        where = (place.module_key, place.key)
        moment = evidence.lessons.get(where)
        if moment is None:
            return Leaf(place, 1, 0, (), None)
        row = evidence.lesson_row(where) if evidence.lesson_rows else None
        return Leaf(place, 1, 1, () if row is None else (row,), moment)

    @classmethod
    def of_modules(cls, modules: tuple[CourseModule, ...]) -> "LessonsFinished":
        """Every lesson of these modules, as the core of a course."""
        return cls(
            tuple(
                (module.key, lesson.key, lesson.title)
                for module in modules
                for lesson in module.lessons
            )
        )

    @classmethod
    def of_outline(cls, asked: Mapping[str, Any], taught: Taught) -> "LessonsFinished":
        of, share = asked["of"], asked["share"]
        if of == CORE:
            return cls(cls.of_modules(taught.modules).lessons, share)
        named = modules_named(of, taught)
        titles = tuple(module.title for module in named)
        return cls(cls.of_modules(named).lessons, share, titles)

    def to_data(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "lessons": [list(each) for each in self.lessons],
            **({"share": list(self.share)} if self.share else {}),
            **({"modules": list(self.modules)} if self.modules else {}),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "LessonsFinished":
        return cls(
            tuple((module, lesson, title) for module, lesson, title in data["lessons"]),
            tuple(data["share"]) if "share" in data else None,
            tuple(data.get("modules", ())),
        )
