"""``course export rows``, ``figures`` and ``check``: a file, its manifest, a record."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from course.models import Export
from tests import builders
from tests.builders import COURSE
from tests.exporting import PURPOSE

ROWS = ("export", "rows", "--course", COURSE, "--purpose", PURPOSE)
FIGURES = ("export", "figures", "--course", COURSE)
AS_OF = ("--as-of", "2026-03-03T00:00Z")


@pytest.fixture
def people(record):
    cohort = builders.a_cohort(record, key="first")
    ama = builders.a_learner(record, name="Ama", country="GH")
    builders.an_enrolment(record, ama, cohort=cohort)
    builders.an_enrolment(record, builders.a_learner(record, name="Ben", country="JM"))
    record.commit()


@pytest.mark.usefixtures("people")
def test_rows_and_their_manifest_lie_side_by_side_and_are_on_record(
    course, record, tmp_path
):
    file = tmp_path / "rows.csv"

    result = course(*ROWS, *AS_OF, "--output", str(file))

    assert result.exit_code == 0, result.output
    assert "2 rows as of 2026-03-03T00:00:00Z" in result.stderr
    assert result.stdout == ""
    manifest = json.loads((tmp_path / "rows.csv.manifest.json").read_bytes())
    assert manifest["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert (manifest["file_name"], manifest["row_count"]) == ("rows.csv", 2)
    export = record.scalars(select(Export)).one()
    assert (export.purpose, export.actor_id) == (PURPOSE, None)
    assert export.file.digest == manifest["sha256"]
    assert export.file.kept_until is None
    assert {path.name for path in tmp_path.glob("*rows*")} == {
        "rows.csv",
        "rows.csv.manifest.json",
    }
    assert list(tmp_path.glob("*.part*")) == []


@pytest.mark.usefixtures("people")
def test_the_same_question_gives_the_same_bytes(course, tmp_path):
    asked = (*ROWS, *AS_OF, "--where", "country=GH", "--cohort", "first")
    files = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for file in files:
        assert course(*asked, "--output", str(file)).exit_code == 0

    one, two = (file.read_bytes() for file in files)

    assert one == two
    assert one.count(b"\r\n") == 2
    assert b"Ama" in one


@pytest.mark.usefixtures("people")
def test_figures_need_no_purpose(course, record, tmp_path):
    file = tmp_path / "figures.json"

    result = course(
        *(*FIGURES, *AS_OF, "--by", "country", "--format", "json"),
        *("--output", str(file)),
    )

    assert result.exit_code == 0, result.output
    rows = json.loads(file.read_bytes())["rows"]
    assert [(row["country"], row["enrolled"]) for row in rows] == [("GH", 1), ("JM", 1)]
    assert record.scalars(select(Export)).one().purpose is None


@pytest.mark.usefixtures("people")
def test_a_file_that_was_changed_is_told_from_its_manifest(course, tmp_path):
    file = tmp_path / "rows.csv"
    course(*ROWS, *AS_OF, "--output", str(file))

    whole = course("export", "check", str(file))
    file.write_bytes(file.read_bytes().replace(b"Ama", b"Eve"))
    changed = course("export", "check", str(file))
    file.unlink()
    gone = course("export", "check", str(file))

    assert (whole.exit_code, changed.exit_code, gone.exit_code) == (0, 1, 1)
    assert "is what its manifest says: 2 rows" in whole.stdout
    assert "sha256: the manifest says" in changed.stderr
    assert "file_name" in gone.stderr


@pytest.mark.parametrize("manifest", [None, "{}", "not json", "[]"])
def test_without_a_manifest_there_is_nothing_to_check(course, tmp_path, manifest):
    file = tmp_path / "rows.csv"
    file.write_bytes(b"x")
    if manifest is not None:
        (tmp_path / "rows.csv.manifest.json").write_text(manifest, encoding="utf-8")

    result = course("export", "check", str(file))

    assert result.exit_code == 1
    assert "manifest" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--purpose", "Because."), "10 to 500 characters"),
        (("--where", "country"), "not a filter such as country=GH"),
        (("--where", "shoe=42"), "not counted by 'shoe'"),
        (("--where", "gender=blue"), "There are:"),
        (("--cohort", "no-such"), "no cohort called 'no-such'"),
        (("--course", "no-such"), "no course called 'no-such'"),
        (("--as-of", "2999-01-01"), "still to come"),
        (("--since", "2026-02-01", "--until", "2026-01-01"), "before the first day"),
    ],
)
@pytest.mark.usefixtures("people")
def test_what_cannot_be_asked_is_refused_in_a_line(course, tmp_path, asked, told):
    file = tmp_path / "rows.csv"

    result = course(*ROWS, *asked, "--output", str(file))

    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output
    assert not file.exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--measure", "lessons", "--where", "country=GH"), "everybody on the course"),
        (("--measure", "gain", "--cohort", "first"), "Leave 'cohort' out"),
        (("--measure", "months"), "Ask for counts by month of enrolling"),
    ],
)
@pytest.mark.usefixtures("people")
def test_what_is_not_published_is_refused_in_a_line(course, tmp_path, asked, told):
    file = tmp_path / "figures.csv"
    words = ("export", "figures", "--course", COURSE, "--detail", "protected")

    result = course(*words, *asked, "--output", str(file))

    assert result.exit_code != 0
    assert told in result.output
    assert "Traceback" not in result.output
    assert not file.exists()


@pytest.mark.usefixtures("people")
def test_a_folder_that_is_not_there_is_named(course, tmp_path):
    result = course(*ROWS, "--output", str(tmp_path / "nowhere" / "rows.csv"))

    assert result.exit_code == 1
    assert "There is no folder" in result.stderr
