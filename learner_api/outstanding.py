"""What is left to do, in words and with the address where to do it."""

from collections.abc import Collection
from typing import Protocol

from course.models import Enrolment
from course.outline import Course
from course.progress import outstanding_of
from learner_api.addresses import place_address
from learner_api.translation import gettext as _

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
