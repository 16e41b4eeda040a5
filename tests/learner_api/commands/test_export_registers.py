"""``course export certified`` and ``course export rule-change``: lists of people."""

import csv
import io
import json

import pytest

from course import editions
from course.catalogue import load_catalogue
from tests import builders
from tests.builders import COURSE, LESSONS, NOW
from tests.course.rule_changes import a_rule
from tests.exporting import PURPOSE

FOR = ("--purpose", PURPOSE)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_register_comes_out_as_it_was_known(course, record):
    cohort = builders.a_cohort(record, key="first")
    ama = builders.a_learner(record, name="Ama")
    builders.a_completed_enrolment(record, ama, cohort=cohort)
    builders.a_completed_enrolment(record)
    record.commit()
    asked = ("export", "certified", "--course", COURSE, "--on", "2026-03-05", *FOR)

    everybody = course(*asked)
    of_cohort = course(*asked, "--cohort", "first", "--format", "json")
    before = course(*asked, "--as-known-on", "2026-03-01T12:00Z")

    assert everybody.exit_code == 0, everybody.output
    assert len(rows_of(everybody.stdout)) == 2
    assert [row["name"] for row in json.loads(of_cohort.stdout)["rows"]] == ["Ama"]
    assert rows_of(before.stdout) == []


def test_a_list_of_a_preview_comes_out(course, record, monkeypatch):
    monkeypatch.setattr(
        "learner_api.commands.export_lists.load_catalogue", builders.miniature_catalogue
    )
    edition = editions.course_edition(record, a_rule(LESSONS[:1], ()), now=NOW)
    enrolment = builders.an_enrolment(record, edition=edition)
    builders.a_finished_lesson(record, enrolment, *LESSONS[0])
    record.commit()

    asked = ("export", "rule-change", "--course", COURSE, *FOR)
    result = course(*asked)
    none = course(*asked, "--list", "newly-meets")

    assert result.exit_code == 0, result.output
    [row] = rows_of(result.stdout)
    assert (row["name"], row["falls_short"]) == (enrolment.user.name, "completion")
    assert rows_of(none.stdout) == []


@pytest.mark.parametrize("name", ["certified", "rule-change"])
def test_a_cohort_that_is_none_is_named(course, record, name):
    key = next(iter(load_catalogue().courses))
    record.commit()

    result = course("export", name, "--course", key, "--cohort", "nowhere", *FOR)

    assert result.exit_code == 1
    assert "has no cohort called 'nowhere'" in result.output
