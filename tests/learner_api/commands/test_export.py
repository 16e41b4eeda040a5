"""``course export completions``: the same figures as everywhere else."""

import csv
import io
import json
from datetime import timedelta

import pytest

from course.catalogue import load_catalogue
from learner_api.commands import export
from quizzes.analysis import NotAnalysed
from quizzes.question_types.single_choice import SingleChoice
from tests import builders, classes
from tests.builders import COURSE, NOW
from tests.exporting import PURPOSE

EXPORT = ("export", "completions", "--course", COURSE)
NAMED = (*EXPORT, "--purpose", PURPOSE)


@pytest.fixture
def three(record):
    """A learner who has completed, in a cohort, and two who have not."""
    cohort = builders.a_cohort(record, key="first")
    ama = builders.a_learner(record, name="Ama", country="GH")
    builders.a_completed_enrolment(record, ama, cohort=cohort)
    bea = builders.a_learner(record, name="=Bea()", country="BD")
    builders.an_enrolment(record, bea, cohort=cohort, now=NOW + timedelta(days=9))
    builders.an_enrolment(record, builders.a_learner(record, name="Cem"))
    record.commit()


def rows_of(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.usefixtures("three")
def test_named_rows_come_out_as_csv(course):
    result = course(*NAMED)

    rows = rows_of(result.stdout)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert [row["name"] for row in rows] == ["Ama", "'=Bea()", "Cem"]
    assert rows[0]["completed_at"] == "2026-03-02T12:00:00Z"
    assert rows[0]["award_number"]


@pytest.mark.usefixtures("three")
def test_counts_name_nobody(course):
    result = course(*EXPORT, "--by", "country", "--format", "json")

    table = json.loads(result.stdout)
    counts = {row["country"]: row["completed"] for row in table["rows"]}
    assert counts == {"BD": 0, "GH": 1, None: 0}
    assert "Ama" not in result.stdout


@pytest.mark.usefixtures("three")
def test_one_cohort_can_be_asked_for_by_its_key(course):
    result = course(*NAMED, "--cohort", "first")

    assert [row["name"] for row in rows_of(result.stdout)] == ["Ama", "'=Bea()"]


@pytest.mark.usefixtures("three")
def test_figures_can_be_had_as_of_a_past_moment(course):
    result = course(*NAMED, "--as-of", "2026-03-05", "--format", "json")

    table = json.loads(result.stdout)
    assert table["as_of"] == "2026-03-05T00:00:00Z"
    assert [row["name"] for row in table["rows"]] == ["Ama", "Cem"]


@pytest.mark.usefixtures("three")
def test_a_file_holds_what_the_standard_output_would(course, tmp_path):
    path = tmp_path / "completions.csv"
    moment = ("--as-of", "2026-03-20")

    result = course(*NAMED, *moment, "--output", str(path))

    assert (result.exit_code, result.output) == (0, "")
    assert path.read_bytes() == course(*NAMED, *moment).stdout_bytes
    assert {each.name for each in tmp_path.glob("*completions*")} == {
        path.name,
        f"{path.name}.manifest.json",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*NAMED[4:], "--course", "nothing"), "There is no course called 'nothing'."),
        ((*NAMED[2:], "--cohort", "none"), "has no cohort called 'none'"),
        ((*EXPORT[2:], "--as-of", "yesterday"), "'yesterday' is not a moment"),
        ((*EXPORT[2:], "--as-of", "2999-01-01"), "still to come"),
        ((*EXPORT[2:], "--by", "colour"), "'colour'"),
        ((*NAMED[2:], "--output", "/nowhere/at/all.csv"), "cannot be written"),
    ],
)
@pytest.mark.usefixtures("three")
def test_what_cannot_be_answered_is_refused_in_words(course, words, said):
    result = course("export", "completions", *words)

    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert result.stdout == ""


ITEMS = ("export", "item-statistics", "situation-analysis")


@pytest.fixture
def sat(record):
    """Thirty learners who have sat a quiz of the course, half of them right once."""
    data = load_catalogue().quiz("situation-analysis")
    question = next(each for each in data.questions if isinstance(each, SingleChoice))
    for number in range(30):
        answers = {question.key: question.correct} if number % 2 else {}
        classes.a_sitting(record, classes.a_seat(record), data, answers)
    record.commit()
    return question


def test_the_questions_of_a_quiz_come_out_as_csv(course, sat):
    result = course(*ITEMS)

    rows = {row["question"]: row for row in rows_of(result.stdout)}
    assert result.exit_code == 0
    found = rows[sat.key]
    assert (found["attempts"], found["facility"]) == ("30", "0.5")
    assert float(found["facility_low"]) < 0.5 < float(found["facility_high"])
    assert (found["discrimination"], found["verdict"]) == ("", "early")


def test_the_questions_of_a_quiz_come_out_as_json(course, sat):
    result = course(*ITEMS, "--format", "json", "--which", "all")

    table = json.loads(result.stdout)
    assert (table["quiz"], table["which"]) == ("situation-analysis", "all")
    assert table["attempts"] == 30
    assert table["reliability"] is None
    assert 0 < table["mean"] < 1


def test_an_unknown_quiz_and_an_unknown_cohort_are_named(course, record):
    quiz = course("export", "item-statistics", "no-quiz")
    cohort = course(*ITEMS, "--cohort", "no-cohort")

    assert (quiz.exit_code, cohort.exit_code) == (1, 1)
    assert "no quiz called 'no-quiz'" in quiz.stderr
    assert "no cohort called 'no-cohort'" in cohort.stderr


def test_figures_that_cannot_be_worked_out_are_one_line(course, sat, monkeypatch):
    def fail(_sittings):
        raise NotAnalysed("It was not done within 60 seconds.")

    monkeypatch.setattr(export, "analyse_aside", fail)

    result = course(*ITEMS)

    assert result.exit_code == 1
    assert "were not worked out. It was not done" in result.stderr
