"""What the asker may read, and where: each lesson in a course of theirs."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from course import enrolments
from course.catalogue import Catalogue
from learner_api.addresses import lesson_address, module_address
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.site import get_site
from modules import Lesson, Module


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson in a course; without an address for somebody who may not read it."""

    course_key: str
    lesson: Lesson
    address: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The courses in which the asker reads, by the key of the module."""

    catalogue: Catalogue
    courses: Mapping[str, str]

    def module_address(self, module_key: str) -> str | None:
        """The page of a module, for somebody who may read it."""
        course = self.courses.get(module_key)
        return module_address(course, module_key) if course else None

    def lesson_address(self, module_key: str, lesson_key: str) -> str | None:
        """The page of a lesson, for somebody who may read it."""
        course = self.courses.get(module_key)
        return lesson_address(course, module_key, lesson_key) if course else None

    def modules(self) -> Iterator[Module]:
        """Every module that any course offers, once, in the order of the courses."""
        return map(self.catalogue.module, self._offered())

    def lessons(self) -> Iterator[Taught]:
        """The lessons of these modules."""
        for module_key, offered_by in self._offered().items():
            course = self.courses.get(module_key, offered_by)
            for lesson in self.catalogue.module(module_key).lessons:
                address = self.lesson_address(module_key, lesson.key)
                yield Taught(course, lesson, address)

    def lessons_by(
        self, named: Callable[[Lesson], Iterable[str]]
    ) -> Mapping[str, list[Taught]]:
        """The lessons that name each key, such as a term or a source."""
        found: defaultdict[str, list[Taught]] = defaultdict(list)
        for taught in self.lessons():
            for key in named(taught.lesson):
                found[key].append(taught)
        return found

    def _offered(self) -> dict[str, str]:
        return _modules_of(self.catalogue, self.catalogue.courses)


def asker_reading() -> Reading:
    """What the asker may read: their own courses, or all of them for staff."""
    catalogue = get_site().catalogue
    keys: Iterable[str] = catalogue.courses
    if not asker().is_staff:
        keys = enrolments.courses_of(get_database().session, asker())
    return Reading(catalogue, _modules_of(catalogue, keys))


def _modules_of(catalogue: Catalogue, course_keys: Iterable[str]) -> dict[str, str]:
    """The modules of these courses, each with the first course that has it."""
    found: dict[str, str] = {}
    for key in course_keys:
        if key in catalogue.courses:
            for module in catalogue.course(key).modules:
                found.setdefault(module.key, key)
    return found
