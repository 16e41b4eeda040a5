"""The outline of a programme: what it may name and ask, and what is wrong with it."""

import re
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from course.catalogue import load_catalogue
from course.outline import Course
from course.outline_files import ContentFaults
from course.programme_files import read_programme
from tests.builders import CONTENT
from tests.programmes import FIRST, SECOND, STEPS, programme_catalogue

FOLDER = CONTENT / "programme"
WRITTEN = (FOLDER / "steps.toml").read_text(encoding="utf-8")
README = Path(__file__).parents[2] / "course" / "README.md"


def faults_of(tmp_path, text, courses=None):
    path = tmp_path / "outlines" / "steps.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentFaults) as refusal:
        read_programme(path, courses or programme_catalogue().courses)
    return [str(fault) for fault in refusal.value.faults]


def test_a_programme_names_its_courses_and_has_their_hours():
    programme = programme_catalogue().course(STEPS)

    assert programme.is_programme
    assert [each.key for each in programme.courses] == [FIRST, SECOND]
    assert programme.hours == sum(
        programme_catalogue().course(key).hours for key in (FIRST, SECOND)
    )
    assert programme.goal.kind == "diploma"
    assert programme_catalogue().programmes == {STEPS}


def test_an_edition_keeps_a_programme_as_it_stood():
    programme = programme_catalogue().course(STEPS)

    again = Course.from_data(programme.to_data())

    assert again == replace(programme, awards=dict(programme.awards))
    assert again.digest == programme.digest
    assert "courses" not in programme_catalogue().course(FIRST).to_data()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"second-steps"]', '"third-steps"]', 4, "there is no course 'third-steps'"),
        ('"second-steps"]', '"first-steps"]', 4, "names 'first-steps' twice"),
        (', "second-steps"]', "]", 4, "Name two courses at the least."),
        ("awards.diploma", "awards.completion", 6, "Must be one of: diploma."),
        ('"paper"', '"lessons"\nof = "core"', 13, "a programme has no modules of its"),
        ('"paper"', '"roadmap"', 13, 'Ask for one of: "courses", "paper", "sign-off"'),
        ('"paper"', '"sign-off"', 6, "it asks for no paper"),
        ('"courses"\n', '"sign-off"\n', 6, "it asks for no objective assessment"),
        (
            '"courses"\n',
            '"courses"\nwhen = "moderated"\n',
            6,
            "it asks for no objective assessment",
        ),
        ('"courses"\n', '"courses"\nof = ["other"]\n', 11, "has no course 'other'"),
        ('"courses"\n', '"courses"\nof = "some"\n', 11, "Must be: all; or a list"),
        ('"courses"\n', '"courses"\nat_least = 3\n', 9, "3 certificates are asked"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, old, new, line, words):
    assert old in WRITTEN

    faults = faults_of(tmp_path, WRITTEN.replace(old, new))

    assert any(words in fault for fault in faults), faults
    assert any(f"steps.toml:{line}:" in fault for fault in faults), faults


def test_no_diploma_rests_on_a_certificate_without_assessment(tmp_path):
    courses = dict(programme_catalogue().courses)
    rule = courses[FIRST].awards["completion"]
    lessons_alone = replace(rule, requirements=rule.requirements[:1])
    courses[FIRST] = replace(courses[FIRST], awards={"completion": lessons_alone})

    (fault,) = faults_of(tmp_path, WRITTEN, courses)

    assert "'first-steps' asks for no objective assessment" in fault


def test_a_programme_rests_on_no_other(tmp_path):
    for name in ("first-steps", "second-steps", "steps"):
        copyfile(FOLDER / f"{name}.toml", tmp_path / f"{name}.toml")
    (tmp_path / "more.toml").write_text(WRITTEN.replace('"first-steps"', '"steps"'))

    with pytest.raises(ContentFaults, match="there is no course 'steps'"):
        load_catalogue(CONTENT / "handbook", CONTENT / "quizzes", tmp_path)


def test_a_course_that_cannot_be_read_is_not_missed_once_more(tmp_path):
    copyfile(FOLDER / "second-steps.toml", tmp_path / "second-steps.toml")
    copyfile(FOLDER / "steps.toml", tmp_path / "steps.toml")
    (tmp_path / "first-steps.toml").write_text("title = ")

    with pytest.raises(ContentFaults) as refusal:
        load_catalogue(CONTENT / "handbook", CONTENT / "quizzes", tmp_path)

    assert [fault.file.rpartition("/")[2] for fault in refusal.value.faults] == [
        "first-steps.toml"
    ]


def test_a_course_asks_for_no_certificates_of_others(tmp_path):
    text = (FOLDER / "first-steps.toml").read_text(encoding="utf-8")
    asked = '\n[[awards.completion.requires]]\nkind = "courses"\n'
    (tmp_path / "first-steps.toml").write_text(text + asked)

    with pytest.raises(ContentFaults, match="only a programme"):
        load_catalogue(CONTENT / "handbook", CONTENT / "quizzes", tmp_path)


def test_the_example_of_the_handbook_for_offices_loads(tmp_path):
    page = README.read_text(encoding="utf-8").partition("## A diploma over")[2]
    found = re.search(r"```toml\n(.*?)```", page, re.S)
    assert found
    for name in ("first-steps", "second-steps"):
        copyfile(FOLDER / f"{name}.toml", tmp_path / f"{name}.toml")
    (tmp_path / "migration-policy.toml").write_text(found[1], encoding="utf-8")

    catalogue = load_catalogue(CONTENT / "handbook", CONTENT / "quizzes", tmp_path)

    assert catalogue.programmes == {"migration-policy"}
