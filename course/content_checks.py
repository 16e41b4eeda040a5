"""Advice on the whole content: what an editor should look at, file by file.

Modules and quizzes each advise on their own files. Here are the rules that need both,
and here every remark gets the line that it is about.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from course.catalogue import Catalogue
from modules import Advice as ModuleAdvice
from modules import Module, check_handbook, facts_due
from quizzes import Advice as QuizAdvice
from quizzes import Quiz, check_quizzes

DUE = "due"
"""The kind of advice that time alone brings about."""

FEWEST_AN_OBJECTIVE = 3
MINUTES_OF_DISCUSSION = 30
MINUTES_A_QUESTION = 2
_HOUR = 60


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something said of a content file: a fault, or advice of some kind."""

    file: str
    line: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def check_content(
    catalogue: Catalogue, handbook: Path, *, today: date
) -> tuple[Remark, ...]:
    """All advice on this content on this day, in the order of the files.

    ``handbook`` is the folder that the modules were read from.
    """
    asked = {
        source
        for quiz in catalogue.quizzes.values()
        for question in quiz.questions
        for source in question.sources
    }
    of_modules = _Folder(handbook)
    of_quizzes = _Folder(catalogue.bank)
    remarks = [
        *map(of_modules.remark, check_handbook(catalogue.handbook, asked)),
        *map(of_modules.remark, facts_due(catalogue.handbook, today)),
        *map(of_modules.remark, _on_hours(catalogue)),
        *map(of_quizzes.remark, check_quizzes(catalogue.quizzes)),
        *map(of_quizzes.remark, _untested(catalogue)),
        *map(of_quizzes.remark, _unasked(catalogue)),
    ]
    return tuple(sorted(remarks))


def hours_of(module: Module, quiz: Quiz | None) -> int:
    """The hours a module takes: lessons, tasks, discussion and quiz, rounded."""
    return int(_minutes_of(module, quiz) / _HOUR + 0.5)


def _minutes_of(module: Module, quiz: Quiz | None) -> int:
    questions = quiz.longest_paper if quiz else 0
    return (
        module.minutes
        + sum(task.minutes for task in module.tasks)
        + MINUTES_OF_DISCUSSION
        + MINUTES_A_QUESTION * questions
    )


def _on_hours(catalogue: Catalogue) -> Iterator[ModuleAdvice]:
    for module in catalogue.handbook.modules.values():
        quiz = catalogue.quizzes[module.quiz] if module.quiz else None
        hours = hours_of(module, quiz)
        if hours != module.hours:
            words = (
                f"The module declares {module.hours} hours. Its lessons, tasks, "
                f"discussion and quiz make {_minutes_of(module, quiz)} minutes: "
                f"declare {hours}."
            )
            yield ModuleAdvice(f"{module.key}/module.md", 1, "hours", words, "hours")


def _untested(catalogue: Catalogue) -> Iterator[QuizAdvice]:
    """The objectives of modules that too few questions of their quiz test, or none."""
    for module, quiz in _asked_modules(catalogue):
        tested = Counter(question.objective for question in quiz.questions)
        for key in module.objectives:
            if tested[key] >= FEWEST_AN_OBJECTIVE:
                continue
            words = f"no question tests the objective '{key}' of '{module.key}'"
            if tested[key]:
                words = (
                    f"too few questions test the objective '{key}' of '{module.key}'"
                    f": {tested[key]}, and {FEWEST_AN_OBJECTIVE} are asked for"
                )
            yield QuizAdvice(f"{quiz.key}.toml", 1, "objectives-asked", f"{words}.")


def _unasked(catalogue: Catalogue) -> Iterator[QuizAdvice]:
    """The lessons that no question of their module's quiz leads back to."""
    for module, quiz in _asked_modules(catalogue):
        asked = {question.lesson for question in quiz.questions}
        for lesson in module.lessons:
            if f"{module.key}/{lesson.key}" not in asked:
                words = f"no question leads back to the lesson '{lesson.key}'."
                yield QuizAdvice(f"{quiz.key}.toml", 1, "lessons-asked", words)


def _asked_modules(catalogue: Catalogue) -> Iterator[tuple[Module, Quiz]]:
    """Every module that has a quiz, with it."""
    for module in catalogue.handbook.modules.values():
        if module.quiz is not None:
            yield module, catalogue.quizzes[module.quiz]


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of content, whose files are read again for the lines of remarks."""

    path: Path
    texts: dict[str, list[str]] = field(default_factory=dict)

    def remark(self, advice: ModuleAdvice | QuizAdvice) -> Remark:
        """The advice with the folder's name, and the line that it is about."""
        line = advice.line
        if line == 1 and advice.about:
            line = self._line_of(advice.file, advice.about)
        place = f"{self.path.name}/{advice.file}"
        return Remark(place, line, advice.kind, advice.message)

    def _line_of(self, file: str, about: str) -> int:
        """Where a key is given, or a field, or else where the words first stand."""
        word = re.escape(about)
        for pattern in (rf'\s*key\s*=\s*"{word}"', rf"\s*{word}\s*=", rf".*{word}"):
            for number, line in enumerate(self._lines(file), start=1):
                if re.match(pattern, line):
                    return number
        return 1

    def _lines(self, file: str) -> list[str]:
        if file not in self.texts:
            text = (self.path / file).read_text(encoding="utf-8-sig")
            self.texts[file] = text.splitlines()
        return self.texts[file]
