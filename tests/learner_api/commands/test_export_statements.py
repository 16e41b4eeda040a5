"""``course export statements``: the record for a learning record store."""

import pytest

from tests import builders
from tests.builders import COURSE
from tests.exporting import PURPOSE
from tests.xapi_rules import faults_of, read_lines

EXPORT = ("export", "statements", "--course", COURSE)


@pytest.fixture
def ama(record):
    """A learner who has completed, in a cohort; another is on no cohort."""
    cohort = builders.a_cohort(record, key="first")
    learner = builders.a_learner(record, name="Ama")
    enrolment = builders.a_completed_enrolment(record, learner, cohort=cohort)
    builders.an_enrolment(record)
    record.commit()
    return enrolment


def test_the_record_comes_out_as_valid_statements_without_names(course, ama):
    result = course(*EXPORT, COURSE_PUBLIC_URL="https://course.example.org")

    found = read_lines(result.stdout_bytes)
    assert result.exit_code == 0
    assert [fault for each in found for fault in faults_of(each)] == []
    assert len({each["context"]["registration"] for each in found}) == 2
    assert found[0]["actor"]["account"]["homePage"] == "https://course.example.org"
    assert ama.user.email not in result.stdout


def test_names_are_asked_for_and_a_cohort_is_named_by_its_key(course, ama, tmp_path):
    file = tmp_path / "statements.jsonl"

    asked = (*EXPORT, "--cohort", "first", "--with-names", "--purpose", PURPOSE)
    result = course(*asked, "--output", str(file))

    found = read_lines(file.read_bytes())
    assert (result.exit_code, result.stdout) == (0, "")
    assert {each["actor"]["mbox"] for each in found} == {f"mailto:{ama.user.email}"}
    assert {each["actor"]["name"] for each in found} == {"Ama"}


@pytest.mark.usefixtures("ama")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--cohort", "second"), "no cohort called 'second'"),
        (("--as-of", "2199-01-01"), "still to come"),
    ],
)
def test_what_is_not_there_is_named_and_no_file_is_written(
    course, tmp_path, words, said
):
    file = tmp_path / "statements.jsonl"

    result = course(*EXPORT, *words, "--output", str(file))

    assert result.exit_code != 0
    assert said in result.stderr
    assert list(tmp_path.glob("*statements*")) == []
