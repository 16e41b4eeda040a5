"""Everything that is taught, read once and frozen: modules, quizzes, courses.

The three kinds of file name one another by key; here the names are checked against
what is there, and every fault in every file is reported together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.errors import (
    UnknownCourse,
    UnknownLesson,
    UnknownModule,
    UnknownQuiz,
    UnknownWorksheet,
)
from course.evaluation_form import Questionnaire
from course.evaluation_form_files import read_forms
from course.outline import Course
from course.outline_files import ContentFault, ContentFaults, read_outline
from course.programme_files import names_courses, read_programme
from course.quiz_places import purpose_faults
from modules import (
    Handbook,
    HandbookFilesError,
    Lesson,
    Module,
    Roadmap,
    Worksheet,
    load_handbook,
)
from quizzes import Quiz, QuizFilesError, load_quizzes

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "modules" / "handbook"
BANK = ROOT / "quizzes" / "bank"
OUTLINES = ROOT / "course" / "outlines"
EVALUATION_FORMS = ROOT / "course" / "evaluation_forms"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The content of one installation, and the folders in which it lies."""

    handbook: Handbook
    quizzes: Mapping[str, Quiz]
    courses: Mapping[str, Course]
    forms: Mapping[str, Questionnaire]
    bank: Path = BANK
    folder: Path = HANDBOOK

    def course(self, key: str) -> Course:
        """The course of this key as its files stand, or ``UnknownCourse``."""
        if key not in self.courses:
            raise UnknownCourse(key)
        return self.courses[key]

    @property
    def programmes(self) -> frozenset[str]:
        """The keys of the courses that rest on the certificates of others."""
        return frozenset(
            key for key, course in self.courses.items() if course.is_programme
        )

    def module(self, key: str) -> Module:
        """The module of this key, or ``UnknownModule``."""
        if key not in self.handbook.modules:
            raise UnknownModule(key)
        return self.handbook.modules[key]

    def lesson(self, module_key: str, lesson_key: str) -> Lesson:
        """The lesson at this place, or ``UnknownModule`` / ``UnknownLesson``."""
        try:
            return self.module(module_key).lesson(lesson_key)
        except KeyError:
            raise UnknownLesson(lesson_key) from None

    def quiz(self, key: str) -> Quiz:
        """The quiz of this key as its file stands, or ``UnknownQuiz``."""
        if key not in self.quizzes:
            raise UnknownQuiz(key)
        return self.quizzes[key]

    def worksheet(self, key: str) -> Worksheet:
        """The worksheet of this key as its file stands, or ``UnknownWorksheet``."""
        if key not in self.handbook.worksheets:
            raise UnknownWorksheet(key)
        return self.handbook.worksheets[key]

    @property
    def roadmap(self) -> Roadmap:
        """How worksheets make up the roadmap, or ``UnknownWorksheet``."""
        if self.handbook.roadmap is None:
            raise UnknownWorksheet("roadmap")
        return self.handbook.roadmap


def load_catalogue(
    handbook: Path = HANDBOOK,
    bank: Path = BANK,
    outlines: Path = OUTLINES,
    evaluation_forms: Path = EVALUATION_FORMS,
) -> Catalogue:
    """Read all content, or raise ``ContentFaults`` with every fault in every file."""
    faults: list[ContentFault] = []
    book, quizzes = Handbook({}, {}, {}), dict[str, Quiz]()
    try:
        book = load_handbook(handbook)
    except HandbookFilesError as error:
        faults += _named(handbook, error.faults)
    try:
        quizzes = dict(load_quizzes(bank))
    except QuizFilesError as error:
        faults += _named(bank, error.faults)
    if faults:
        # A missing module would be reported once more for every name of it.
        raise ContentFaults(tuple(faults))
    courses, outline_faults = _courses(outlines, book, quizzes)
    faults += outline_faults
    faults += _named(handbook, _missing_quizzes(book, quizzes))
    faults += _named(handbook, _missing_worksheets(book))
    faults += _named(bank, _missing_lessons(book, quizzes))
    faults += _named(bank, _missing_sources(book, quizzes))
    faults += _named(bank, _missing_objectives(book, quizzes))
    forms, form_faults = read_forms(evaluation_forms)
    faults += form_faults
    if faults:
        raise ContentFaults(tuple(faults))
    return Catalogue(book, quizzes, courses, forms, bank, handbook)


def _courses(
    outlines: Path, book: Handbook, quizzes: Mapping[str, Quiz]
) -> tuple[dict[str, Course], list[ContentFault]]:
    """Every course, and then the programmes over them; or what is wrong with them."""
    paths = sorted(outlines.glob("*.toml"))
    programmes = [path for path in paths if names_courses(path)]
    courses: dict[str, Course] = {}
    faults: list[ContentFault] = []
    for path in paths:
        if path not in programmes:
            try:
                courses[path.stem] = read_outline(path, book.modules, quizzes)
            except ContentFaults as error:
                faults += error.faults
    if faults:
        # A course that cannot be read would be missed once more by its programme.
        return courses, faults
    taught = dict(courses)
    for path in programmes:
        try:
            courses[path.stem] = read_programme(path, taught)
        except ContentFaults as error:
            faults += error.faults
    return courses, faults


def _named(folder: Path, faults: Any) -> list[ContentFault]:
    """The faults with the folder's name before the file's."""
    return [
        ContentFault(_place(folder, fault.file), fault.line, _message(fault))
        for fault in faults
    ]


def _place(folder: Path, file: str) -> str:
    # A quiz fault names the file with its folder, a module fault without.
    inside = file.removeprefix(str(folder)).lstrip("/")
    return str(Path(folder.name) / inside)


def _message(fault: Any) -> str:
    # A quiz fault says in its text which question it is about.
    place = f"{fault.file}:{fault.line}: "
    return str(fault).removeprefix(place)


def _missing_quizzes(book: Handbook, quizzes: Mapping[str, Quiz]) -> list[ContentFault]:
    """Quizzes that modules name and that are not there, or are for something else."""
    named = [
        (module, key, purpose)
        for module in book.modules.values()
        for key, purpose in (
            *([(module.quiz, "module-quiz")] if module.quiz is not None else []),
            *((key, "practice") for key in module.practice),
        )
    ]
    return [
        ContentFault(f"{module.key}/module.md", 1, fault)
        for module, key, purpose in named
        for fault in purpose_faults(quizzes.get(key), key, purpose)
    ]


def _missing_worksheets(book: Handbook) -> list[ContentFault]:
    """Worksheets that tasks of modules name and that are not there."""
    return [
        ContentFault(
            f"{module.key}/module.md",
            1,
            f"task '{task.title}': there is no worksheet '{task.worksheet}'",
        )
        for module in book.modules.values()
        for task in module.tasks
        if task.worksheet is not None and task.worksheet not in book.worksheets
    ]


def _missing_lessons(book: Handbook, quizzes: Mapping[str, Quiz]) -> list[ContentFault]:
    known = {
        f"{module.key}/{lesson.key}"
        for module in book.modules.values()
        for lesson in module.lessons
    }
    return [
        ContentFault(
            f"{quiz.key}.toml",
            1,
            f"question '{question.key}': there is no lesson '{question.lesson}'",
        )
        for quiz in quizzes.values()
        for question in quiz.questions
        if question.lesson not in known
    ]


def _missing_sources(book: Handbook, quizzes: Mapping[str, Quiz]) -> list[ContentFault]:
    """Sources that questions name and that the register does not hold."""
    return [
        ContentFault(
            f"{quiz.key}.toml",
            1,
            f"question '{question.key}': there is no source '{source}'",
        )
        for quiz in quizzes.values()
        for question in quiz.questions
        for source in question.sources
        if source not in book.sources
    ]


def _missing_objectives(
    book: Handbook, quizzes: Mapping[str, Quiz]
) -> list[ContentFault]:
    """Objectives that the quiz of a module names and that the module does not have."""
    asked = [
        (module, quizzes[module.quiz])
        for module in book.modules.values()
        if module.quiz is not None and module.quiz in quizzes
    ]
    return [
        ContentFault(
            f"{quiz.key}.toml",
            1,
            f"question '{question.key}': the module has no objective "
            f"'{question.objective}'",
        )
        for module, quiz in asked
        for question in quiz.questions
        if question.objective is not None
        and question.objective not in module.objectives
    ]
