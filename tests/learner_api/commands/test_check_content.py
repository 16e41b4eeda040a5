"""``course check-content``."""

import json
import shutil
from pathlib import Path

import pytest

from learner_api.commands.check_content import KINDS
from tests.builders import CONTENT

READMES = [
    (Path(__file__).parents[3] / name / "README.md").read_text(encoding="utf-8")
    for name in ("modules", "quizzes")
]


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


def test_the_real_content_has_no_fault_and_no_advice_but_on_what_is_due(course):
    result = course("check-content", "--json", "--strict")

    report = json.loads(result.stdout)
    assert report["faults"] == []
    assert [each for each in report["advice"] if each["kind"] != "due"] == []
    assert result.exit_code == 0
    assert report["counts"]["modules"] == 12


def test_every_fault_is_told_with_its_file_and_line(course, content):
    (content / "handbook" / "first-module" / "first-lesson.md").write_text("no head\n")
    quiz = content / "quizzes" / "first-quiz.toml"
    quiz.write_text(quiz.read_text().replace("pass_mark", "pas_mark"))

    result = course("check-content", *options_for(content))

    assert result.exit_code == 1
    assert "handbook/first-module/first-lesson.md:1: " in result.stdout
    assert "quizzes/first-quiz.toml:" in result.stdout
    assert "pas_mark" in result.stdout
    assert "Faults: nothing is served until there is none (" in result.stdout


def test_the_same_can_be_had_as_json(course, content):
    (content / "handbook" / "first-module" / "first-lesson.md").write_text("no head\n")

    result = course("check-content", "--json", *options_for(content))

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["faults"][0]["file"] == "handbook/first-module/first-lesson.md"
    assert report["faults"][0]["line"] == 1
    assert report["faults"][0]["kind"] == "fault"


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
    assert [
        each["kind"] for each in report["advice"] if "never-cited" in each["message"]
    ] == ["sources"]


def test_advice_stands_beneath_its_kind_with_a_count(course, content):
    quiz = content / "quizzes" / "first-quiz.toml"
    quiz.write_text(quiz.read_text().replace("/second-lesson", "/first-lesson"))

    result = course("check-content", *options_for(content))

    lines = result.stdout.splitlines()
    heading = lines.index("Lessons that no question leads back to (1)")
    assert result.exit_code == 0
    assert lines[heading + 1 : heading + 3] == [
        "  quizzes/first-quiz.toml:1: no question leads back to the lesson "
        "'second-lesson'.",
        "",
    ]
    headings = [line for line in lines if line and not line.startswith((" ", "No f"))]
    names = list(KINDS.values())
    assert headings == sorted(
        headings, key=lambda line: names.index(line.rpartition(" (")[0])
    )


def test_a_strict_check_ends_with_1_for_advice(course, content):
    assert course("check-content", "--strict", *options_for(content)).exit_code == 1


def test_a_strict_check_never_fails_for_what_the_calendar_brings(course):
    result = course("check-content", "--strict", "--on", "2036-01-31")

    assert "Facts due for their yearly look" in result.stdout
    assert "figures_as_of" not in result.stdout
    assert result.exit_code == 0


def test_another_day_may_be_asked_for(course, content):
    def due_on(day):
        options = ["--json", "--on", day, *options_for(content)]
        report = json.loads(course("check-content", *options).stdout)
        return [each["file"] for each in report["advice"] if each["kind"] == "due"]

    assert due_on("2027-11-22") == []
    assert due_on("2027-11-23") == [
        "handbook/first-module/module.md",
        "handbook/second-module/module.md",
    ]


def test_a_day_that_is_none_is_refused(course):
    assert course("check-content", "--on", "tomorrow").exit_code == 2


def test_heavy_pictures_are_told(course, content):
    lesson = content / "handbook" / "second-module" / "third-lesson.md"
    lesson.with_name("map.png").write_bytes(b"\0" * 30_000)
    lesson.write_text(f"{lesson.read_text()}\n\n![A map](map.png)\n")

    result = course("check-content", *options_for(content))

    assert "Pictures and lessons over their budget (1)" in result.stdout
    assert "handbook/second-module/map.png:1: The picture weighs 30.0 kB" in (
        result.stdout
    )


def test_every_kind_is_explained():
    unexplained = [
        kind
        for kind in KINDS
        if kind != "fault" and not any(f"`{kind}`" in page for page in READMES)
    ]

    assert unexplained == []
