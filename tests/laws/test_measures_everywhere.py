"""What is measured beside the counts is the same on screen, by API, file and command.

That is what happened in each month, days to complete, lessons, modules and the gain.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from course.course_module import CourseQuiz
from course.figures.query import COUNTS, MEASURES
from course.models import Edition
from course.small_cells import HIDDEN
from learner_api.shares import number_words
from learner_api.translation import long_month
from tests.builders import COURSE
from tests.figuring import BEGINNING
from tests.laws.asking import (
    API,
    Ways,
    a_crowd,
    commit_crowd,
    questions,
    rows_in,
)
from tests.laws.seeds import SEED, UNHURRIED, print_seed
from tests.tables import rows_of

BESIDES = tuple(each for each in MEASURES if each not in COUNTS)
LATE = {"as_of": "2026-06-01T00:00:00Z"}
TESTS = (
    CourseQuiz("before", "Before", "pre-test"),
    CourseQuiz("after", "After", "post-test"),
)


@pytest.fixture
def administrator(session, sign_in):
    """Many people on a course that has a test before it and one after it."""
    ground = a_crowd(session)
    content = ground.editions[0].content
    session.add(
        Edition(
            kind="course",
            key=COURSE,
            digest="e" * 64,
            content={**content, "assessments": [each.to_data() for each in TESTS]},
            recorded_at=BEGINNING,
        )
    )
    commit_crowd(session)
    sign_in(ground.administrator)
    return ground.administrator


def not_counted(asked: dict[str, Any]) -> dict[str, Any]:
    """The same question without its groups: of them counts alone are told."""
    return {name: value for name, value in asked.items() if name != "by"}


def is_told(measure: str, asked: dict[str, Any]) -> bool:
    """Whether figures of this detail tell it: what happened when is not published."""
    return measure != "months" or asked.get("detail") != "protected"


def just(measure: str) -> tuple[str]:
    return (measure,)


def test_every_measure_is_one_however_it_is_asked_for(
    app_on_both, administrator, client, tmp_path
):
    print_seed()
    ways = Ways(app_on_both, client, tmp_path)

    @seed(SEED)
    @settings(UNHURRIED, max_examples=3)
    @given(questions().map(not_counted), st.sampled_from(BESIDES).map(just))
    @example(LATE, BESIDES)
    @example({**LATE, "detail": "protected"}, ("days", "modules", "months"))
    def holds(asked, as_files):
        published = [each for each in MEASURES if is_told(each, asked)]
        answer = client.get(API, query_string={**asked, "measures": published})
        counts = client.get(API, query_string=asked)
        pages = [
            client.get(address, query_string={"course": COURSE, **asked})
            for address in ("/statistics", "/statistics/lessons")
        ]
        assert [each.status_code for each in pages] == [
            counts.status_code,
            answer.status_code,
        ], asked
        told = answer.json
        for measure in as_files:
            files = ways.files({**asked, "measures": measure})

            assert len(files) == 1, (measure, asked, files)
            (file,) = files
            is_given = answer.status_code == 200 and measure in published
            assert (file is not None) == is_given, (measure, asked)
            if file is not None:
                rows = [
                    {name: _read(cell) for name, cell in row.items()}
                    for row in rows_in(file)
                ]
                assert rows == _rows(measure, told), measure
        if answer.status_code == 200 and told["total"]["enrolled"]:
            _hold_months(pages[0].text, told.get("months", ()))
            _hold_lessons(pages[1].text, told)

    holds()


def test_something_of_every_measure_is_told_of_many(administrator, client):
    answer = client.get(API, query_string={**LATE, "measures": list(MEASURES)}).json

    assert {measure: len(_rows(measure, answer)) for measure in BESIDES} == {
        "months": 4,
        "days": 1,
        "lessons": 3,
        "modules": 2,
        "gain": 1,
    }


def _rows(measure: str, told: dict[str, Any]) -> list[dict[str, Any]]:
    """What the answer of the API says of it, as rows of the file."""
    found: dict[str, list[dict[str, Any]]] = {
        "months": told.get("months", []),
        "days": [told["days"]] if told["days"] else [],
        "lessons": told["lessons"]["lessons"],
        "modules": told["lessons"]["modules"],
        "gain": [told["gain"]] if told["gain"] else [],
    }
    return found[measure]


def _read(cell: str) -> str | float | None:
    """A cell of the file as the value that it is."""
    try:
        return float(cell) if cell else None
    except ValueError:
        return cell


def _hold_months(page: str, months: Sequence[dict[str, Any]]) -> None:
    """The page of counts shows the months of the answer, or none."""
    assert rows_of(page, "What happened in each month") == {
        long_month(each["month"]): _words(each, "enrolled started completed certified")
        for each in months
    }


def _hold_lessons(by_lesson: str, told: dict[str, Any]) -> None:
    """The tables of the page of lessons show the numbers of the answer."""
    lessons, modules = told["lessons"]["lessons"], told["lessons"]["modules"]
    shown = rows_of(by_lesson, "Lesson by lesson").values()
    assert [row[-2:] for row in shown] == [
        _words(each, "opened completed") for each in lessons
    ]
    shown = rows_of(by_lesson, "Modules completed").values()
    assert [[row[0], row[2]] for row in shown] == [
        [number_words(each["completed"]), _hours(each["hours"])] for each in modules
    ]
    hours = told["lessons"]["hours"]
    assert f"<dd>{'Too few to tell' if hours is None else _hours(hours)}</dd>" in (
        by_lesson
    )
    _hold_days(by_lesson, told["days"])
    _hold_gain(by_lesson, told["gain"])


def _hold_days(page: str, days: dict[str, Any] | None) -> None:
    shown = rows_of(page, "Days from enrolling to completing")
    if days is None:
        assert shown == {}
        return
    assert [*shown.values()] == [[word] for word in _words(days, "lower middle upper")]
    people = days["people"]
    assert f"{people} {'person' if people == 1 else 'people'} completed." in page


def _hold_gain(page: str, gain: dict[str, Any] | None) -> None:
    shown = [cell for (cell,) in rows_of(page, "Learning gain").values()]
    if gain is None:
        assert shown == []
        return
    rose = ", ".join(_words(gain, "rose stayed fell"))
    before, after, middle, average = (
        None if share is None else f"{round(_exactly(share) * 100)} %"
        for share in (
            *(gain["before"], gain["after"]),
            *(gain["gain"], gain["gain_of_average"]),
        )
    )
    assert shown == [
        str(gain["people"]),
        before,
        after,
        rose,
        number_words(gain["with_gain"]),
        middle or "Not told: too few had anything left to gain",
        average or "None was left to gain",
    ]


def _words(told: dict[str, Any], names: str) -> list[str]:
    return [number_words(told[name]) for name in names.split()]


def _hours(hours: float | None) -> str:
    # The miniature course has whole hours for each lesson.
    return HIDDEN if hours is None else f"{hours:,.1f}"


def _exactly(share: float) -> Fraction:
    """The share that was told: of a few people with tests of ten points."""
    return Fraction(share).limit_denominator(100_000)
