"""What the READMEs promise: nothing is missing from them, and no link is dead."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from config.settings import Settings
from course.exports import EXPORT_FORMATS
from course.requirements import REQUIREMENTS
from learner_api.commands import main
from learner_api.openapi import openapi_document
from learner_api.problems import every_problem
from quizzes import QUESTION_TYPES

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "config" / "decisions"
PAGES = sorted(
    path
    for folder in (ROOT, *(ROOT / name for name in ("config", "course", "modules")))
    for path in folder.glob("*.md")
) + sorted(
    path
    for name in ("quizzes", "learner_api", "config/decisions")
    for path in (ROOT / name).glob("*.md")
)

# The operations that programs outside look for.
PROMISED = """
    signIn signOut getMe listCourses getModule getLesson completeLesson startAttempt
    getAttempt saveResponse submitAttempt getReceipt reviewAttempt getProgress
    explainCompletion explainCohortCompletion
    listAwards getAward getAwardPdf verifyAward
    supersedeAward suspendAward reinstateAward revokeAward releaseAwards
    requestNameCorrection
    listCohorts createCohort getCohortProgress planRoster applyRoster undoRoster
    getProgressMatrix exportProgressMatrix
    grantAccommodation markResponse importQuestions exportQuestions
    getCompletionStatistics exportCompletions previewRegrade applyRegrade
    getCompletionStatistics exportCompletions getItemStatistics
    getGlossary listSources searchCourse
    previewRuleChange applyRuleChange
    listThreads postMessage
    exportStatements
"""


def read(address: str) -> str:
    return (ROOT / address).read_text(encoding="utf-8")


def operations(app: Flask) -> dict[str, str]:
    """Every operationId of the API with its method and path."""
    with app.test_request_context():
        document = openapi_document()
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as repositories on the web make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


def without_examples(text: str) -> str:
    """The page without its blocks of code, whose links are examples."""
    fenced = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    indented = re.sub(r"^ {4}.*$", "", fenced, flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", indented)


def test_the_first_lines_of_the_readme_are_the_two_commands():
    commands = [line for line in read("README.md").splitlines() if line.strip()][1:3]

    assert [line.partition("#")[0].strip() for line in commands] == [
        "make run",
        "make test",
    ]


def test_every_setting_is_explained():
    page = read("config/README.md")

    assert [
        name
        for each in fields(Settings)
        if f"| `{(name := f'COURSE_{each.name.upper()}')}`" not in page
    ] == []


def test_no_setting_is_explained_that_is_none():
    explained = re.findall(r"^\| `COURSE_(\w+)`", read("config/README.md"), re.M)

    assert set(explained) == {each.name.upper() for each in fields(Settings)}


def test_every_problem_is_explained():
    page = read("learner_api/README.md")

    assert [slug for slug in every_problem() if f"`{slug}`" not in page] == []


def test_every_operation_is_explained(app):
    page = read("learner_api/README.md")

    assert [name for name in operations(app) if f"`{name}`" not in page] == []


def test_the_promised_operations_are_there(app):
    assert set(PROMISED.split()) <= set(operations(app))


def test_every_type_of_question_is_explained():
    page = read("quizzes/README.md")

    assert [name for name in QUESTION_TYPES if f"`{name}`" not in page] == []


def test_every_export_format_and_kind_of_requirement_is_explained():
    page = read("course/README.md")

    named = [*EXPORT_FORMATS, *REQUIREMENTS]

    assert [name for name in named if f"`{name}`" not in page] == []


def test_every_table_is_explained():
    from course.database import Base

    page = read("course/README.md")

    tables = [table.name for table in Base.metadata.sorted_tables]

    assert [name for name in tables if not re.search(rf"\b{name}\b", page)] == []


def test_every_command_is_explained():
    assert isinstance(main, click.Group)
    context = click.Context(main, info_name="course")
    page = read("README.md")

    names = main.list_commands(context)

    assert names
    assert [name for name in names if f"`course {name}`" not in page] == []


def test_every_command_that_is_explained_is_there():
    assert isinstance(main, click.Group)
    context = click.Context(main, info_name="course")

    told = {
        name
        for page in PAGES
        for name in re.findall(r"`course ([a-z-]+)", page.read_text(encoding="utf-8"))
    }

    assert told <= set(main.list_commands(context))


def test_every_command_of_make_is_there():
    rules = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    told = {
        name
        for page in PAGES
        for name in re.findall(r"`make ([a-z]+)`", page.read_text(encoding="utf-8"))
    }

    assert told <= rules


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", without_examples(text))
    dead = []
    for link in links:
        address, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        target = page.parent / address if address else page
        if not target.exists() or (
            anchor and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            dead.append(link)

    assert dead == []


def test_every_package_has_a_readme_that_the_first_one_links_to():
    first = read("README.md")

    for name in ("config", "course", "modules", "quizzes", "learner_api"):
        assert (ROOT / name / "README.md").is_file(), name
        assert f"({name}/README.md)" in first


def test_the_list_of_decisions_names_every_one():
    kept = {path.name for path in DECISIONS.glob("[0-9]*.md")}

    listed = re.findall(r"\(([^)]+\.md)\)", read("config/decisions/README.md"))

    assert set(listed) == kept
    assert len(listed) == len(kept)


def test_every_decision_has_its_four_parts():
    parts = ("Context", "Decision", "Consequences", "Rejected")

    lacking = {
        path.name: part
        for path in DECISIONS.glob("[0-9]*.md")
        for part in parts
        if part.lower() not in path.read_text(encoding="utf-8").lower()
    }

    assert lacking == {}


def test_the_changelog_says_what_comes_next():
    assert re.search(r"^## (Unreleased|\[?\d+\.\d+)", read("CHANGELOG.md"), re.M)


def test_no_page_speaks_of_the_machine_it_was_written_on():
    spoken = {
        str(page.relative_to(ROOT)): found.group()
        for page in PAGES
        if (
            found := re.search(
                r"/(home|root|Users|work)/\w+", page.read_text(encoding="utf-8")
            )
        )
    }

    assert spoken == {}
