"""Advice on the whole content: what needs modules and quizzes, and every line."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from course.catalogue import load_catalogue
from course.content_checks import Remark, check_content, hours_of
from quizzes import Quiz
from tests.builders import CONTENT

TODAY = date(2026, 11, 27)
QUIZ = "quizzes/first-quiz.toml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the miniature content that a test may spoil."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def remarks(copy: Path, *kinds: str, today: date = TODAY) -> list[Remark]:
    catalogue = load_catalogue(copy / "handbook", copy / "quizzes", copy / "outlines")
    found = check_content(catalogue, copy / "handbook", today=today)
    return [each for each in found if each.kind in kinds]


def test_an_objective_that_no_question_tests_is_named(copy):
    spoil(
        copy / QUIZ, 'key = "one-colour"', 'key = "one-colour"\nobjective = "explain"'
    )

    told = [each.message for each in remarks(copy, "objectives-asked")]

    assert told[:3] == [
        "no question tests the objective 'classify' of 'first-module'.",
        "no question tests the objective 'use-the-table' of 'first-module'.",
        "too few questions test the objective 'explain' of 'first-module': 1, and 3 "
        "are asked for.",
    ]


def test_three_questions_of_an_objective_are_enough(copy):
    for key in ("one-colour", "even-numbers", "week"):
        spoil(copy / QUIZ, f'key = "{key}"', f'key = "{key}"\nobjective = "explain"')

    told = [each.message for each in remarks(copy, "objectives-asked")]

    assert not [each for each in told if "'explain' of 'first-module'" in each]


def test_a_lesson_that_no_question_leads_back_to_is_named(copy):
    quiz = copy / QUIZ
    quiz.write_text(quiz.read_text().replace("/second-lesson", "/first-lesson"))

    assert remarks(copy, "lessons-asked") == [
        Remark(
            QUIZ,
            1,
            "lessons-asked",
            "no question leads back to the lesson 'second-lesson'.",
        )
    ]


def test_remarks_on_a_question_stand_on_its_line(copy):
    line = (copy / QUIZ).read_text().splitlines().index('key = "week"') + 1

    [remark] = [each for each in remarks(copy, "unsourced") if "'week'" in each.message]

    assert str(remark).startswith(f"{QUIZ}:{line}: question 'week': it names no source")


def test_remarks_on_a_source_and_on_a_field_stand_on_their_lines(copy):
    register = copy / "handbook" / "sources.toml"
    lines = register.read_text().splitlines()
    register.write_text(
        "\n".join([*lines, "", "[[sources]]", 'key = "idle"', 'title = "almanac idle"'])
        + '\nbody = "B"\nkind = "official"\n'
    )

    [idle] = remarks(copy, "sources")
    [hours, *_] = remarks(copy, "hours")

    assert (idle.file, idle.line) == ("handbook/sources.toml", len(lines) + 3)
    assert (hours.file, hours.line) == ("handbook/first-module/module.md", 4)


def test_a_source_that_only_a_question_names_is_cited(copy):
    register = copy / "handbook" / "sources.toml"
    register.write_text(
        register.read_text()
        + '\n[[sources]]\nkey = "asked"\ntitle = "T"\nbody = "B"\nkind = "official"\n'
    )
    assert len(remarks(copy, "sources")) == 1

    spoil(copy / QUIZ, 'key = "week"', 'key = "week"\nsources = ["asked"]')

    assert remarks(copy, "sources") == []


def test_hours_are_worked_out_from_lessons_tasks_discussion_and_quiz(copy):
    module = copy / "handbook" / "first-module" / "module.md"
    # Lessons 7, tasks 20 and 15, discussion 30, and 2 for each of 7 questions.
    [told] = [each for each in remarks(copy, "hours") if "first" in each.file]
    assert told.message == (
        "The module declares 2 hours. Its lessons, tasks, discussion and quiz make 86 "
        "minutes: declare 1."
    )

    text = module.read_text()
    for minutes, is_right in ((23, False), (24, True), (83, True), (84, False)):
        module.write_text(text.replace("minutes = 20", f"minutes = {minutes}"))

        wrong = [each for each in remarks(copy, "hours") if "first" in each.file]

        assert (wrong == []) is is_right, minutes


def test_the_longest_paper_counts_towards_the_hours(catalogue):
    module, quiz = catalogue.module("first-module"), catalogue.quiz("first-quiz")

    many = Quiz.from_data(
        "many",
        {
            **quiz.to_data(),
            "questions": [
                {**each, "key": f"{each['key']}-{at}"}
                for at in range(10)
                for each in quiz.to_data()["questions"]
            ],
        },
    )

    assert hours_of(module, None) == 1  # 72 minutes
    assert hours_of(module, many) == 4  # 72 and 140


def test_what_falls_due_is_told_for_the_day_that_is_asked_for(copy):
    assert remarks(copy, "due") == []

    due = remarks(copy, "due", today=date(2027, 11, 23))

    assert [str(each).partition(": The")[0] for each in due] == [
        "handbook/first-module/module.md:11",
        "handbook/second-module/module.md:11",
    ]
