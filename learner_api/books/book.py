"""What a book holds: the modules of a course, or one of them, each of them whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from course.catalogue import Catalogue
from course.errors import UnknownCourse, UnknownModule
from course.outline import Course
from learner_api.addresses import (
    course_address,
    lesson_address,
    module_address,
    quiz_address,
)
from learner_api.books.sheets import Sheet, sheets_of
from learner_api.markdown import RenderedLesson, render_lesson, render_markdown
from learner_api.module_steps import quiz_words
from modules import Lesson, Module, Source, Term
from modules.dialect import LESSON_LINK, TERM_LINK

LESSON_PLACE, TERM_PLACE = LESSON_LINK, TERM_LINK
"""How links between lessons and to terms begin until a format gives them addresses."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something that is not in the book: what it is, and its address in the course."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A lesson of a book, its links still to be given addresses."""

    lesson: Lesson
    rendered: RenderedLesson

    @property
    def key(self) -> str:
        """What a link to this lesson names."""
        return f"{self.lesson.module_key}/{self.lesson.key}"


@dataclass(frozen=True, slots=True)
class Part:
    """A module of a book: its introduction, its lessons, and what comes after them."""

    module: Module
    number: int
    introduction: str
    chapters: tuple[Chapter, ...]
    further_reading: tuple[Source, ...]
    quizzes: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A course, or one module of it, ready to be written in any format.

    ``part_of`` is the title of the course of a module. ``site`` is where the course is
    taken, and ``as_of`` the day on which the oldest of its facts were last reviewed.
    """

    name: str
    course_key: str
    title: str
    summary: str
    part_of: str | None
    language: str
    hours: int
    parts: tuple[Part, ...]
    terms: tuple[Term, ...]
    sheets: tuple[Sheet, ...]
    tests: tuple[Place, ...]
    place: Place
    site: str
    publisher: str
    as_of: date

    def sheet(self, key: str) -> Sheet:
        """The worksheet of this key, which a task of the book fills in."""
        return next(sheet for sheet in self.sheets if sheet.key == key)

    @property
    def is_course(self) -> bool:
        """Whether it is a whole course."""
        return self.part_of is None

    def outside(self, chapter_key: str) -> str:
        """The page of a lesson that is not in the book."""
        module_key, _, lesson_key = chapter_key.partition("/")
        return f"{self.site}{lesson_address(self.course_key, module_key, lesson_key)}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which book: a course of the catalogue, or one module of it."""

    course_key: str
    module_key: str | None = None

    @property
    def name(self) -> str:
        """The name of its file, without an ending."""
        if self.module_key is None:
            return self.course_key
        return f"{self.course_key}-{self.module_key}"


def make_book(
    catalogue: Catalogue, wanted: Wanted, *, site: str, publisher: str
) -> Book:
    """Render what is wanted, or raise ``UnknownCourse`` or ``UnknownModule``.

    A programme teaches nothing itself, so that there is no book of it.
    """
    course = catalogue.course(wanted.course_key)
    if course.is_programme:
        raise UnknownCourse(course.key)
    keys = [module.key for module in course.modules]
    if wanted.module_key is not None and wanted.module_key not in keys:
        raise UnknownModule(wanted.module_key)
    shown = [wanted.module_key] if wanted.module_key else keys
    maker = _Maker(catalogue, course, site)
    parts = tuple(maker.part(key, keys.index(key) + 1) for key in shown)
    only = parts[0].module if wanted.module_key else None
    return Book(
        name=wanted.name,
        course_key=course.key,
        title=only.title if only else course.title,
        summary=only.summary if only else course.summary,
        part_of=course.title if only else None,
        language=course.language,
        hours=only.hours if only else course.hours,
        parts=parts,
        terms=maker.terms(everything=only is None),
        sheets=sheets_of(
            (part.module for part in parts), catalogue.handbook.worksheets
        ),
        tests=maker.tests() if only is None else (),
        place=maker.place(only),
        site=site,
        publisher=publisher,
        as_of=min(part.module.figures_as_of for part in parts),
    )


class _Maker:
    """Renders the parts of one book, and notes which terms they link to."""

    def __init__(self, catalogue: Catalogue, course: Course, site: str) -> None:
        self._catalogue = catalogue
        self._handbook = catalogue.handbook
        self._course = course
        self._site = site
        self._linked: set[str] = set()

    def part(self, module_key: str, number: int) -> Part:
        module = self._catalogue.module(module_key)
        quizzes = [*module.practice, *([module.quiz] if module.quiz else [])]
        return Part(
            module,
            number,
            render_markdown(
                module.introduction, lesson_url=_lesson_place, term_url=self._term_place
            ),
            tuple(self._chapter(lesson) for lesson in module.lessons),
            tuple(self._handbook.sources[key] for key in module.further_reading),
            tuple(self._quiz(key) for key in quizzes),
        )

    def terms(self, *, everything: bool) -> tuple[Term, ...]:
        """The terms that are linked to and those that explain them; by name."""
        terms = self._handbook.terms
        keys: Iterable[str] = terms
        if not everything:
            keys = {see for key in self._linked for see in (key, *terms[key].see)}
        found = (terms[key] for key in keys)
        return tuple(sorted(found, key=lambda term: term.name.casefold()))

    def tests(self) -> tuple[Place, ...]:
        return tuple(
            self._quiz(each.key)
            for each in self._course.assessments
            if each.key in self._catalogue.quizzes
        )

    def place(self, module: Module | None) -> Place:
        if module is None:
            address = course_address(self._course.key)
            return Place(self._course.title, f"{self._site}{address}")
        address = module_address(self._course.key, module.key)
        return Place(module.title, f"{self._site}{address}")

    def _chapter(self, lesson: Lesson) -> Chapter:
        rendered = render_lesson(
            lesson,
            self._handbook,
            lesson_url=_lesson_place,
            term_url=self._term_place,
        )
        return Chapter(lesson, rendered)

    def _quiz(self, key: str) -> Place:
        quiz = self._catalogue.quiz(key)
        address = quiz_address(self._course.key, key)
        return Place(quiz_words(quiz.purpose, quiz.title), f"{self._site}{address}")

    def _term_place(self, term_key: str) -> str:
        self._linked.add(term_key)
        return f"{TERM_PLACE}{term_key}"


def _lesson_place(module_key: str, lesson_key: str) -> str:
    return f"{LESSON_PLACE}{module_key}/{lesson_key}"
