"""What is left to do, in words and with the address where to do it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from course.models import Enrolment
from course.outline import Course
from course.progress import outstanding_of
from learner_api.addresses import place_address
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

Link = tuple[str, str]


class Place(Protocol):
    """A lesson or a quiz, as steps and requirements name it."""

    @property
    def kind(self) -> str: ...
    @property
    def module_key(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LeftIn:
    """What is left of one module; without a title it is of none in particular."""

    title: str
    links: tuple[Link, ...]


def link_to(
    course_key: str, place: Place, waiting: Collection[str] = frozenset()
) -> Link:
    """A lesson or a quiz as a link; ``waiting`` are quizzes that a person marks now."""
    words = (
        _("Quiz: %(title)s (waits to be marked)", title=place.title)
        if place.kind == "quiz" and place.key in waiting
        else _("Quiz: %(title)s", title=place.title)
    )
    return (
        place.title if place.kind == "lesson" else words,
        place_address(course_key, place.kind, place.module_key, place.key),
    )


def left_to_do(
    course: Course, enrolment: Enrolment, waiting: Collection[str] = frozenset()
) -> list[Link]:
    """Everything that is still to be done, in the order of the course."""
    return [
        link_to(course.key, each, waiting) for each in outstanding_of(course, enrolment)
    ]


def left_in_words(places: Iterable[Place]) -> str:
    """How much is still to be done: so many lessons, so many quizzes."""
    kinds = [place.kind for place in places]
    lessons = kinds.count("lesson")
    quizzes = len(kinds) - lessons
    words = [
        ngettext("%(num)d lesson", "%(num)d lessons", lessons) if lessons else "",
        ngettext("%(num)d quiz", "%(num)d quizzes", quizzes) if quizzes else "",
    ]
    return ", ".join(filter(None, words)) or _("Nothing")


def left_by_module(
    course: Course, places: Sequence[Place], waiting: Collection[str] = frozenset()
) -> list[LeftIn]:
    """What is left of a requirement, by module where a module has more than one."""
    keys = list(dict.fromkeys(place.module_key for place in places))
    if len(keys) in (1, len(places)):
        return [LeftIn("", tuple(link_to(course.key, e, waiting) for e in places))]
    titles = {module.key: module.title for module in course.modules}
    return [
        LeftIn(
            titles.get(key, ""),
            tuple(
                link_to(course.key, place, waiting)
                for place in places
                if place.module_key == key
            ),
        )
        for key in keys
    ]
