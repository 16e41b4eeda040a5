"""Categories of questions in Moodle's formats: a quiz is one, its scenarios lie inside.

A description is the shared stem of the questions that follow in its category.
"""

import re
from typing import Any

from quizzes.exchange.exchange_format import Found
from quizzes.exchange.report import remark
from quizzes.quiz import Quiz
from quizzes.text import collapsed

_TOP = ("$course$", "top")
_NO_NAME = re.compile(r"\$[a-z]+\$|top|")

Path = tuple[str, ...]


def path_text(names: Path) -> str:
    """The path of categories; a slash in a name is written twice."""
    return "/".join((*_TOP, *(name.replace("/", "//") for name in names)))


def path_in(text: str) -> Path:
    """The names of a path of categories, without those that Moodle puts in front."""
    parts = re.split(r"(?<!/)/(?!/)", text.strip())
    names = [collapsed(part.replace("//", "/")) for part in parts]
    return tuple(name for name in names if not _NO_NAME.fullmatch(name))


def scenario_paths(quiz: Quiz) -> dict[str | None, Path]:
    """The category of each scenario by its key, and that of all other questions."""
    paths: dict[str | None, Path] = {None: (quiz.title,)}
    for scenario in quiz.scenarios:
        name, number = scenario.title, 1
        while (quiz.title, name) in paths.values():
            number += 1
            name = f"{scenario.title} ({number})"
        paths[scenario.key] = (quiz.title, name)
    return paths


class Categories:
    """Where a reader stands among categories, and whose scenario that is."""

    def __init__(self) -> None:
        self._here: Path = ()
        self._scenarios: dict[Path, Found] = {}
        self._with_questions: set[Path] = set()

    @property
    def has_name(self) -> bool:
        """Whether there is more to the category than the top of all."""
        return bool(self._here)

    def enter(self, path: Path) -> None:
        """What follows belongs to this category."""
        self._here = path

    def place(self, found: Found) -> None:
        """Put a question under the scenario of its category, if there is one."""
        if found.is_scenario:
            if not found.refused and not found.data.get("paragraphs"):
                # Nobody would miss it, so it takes no question with it.
                found.refused = remark("It says nothing.")
                return
            self._scenarios[self._here] = found
            return
        found.scenario = self._scenarios.get(self._here)
        if found.scenario is None:
            self._with_questions.add(self._here)

    def say(self, remarks: list[Any]) -> None:
        """Tell of categories that are not kept."""
        if len(self._with_questions) > 1:
            remarks.append(
                (1, remark("The questions of its categories made one quiz."))
            )
