"""Lists of names from a shell: for a purpose, on record before a name is written."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from course import editions
from course.models import Export
from learner_api.commands import export_output
from tests import builders
from tests.builders import COURSE, LESSONS, how_many
from tests.course.rule_changes import a_rule
from tests.exporting import PURPOSE
from tests.laws.commanded import commanded

OF_COURSE = ("--course", COURSE)
TAKING = {
    "completions": ("completions", *OF_COURSE),
    "certified": ("certified", *OF_COURSE),
    "rule-change": ("rule-change", *OF_COURSE),
    "statements": ("statements", *OF_COURSE, "--with-names"),
}
COUNTING = (("completions", *OF_COURSE, "--by", "country"), ("statements", *OF_COURSE))
FOR = ("--purpose", PURPOSE)


@pytest.fixture
def cohort(session, monkeypatch):
    """Of Ama, who is certified, and would fall short of the rule of today's files."""
    monkeypatch.setattr(
        "learner_api.commands.export_lists.load_catalogue", builders.miniature_catalogue
    )
    edition = editions.course_edition(
        session, a_rule(LESSONS[:1], ()), now=builders.NOW
    )
    cohort = builders.a_cohort(session, key="first")
    ama = builders.a_learner(session, name="Ama")
    enrolment = builders.an_enrolment(session, ama, edition=edition, cohort=cohort)
    builders.a_finished_lesson(session, enrolment, *LESSONS[0])
    session.commit()
    return cohort


@pytest.mark.parametrize("name", TAKING)
def test_what_goes_to_the_standard_output_is_on_record(
    app_on_both, session, cohort, name
):
    result = commanded(app_on_both, "export", *TAKING[name], "--cohort", "first", *FOR)

    assert result.exit_code == 0, result.output
    assert "Ama" in result.stdout
    taken = session.scalars(select(Export)).one()
    assert (taken.purpose, taken.actor_id, taken.list_name) == (PURPOSE, None, name)
    assert (taken.course_key, taken.has_names) == (COURSE, True)
    assert taken.asked["cohort"] == str(cohort.uuid)
    assert "as_of" in taken.asked
    # What it was, byte for byte, nobody can tell.
    assert taken.file is None


@pytest.mark.parametrize("name", TAKING)
def test_of_a_file_the_record_keeps_the_manifest(
    app_on_both, session, cohort, tmp_path, name
):
    file = tmp_path / "names.jsonl"
    how = () if name == "statements" else ("--format", "jsonl")

    result = commanded(
        app_on_both, "export", *TAKING[name], *FOR, *how, "--output", str(file)
    )

    assert result.exit_code == 0, result.output
    taken = session.scalars(select(Export)).one()
    manifest = json.loads((tmp_path / "names.jsonl.manifest.json").read_bytes())
    assert taken.file.digest == sha256(file.read_bytes()).hexdigest()
    assert taken.file.manifest == manifest
    assert taken.file.kept_until is None


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.usefixtures("cohort")
def test_the_record_is_there_before_a_name_is(app_on_both, sessions, monkeypatch, name):
    """Whatever becomes of the file: here there is none."""
    on_record: list[int] = []

    def look():
        with sessions() as session:
            on_record.append(how_many(session, Export))
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(export_output, "standard_output", look)
    monkeypatch.setattr("learner_api.commands.export_statements.standard_output", look)

    commanded(app_on_both, "export", *TAKING[name], *FOR)

    assert on_record == [1]


@pytest.mark.parametrize("name", TAKING)
@pytest.mark.parametrize("purpose", [(), ("--purpose", "Because."), ("--purpose", "")])
def test_without_a_purpose_there_are_no_names(course, record, tmp_path, name, purpose):
    file = tmp_path / "names.csv"

    result = course("export", *TAKING[name], *purpose, "--output", str(file))

    assert result.exit_code == 2
    assert "'--purpose': Say in 10 to 500 characters what" in result.stderr
    assert how_many(record, Export) == 0
    assert list(tmp_path.glob("*names*")) == []


@pytest.mark.parametrize("asked", COUNTING)
def test_what_names_nobody_takes_no_purpose(course, record, asked):
    builders.an_enrolment(record)
    record.commit()

    refused, told = course("export", *asked, *FOR), course("export", *asked)

    assert refused.exit_code == 2
    assert "names nobody, and takes no purpose" in refused.stderr
    assert told.exit_code == 0
    assert how_many(record, Export) == 0


@pytest.mark.parametrize("name", TAKING)
def test_where_no_file_can_be_nothing_is_taken(course, record, monkeypatch, name):
    monkeypatch.setattr(
        "learner_api.commands.export_lists.load_catalogue", builders.miniature_catalogue
    )
    builders.an_enrolment(record)
    record.commit()

    result = course("export", *TAKING[name], *FOR, "--output", "/nowhere/at/all.csv")

    assert result.exit_code == 1
    assert "cannot be written. There is no folder /nowhere/at." in result.stderr
    assert how_many(record, Export) == 0
