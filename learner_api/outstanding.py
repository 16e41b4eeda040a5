"""What is left to do, in words and with the address where to do it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from course.models import Enrolment
from course.outline import Course
from course.steps import outstanding_of
from learner_api.addresses import (
    discussion_address,
    evaluation_address,
    lesson_address,
    papers_address,
    progress_address,
    quiz_address,
    roadmap_address,
    room_address,
)
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

Link = tuple[str, str]
StaffLink = tuple[str, str | None]


class Place(Protocol):
    """A lesson, a quiz or what else is asked, as steps and requirements name it."""

    @property
    def kind(self) -> str: ...
    @property
    def module_key(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...


Naming: TypeAlias = Callable[[Place], StaffLink]
"""How a place is put in words and linked, for whoever reads of it."""


@dataclass(frozen=True, slots=True)
class LeftIn:
    """What is left of one module; without a title it is of none in particular."""

    title: str
    links: tuple[StaffLink, ...]


def link_to(
    enrolment: Enrolment, place: Place, waiting: Collection[str] = frozenset()
) -> Link:
    """What is to be done as a link, for the learner whose enrolment it is.

    ``waiting`` are the keys of what waits for a person now: to be marked, to be read.
    """
    kind = kind_of(place)
    words = _WAITING if place.key in waiting else _WORDS
    said = words.get(kind, _WORDS[kind])(place.title)
    return said, address_of(enrolment, place)


def kind_of(place: Place) -> str:
    """What a place is called by: a quiz of no module is the final assessment."""
    is_final = place.kind == "quiz" and not place.module_key
    return "final" if is_final else place.kind


def address_of(enrolment: Enrolment, place: Place) -> str:
    """Where something is done, or explained where nothing can be done at once."""
    course_key = enrolment.course_key
    if place.kind == "lesson":
        return lesson_address(course_key, place.module_key, place.key)
    if place.kind in ("quiz", "test") or (place.kind == "score" and place.key):
        return quiz_address(course_key, place.key)
    if place.kind == "roadmap":
        return roadmap_address(enrolment.uuid)
    if place.kind == "paper":
        return papers_address(enrolment.uuid)
    if place.kind == "posts" and enrolment.cohort is not None:
        cohort, module = enrolment.cohort.uuid, place.module_key
        return room_address(cohort, module) if module else discussion_address(cohort)
    if place.kind == "evaluation":
        return evaluation_address(enrolment.uuid)
    return progress_address(course_key)


def left_to_do(
    course: Course, enrolment: Enrolment, waiting: Collection[str] = frozenset()
) -> list[Link]:
    """Everything that is still to be done, in the order of the course."""
    return [
        link_to(enrolment, each, waiting) for each in outstanding_of(course, enrolment)
    ]


def left_in_words(places: Iterable[Place]) -> str:
    """How much is still to be done: so many lessons, so many quizzes, and the rest."""
    kinds = Counter(place.kind for place in places)
    words = [counted(kinds[kind]) for kind, counted in _COUNTED.items() if kinds[kind]]
    return ", ".join(words) or _("Nothing")


def left_by_module(
    course: Course, places: Sequence[Place], named: Naming
) -> list[LeftIn]:
    """What is left of a requirement, by module where a module has more than one."""
    keys = list(dict.fromkeys(place.module_key for place in places))
    if len(keys) in (1, len(places)):
        return [LeftIn("", tuple(map(named, places)))]
    titles = {module.key: module.title for module in course.modules}
    return [
        LeftIn(
            titles.get(key, ""),
            tuple(named(place) for place in places if place.module_key == key),
        )
        for key in keys
    ]


_WORDS: dict[str, Callable[[str], str]] = {
    "lesson": lambda title: title,
    "quiz": lambda title: _("Quiz: %(title)s", title=title),
    "final": lambda title: _("Final assessment: %(title)s", title=title),
    "score": lambda title: _("A higher score: %(title)s", title=title),
    "test": lambda title: _("Test to take: %(title)s", title=title),
    "roadmap": lambda _title: _("Hand in your roadmap"),
    "sign-off": lambda _title: _("Your trainer signs off"),
    "course": lambda title: _("The certificate of “%(title)s”", title=title),
    "paper": lambda _title: _("Hand in your paper"),
    "posts": lambda _title: _("Write in the discussion of your cohort"),
    "evaluation": lambda _title: _("Say how the course was"),
}
_WAITING: dict[str, Callable[[str], str]] = {
    "quiz": lambda title: _("Quiz: %(title)s (waits to be marked)", title=title),
    "final": lambda title: _(
        "Final assessment: %(title)s (waits to be marked)", title=title
    ),
    "score": lambda title: _("A score: %(title)s (waits to be marked)", title=title),
    "roadmap": lambda _title: _("Your roadmap (waits to be read)"),
    "paper": lambda _title: _("Your paper (waits to be read)"),
}
_COUNTED: dict[str, Callable[[int], str]] = {
    "lesson": lambda num: ngettext("%(num)d lesson", "%(num)d lessons", num),
    "quiz": lambda num: ngettext("%(num)d quiz", "%(num)d quizzes", num),
    "score": lambda num: ngettext("%(num)d score", "%(num)d scores", num),
    "test": lambda num: ngettext("%(num)d test", "%(num)d tests", num),
    "roadmap": lambda _num: _("the roadmap"),
    "sign-off": lambda _num: _("the sign-off"),
    "course": lambda num: ngettext(
        "%(num)d certificate of a course", "%(num)d certificates of courses", num
    ),
    "paper": lambda _num: _("the paper"),
    "posts": lambda _num: _("the posts in the discussion"),
    "evaluation": lambda _num: _("the form about the course"),
}
