"""The shape of the house: who may import, commit, print and keep tables."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from course.database import Added, Base
from course.errors import CourseError
from learner_api.problem_kinds import PROBLEMS

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "course", "modules", "quizzes", "learner_api")
FOLDERS = {*PACKAGES, "tests"}
LONGEST_FILE = 400
# A file of tests is a list: it is read by its names, not from end to end.
LONGEST_TESTS = 600
# One SELECT, with all that it joins, is one thing to read.
LONGEST_FUNCTION = 70

# What speaks to a terminal before the command line's library is there; the table of
# the benchmark; the seed from which a test can be played again.
MAY_PRINT = {
    "config/bootstrap.py",
    "tests/benchmarks/__main__.py",
    "tests/benchmarks/busy_hour.py",
    "tests/benchmarks/certificates.py",
    "tests/benchmarks/dashboard.py",
    "tests/benchmarks/exports.py",
    "tests/benchmarks/hour_while_exporting.py",
    "tests/benchmarks/looking_up.py",
    "tests/benchmarks/matrix.py",
    "tests/benchmarks/multitude.py",
    "tests/benchmarks/rosters.py",
    "tests/benchmarks/rule_change.py",
    "tests/benchmarks/sitting.py",
    "tests/benchmarks/spike.py",
    "tests/laws/seeds.py",
}
# Where the clock is read: for a request, and for what runs without one.
MAY_READ_THE_CLOCK = ("learner_api/", "config/", "tests/")


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every call in a file: the last name of what is called, and its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute):
                yield called.attr, node.lineno
            elif isinstance(called, ast.Name):
                yield called.id, node.lineno


def places_of(name: str, *folders: str) -> list[str]:
    return sorted(
        f"{place(path)}:{line}"
        for path in sources(*folders)
        for called, line in calls(path)
        if called == name
    )


def leaves(error: type[Exception]) -> Iterator[type[Exception]]:
    below = [each for each in error.__subclasses__() if in_the_house(each)]
    if not below:
        yield error
    for each in below:
        yield from leaves(each)


def in_the_house(cls: type) -> bool:
    return cls.__module__.partition(".")[0] in PACKAGES


def test_every_import_contract_is_kept(tmp_path):
    program = Path(sys.executable).with_name("lint-imports")

    checked = subprocess.run(
        [program, "--no-logo", "--cache-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_contracts_are_the_ones_the_design_names():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    named = {each["id"] for each in settings["tool"]["importlinter"]["contracts"]}

    assert named == {
        "layers",
        "settings-at-the-edge",
        "http-at-the-edge",
        "content-has-no-rows",
        "drawn-beforehand",
        "plotting-in-one-place",
        "inside-the-course",
        "inside-the-edge",
    }


@pytest.mark.parametrize("verb", ["commit", "rollback"])
def test_only_the_edge_ends_transactions(verb):
    assert places_of(verb, "config", "course", "modules", "quizzes") == []


def test_every_refusal_of_the_course_has_an_answer_in_http():
    unanswered = [each.__name__ for each in leaves(CourseError) if each not in PROBLEMS]

    assert unanswered == []


def test_no_answer_is_kept_for_a_refusal_that_nothing_raises():
    raised = {
        name
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        for name in refusals_made_by(node)
    }

    unused = [
        refusal.__name__
        for refusal in PROBLEMS
        if issubclass(refusal, CourseError) and refusal.__name__ not in raised
    ]

    assert unused == []


def refusals_made_by(node: ast.AST) -> Iterator[str]:
    """What is raised here, or made here to be raised or told elsewhere."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield from named_in(node.exc)
    elif isinstance(node, ast.Call):
        yield from named_in(node.func)


def named_in(expression: ast.expr) -> Iterator[str]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_every_file_says_what_it_is_for():
    silent = [place(path) for path in sources(*FOLDERS) if not has_words(path)]

    assert silent == []


def has_words(path: Path) -> bool:
    found = tree(path)
    return not found.body or bool(ast.get_docstring(found))


def test_every_class_and_public_function_says_what_it_is_for():
    silent = [
        f"{place(path)}:{node.lineno} {node.name}"
        for path in sources(*PACKAGES)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not is_migration(path)
        and not ast.get_docstring(node)
    ]

    assert silent == []


def is_migration(path: Path) -> bool:
    return path.parent.name == "versions" or path.name == "env.py"


def test_no_file_outgrows_its_reader():
    long = {
        place(path): length
        for path in sources(*FOLDERS)
        if (length := len(path.read_text(encoding="utf-8").splitlines()))
        > (LONGEST_TESTS if place(path).startswith("tests/") else LONGEST_FILE)
        # A table's history is written once, by machine, and never grows.
        and not is_migration(path)
    }

    assert long == {}


def test_no_function_outgrows_its_reader():
    long = {
        f"{place(path)}:{node.lineno} {node.name}": length
        for path in sources(*PACKAGES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
        and not is_migration(path)
    }

    assert long == {}


def test_nothing_prints():
    printed = places_of("print", *FOLDERS)

    assert [each for each in printed if each.partition(":")[0] not in MAY_PRINT] == []


def test_the_record_reads_no_clock():
    read = [
        found
        for name in ("now", "utcnow", "today", "monotonic", "perf_counter")
        for found in places_of(name, *FOLDERS)
        if not found.startswith(MAY_READ_THE_CLOCK)
    ]

    assert read == []


def test_the_folders_at_the_top_are_the_ones_that_were_agreed():
    ignored = [
        line.strip("/")
        for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
        if line.endswith("/")
    ]

    top = {
        path.name
        for path in ROOT.iterdir()
        if path.is_dir() and not path.name.startswith(".")
        if not any(fnmatch(path.name, pattern) for pattern in ignored)
    }

    assert top == FOLDERS


def test_every_table_lives_in_the_folder_of_the_models():
    strays = {
        mapper.class_.__name__: mapper.class_.__module__
        for mapper in Base.registry.mappers
        if not mapper.class_.__module__.startswith("course.models.")
    }

    assert strays == {}


def test_every_kind_of_record_is_either_a_fact_or_known_to_change():
    """A new table is a fact unless somebody decided, here, that its rows may change."""
    changing = {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if not issubclass(mapper.class_, Added)
    }

    assert changing == {
        "AccessToken",
        "Cohort",
        "CohortTrainer",
        # Kept by triggers, from facts alone.
        "CountedEnrolment",
        "Enrolment",
        # Sheets that wait in it are shuffled with each that comes.
        "EvaluationBox",
        "Invitation",
        "Job",
        "OutgoingMessage",
        "Registration",
        "RosterPlan",
        "SignInFailure",
        "User",
    }
