"""What ``course export --output`` leaves: a file and its manifest, or nothing."""

import errno
import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from course import editions
from course.catalogue import load_catalogue
from course.export_parts import PartFile
from tests import builders, classes
from tests.builders import COURSE, NOW
from tests.course.rule_changes import a_rule
from tests.exporting import PURPOSE
from tests.laws.faults.small_disk import a_small_disk
from tests.laws.served import COMMAND, ROOT

QUIZ = "situation-analysis"
FOR = ("--purpose", PURPOSE)
AS_OF = ("--as-of", "2026-03-20T00:00Z")
OF_COURSE = ("--course", COURSE)
# What is asked, and how many rows there are of it.
TABLES = {
    "completions": (("completions", *OF_COURSE, *AS_OF, *FOR), 2),
    "counts": (("completions", *OF_COURSE, *AS_OF, "--by", "cohort"), 1),
    "certified": (("certified", *OF_COURSE, "--on", "2026-03-05", *FOR), 1),
    "rule-change": (("rule-change", *OF_COURSE, "--list", "unchanged", *FOR), 0),
    "item-statistics": (("item-statistics", QUIZ), None),
    "rows": (("rows", *OF_COURSE, *AS_OF, *FOR), 2),
    "figures": (("figures", *OF_COURSE, *AS_OF), 1),
}
COMMANDS = {
    **{name: ("export", *asked) for name, (asked, _rows) in TABLES.items()},
    "statements": ("export", "statements", *OF_COURSE),
    "questions": ("export-questions", QUIZ, "--format", "toml"),
}


@pytest.fixture(autouse=True)
def people(record, monkeypatch):
    monkeypatch.setattr(
        "learner_api.commands.export_lists.load_catalogue", builders.miniature_catalogue
    )
    builders.a_completed_enrolment(record, builders.a_learner(record, name="Ama"))
    builders.an_enrolment(record, builders.a_learner(record, name="Bea"))
    quiz = load_catalogue().quiz(QUIZ)
    classes.a_sitting(record, classes.a_seat(record), quiz, {})
    record.commit()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("name", "suffix"), [*((name, "csv") for name in TABLES), ("completions", "xlsx")]
)
def test_beside_each_file_lies_what_it_holds(course, folder, name, suffix):
    (asked, rows), file = TABLES[name], folder / f"told.{suffix}"

    result = course("export", *asked, "--format", suffix, "--output", str(file))
    checked = course("export", "check", str(file))

    assert result.exit_code == 0, result.output
    beside = folder / f"told.{suffix}.manifest.json"
    manifest = json.loads(beside.read_bytes())
    assert {path.name for path in folder.iterdir()} == {file.name, beside.name}
    assert manifest["file_name"] == file.name
    assert manifest["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert manifest["schema_version"] == 1
    assert rows is None or manifest["row_count"] == rows
    assert manifest["as_of"].endswith("Z")
    assert manifest["question"]["quiz" if name == "item-statistics" else "course"]
    assert checked.exit_code == 0
    assert f"{manifest['row_count']} rows" in checked.stdout


def test_statements_have_a_manifest_without_columns(course, folder):
    file = folder / "statements.jsonl"

    course(*COMMANDS["statements"], *AS_OF, "--output", str(file))

    manifest = json.loads((folder / "statements.jsonl.manifest.json").read_bytes())
    assert manifest["row_count"] == len(file.read_bytes().splitlines()) > 2
    assert (manifest["columns"], manifest["totals"]) == ([], {})
    assert manifest["question"] == {
        "course": COURSE,
        "as_of": "2026-03-20T00:00:00Z",
        "with_names": False,
    }
    assert course("export", "check", str(file)).exit_code == 0


def test_the_same_cohort_and_whole_numbers_are_told_by_a_manifest(
    course, record, folder
):
    cohort = builders.a_cohort(record, key="first")
    builders.a_completed_enrolment(record, cohort=cohort)
    record.commit()
    file = folder / "counts.csv"

    course(
        *(*COMMANDS["counts"], "--cohort", "first", "--output", str(file)),
    )

    manifest = json.loads((folder / "counts.csv.manifest.json").read_bytes())
    assert manifest["question"]["cohort"] == str(cohort.uuid)
    assert manifest["totals"]["completed"] == 1


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *((name, errno.ENOSPC) for name in COMMANDS),
        ("completions", errno.EDQUOT),
        ("completions", errno.EFBIG),
    ],
)
def test_a_full_disk_is_a_line_and_leaves_nothing(
    course, folder, monkeypatch, name, number
):
    file = folder / "told.csv"

    def write(_self, _piece):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(PartFile, "write", write)

    result = course(*COMMANDS[name], "--output", str(file))

    assert result.exit_code == 1
    assert "The disk has no room for the file, and nothing of it was" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["rows", "counts", "statements", "questions"])
def test_what_was_there_before_stays_where_the_disk_is_full(
    course, folder, monkeypatch, name
):
    file = folder / "told.csv"
    assert course(*COMMANDS[name], "--output", str(file)).exit_code == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def write(_self, _piece):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(PartFile, "write", write)
    course(*COMMANDS[name], "--output", str(file))

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["rows", "counts", "statements"])
def test_where_there_is_room_for_the_file_alone_there_is_neither(
    course, folder, monkeypatch, name
):
    def to_json(_manifest):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("course.exports.manifest.Manifest.to_json", to_json)

    result = course(*COMMANDS[name], "--output", str(folder / "told.csv"))

    assert result.exit_code == 1
    assert "The disk has no room for the file" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "suffix"), [("rows", "csv"), ("counts", "csv"), ("completions", "json")]
)
def test_a_disk_that_is_truly_full_is_a_line_and_leaves_nothing(
    course, folder, name, suffix
):
    with a_small_disk(folder / "disk") as disk:
        if disk.kind != "mounted":
            pytest.skip("Only root mounts a disk, and a limit would bind the database.")
        disk.fill(os.getpid())
        file = disk.folder / "told.csv"

        result = course(
            *(*COMMANDS[name], "--format", suffix, "--output", str(file)),
        )

        assert result.exit_code == 1
        assert "The disk has no room for the file" in result.stderr
        assert {path.name for path in disk.folder.iterdir()} == {"ballast"}


@pytest.mark.parametrize("name", ["completions", "statements", "questions"])
def test_a_full_standard_output_is_a_line(migrated, name):
    environment = {
        **{key: value for key, value in os.environ.items() if "COURSE_" not in key},
        "COURSE_DATA_DIR": str(migrated.data_dir),
    }
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *COMMANDS[name]],
            cwd=ROOT,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    said = done.stderr.decode()
    assert done.returncode == 1
    assert "There is no room where the standard output goes" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said


def test_an_edition_is_asked_for_by_its_digest(course, record, folder):
    """Those held to another are not in the file; one that is not there is named."""
    rule = a_rule(builders.LESSONS[:1], ())
    edition = editions.course_edition(record, rule, now=NOW)
    builders.an_enrolment(
        record, builders.a_learner(record, name="Cem"), edition=edition
    )
    record.commit()
    file = folder / "rows.jsonl"
    asked = (*COMMANDS["rows"], "--format", "jsonl", "--output", str(file))

    found = course(*asked, "--edition", rule.digest)
    counted = course(
        *(*COMMANDS["figures"], "--edition", rule.digest),
        *("--format", "json", "--output", str(folder / "figures.json")),
    )
    none = course(*asked, "--edition", "0" * 64)

    assert found.exit_code == 0, found.output
    [row] = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert row["name"] == "Cem"
    manifest = json.loads((folder / "rows.jsonl.manifest.json").read_bytes())
    assert manifest["question"]["edition"] == rule.digest
    assert counted.exit_code == 0
    [group] = json.loads((folder / "figures.json").read_bytes())["rows"]
    assert group["enrolled"] == 1
    assert none.exit_code == 1
    assert "There are:" in none.stderr
