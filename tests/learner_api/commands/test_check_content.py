"""``course check-content``."""

import json
import shutil
from pathlib import Path

import pytest

from tests.builders import CONTENT


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the miniature content, to be spoiled."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def options_for(content: Path) -> list[str]:
    return [
        f"--handbook={content / 'handbook'}",
        f"--quizzes={content / 'quizzes'}",
        f"--outlines={content / 'outlines'}",
    ]


def test_the_real_content_has_no_fault_and_is_counted(course):
    result = course("check-content")

    assert result.exit_code == 0
    assert "No faults" in result.stdout
    assert "modules 3" in result.stdout


def test_every_fault_is_told_with_its_file_and_line(course, content):
    (content / "handbook" / "first-module" / "first-lesson.md").write_text("no head\n")
    quiz = content / "quizzes" / "first-quiz.toml"
    quiz.write_text(quiz.read_text().replace("pass_mark", "pas_mark"))

    result = course("check-content", *options_for(content))

    assert result.exit_code == 1
    assert "handbook/first-module/first-lesson.md:1: " in result.stdout
    assert "quizzes/first-quiz.toml:" in result.stdout
    assert "pas_mark" in result.stdout


def test_the_same_can_be_had_as_json(course, content):
    (content / "handbook" / "first-module" / "first-lesson.md").write_text("no head\n")

    result = course("check-content", "--json", *options_for(content))

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["faults"][0]["file"] == "handbook/first-module/first-lesson.md"
    assert report["faults"][0]["line"] == 1


def test_counts_and_advice_are_in_the_json_of_good_content(course, content):
    sources = content / "handbook" / "sources.toml"
    first = sources.read_text().partition("\n\n")[0]
    unused = first.replace('"almanac"', '"never-cited"')
    sources.write_text(f"{sources.read_text()}\n{unused}\n")

    result = course("check-content", "--json", *options_for(content))

    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["counts"]["courses"] == 1
    assert report["counts"]["modules"] == 2
    assert any("never-cited" in each["message"] for each in report["advice"])


def test_a_lesson_that_no_question_leads_back_to_is_remarked(course, content):
    quiz = content / "quizzes" / "first-quiz.toml"
    quiz.write_text(quiz.read_text().replace("/second-lesson", "/first-lesson"))

    result = course("check-content", *options_for(content))

    assert result.exit_code == 0
    assert "no question leads back to the lesson 'second-lesson'" in result.stdout
