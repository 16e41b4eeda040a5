"""Everything that is taught, cross-checked: modules, quizzes and outlines."""

import shutil

import pytest

from course.catalogue import load_catalogue
from course.errors import (
    UnknownCourse,
    UnknownLesson,
    UnknownModule,
    UnknownQuiz,
    UnknownWorksheet,
)
from course.outline_files import ContentFaults
from tests.builders import CONTENT


@pytest.fixture
def copy(tmp_path):
    """A copy of the miniature content that a test may spoil."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def load(folder):
    return load_catalogue(folder / "handbook", folder / "quizzes", folder / "outlines")


def spoil(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def faults(folder) -> list[str]:
    with pytest.raises(ContentFaults) as refusal:
        load(folder)
    return [str(fault) for fault in refusal.value.faults]


def test_content_is_found_by_its_keys(catalogue):
    lesson = catalogue.lesson("first-module", "second-lesson")

    assert catalogue.course("miniature").title == "Movement in miniature"
    assert catalogue.module("first-module").title == "The first module"
    assert lesson.title == "The second lesson"
    assert catalogue.quiz("second-quiz").pass_mark == 50


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (lambda held: held.course("lost"), UnknownCourse),
        (lambda held: held.module("lost"), UnknownModule),
        (lambda held: held.lesson("lost", "first-lesson"), UnknownModule),
        (lambda held: held.lesson("first-module", "lost"), UnknownLesson),
        (lambda held: held.quiz("lost"), UnknownQuiz),
        (lambda held: held.worksheet("lost"), UnknownWorksheet),
    ],
)
def test_a_key_that_never_was_is_refused_in_its_own_words(catalogue, ask, refusal):
    with pytest.raises(refusal, match="There is no "):
        ask(catalogue)


def test_a_task_names_a_worksheet_that_is_there(copy):
    spoil(copy / "handbook/first-module/module.md", '"first-sheet"', '"lost-sheet"')

    assert faults(copy) == [
        "handbook/first-module/module.md:1: task 'Fill in the first sheet': "
        "there is no worksheet 'lost-sheet'"
    ]


def test_names_that_lead_nowhere_are_reported_all_at_once(copy):
    spoil(copy / "handbook/second-module/module.md", '"second-quiz"', '"lost-quiz"')
    spoil(
        copy / "quizzes/second-quiz.toml",
        '"second-module/third-lesson"',
        '"second-module/lost-lesson"',
    )
    spoil(copy / "outlines/miniature.toml", '"second-module"', '"lost-module"')

    found = faults(copy)

    assert found == [
        "outlines/miniature.toml:6: there is no module 'lost-module'",
        "handbook/second-module/module.md:1: there is no quiz called 'lost-quiz'",
        "quizzes/second-quiz.toml:1: question 'opposite-of-hot': "
        "there is no lesson 'second-module/lost-lesson'",
        "quizzes/second-quiz.toml:1: question 'opposite-of-open': "
        "there is no lesson 'second-module/lost-lesson'",
    ]


def test_faults_inside_modules_and_quizzes_are_reported_together(copy):
    spoil(copy / "handbook/first-module/module.md", "hours = 2", "hours = 0")
    spoil(copy / "quizzes/first-quiz.toml", "pass_mark = 70", "pass_mark = 700")

    found = faults(copy)

    assert [fault.split(":")[0] for fault in found] == [
        "handbook/first-module/module.md",
        "quizzes/first-quiz.toml",
    ]


def test_every_outline_is_read_before_anything_is_refused(copy):
    text = (copy / "outlines/miniature.toml").read_text(encoding="utf-8")
    for name in ("another", "third"):
        path = copy / "outlines" / f"{name}.toml"
        path.write_text(text.replace("first-module", "lost"), encoding="utf-8")

    found = faults(copy)

    assert [fault.split(":")[0] for fault in found] == [
        "outlines/another.toml",
        "outlines/third.toml",
    ]
