"""Screen, API, file, kept file and command give one answer to one question.

Or they refuse it alike.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, seed, settings

from course.exports.completions import BREAKDOWNS as PUBLISHED
from course.exports.completions import COUNTED
from course.exports.figures import MEASURES as COLUMNS
from course.exports.figures import RATES
from course.small_cells import HIDDEN
from tests.builders import COURSE
from tests.figuring import BEGINNING
from tests.html import parse_page, text_of
from tests.laws.asking import (
    API,
    Ways,
    a_crowd,
    commit_crowd,
    questions,
    rows_in,
)
from tests.laws.commanded import completions_written
from tests.laws.seeds import SEED, UNHURRIED, print_seed

PLACE = f"/api/v1/courses/{COURSE}"
MEASURES = tuple(each.name for each in COLUMNS)
SHARES = tuple(each.name for each in RATES)
# As they stand in the tables of groups, and in the steps without groups.
IN_GROUPS = (
    *("enrolled", "started", "assessed", "completed", "completion_rate"),
    *("certified", "certification_rate", "participated", "withdrawn"),
)
IN_STEPS = tuple(each for each in IN_GROUPS if each not in SHARES)


@pytest.fixture
def administrator(session, sign_in):
    """Who asks about many people."""
    ground = a_crowd(session)
    commit_crowd(session)
    sign_in(ground.administrator)
    return ground.administrator


def test_screen_api_files_and_command_agree(
    app_on_both, administrator, client, tmp_path
):
    print_seed()
    ways = Ways(app_on_both, client, tmp_path)

    @seed(SEED)
    @settings(UNHURRIED, max_examples=12)
    @given(questions())
    def holds(asked):
        page = client.get("/statistics", query_string={"course": COURSE, **asked})
        answer = client.get(API, query_string=asked)
        data = client.get(f"{API}.json", query_string=asked)
        files = ways.files(asked)

        answers = (page, answer, data)
        told = [(each.request.path, each.status_code, each.text) for each in answers]
        assert len({status for _path, status, _text in told}) == 1, told
        assert len(files) == 1, (asked, files)
        (file,) = files
        assert (file is None) == (answer.status_code != 200), (asked, file)
        if file is None:
            return
        by, told = asked["by"], answer.json
        groups = [
            [*(one["keys"][name] for name in by), *_numbers(one["counts"])]
            for one in told["groups"]
        ]
        if not by:
            groups = [_numbers(told["total"])]
        columns = (*by, *MEASURES, *SHARES)
        assert [[_cell(row[name]) for name in columns] for row in rows_in(file)] == [
            [_cell(_written(cell)) for cell in row] for row in groups
        ]
        document = json.loads(data.data)
        assert [[r[name] for name in columns] for r in document["rows"]] == groups
        if told["total"] and told["total"]["enrolled"]:
            _hold_screen(page.text, by, told)

    holds()


@pytest.mark.parametrize("by", PUBLISHED)
def test_completions_are_the_figures_though_people_took_the_course_again(
    app_on_both, administrator, client, by
):
    for day in (20, 50, 120):
        moment = f"{BEGINNING + timedelta(days=day):%Y-%m-%dT%H:%M:%SZ}"
        asked = {"as_of": moment, "by": by}
        figures = client.get(API, query_string=asked).json
        groups = [
            (one["keys"][by], *_counted(one["counts"])) for one in figures["groups"]
        ]

        told = client.get(f"{PLACE}/statistics", query_string=asked).json
        files = [
            client.get(f"{PLACE}/completions.csv", query_string=asked).data,
            client.get(
                "/statistics/completions.csv", query_string={"course": COURSE, **asked}
            ).data,
            completions_written(app_on_both, moment, "--by", by),
        ]
        named = completions_written(app_on_both, moment)

        assert [(each["group"], *_counted(each)) for each in told["counts"]] == groups
        assert _counted(told["total"]) == _counted(figures["total"])
        for file in files:
            assert [
                (row[by] or None, *(int(row[name]) for name in COUNTED))
                for row in rows_in(file)
            ] == groups
        people = [row["email"] for row in rows_in(named)]
        assert len(set(people)) == figures["total"]["enrolled"]
    assert len(people) > len(set(people))


def _counted(counts: dict[str, Any]) -> tuple[int, ...]:
    return tuple(counts[name] for name in COUNTED)


def _hold_screen(html: str, by: list[str], told: dict[str, Any]) -> None:
    """The page shows the numbers of the answer, whatever it calls the groups."""
    shown = _table(html)
    if not by:
        assert [row[1] for row in shown] == _shown(told["total"], IN_STEPS)
        return
    numbers = [row[len(by) :] for row in shown]
    expected = [_shown(one["counts"], IN_GROUPS) for one in told["groups"]]
    assert numbers[-1] == _shown(told["total"], IN_GROUPS)
    assert sorted(numbers[:-1]) == sorted(expected)


def _table(html: str) -> list[list[str]]:
    """The first table of the page: that of the breakdown, or the steps."""
    table = next(iter(parse_page(html).iter("table")))
    return [[text_of(cell) for cell in row] for row in table.find("tbody")]


def _numbers(counts: dict[str, Any]) -> list[int | float | None]:
    """The counts and then the shares, as a file has them."""
    shares = [counts[name] for name in SHARES]
    return [
        *(counts[name] for name in MEASURES),
        *(each and each["numerator"] / each["denominator"] for each in shares),
    ]


def _shown(counts: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [_in_words(counts[name]) for name in names]


def _in_words(number: Any) -> str:
    if number is None:
        return HIDDEN
    return f"{number:,}" if isinstance(number, int) else f"{number['per_cent']} %"


def _written(value: Any) -> str:
    return "" if value is None else str(value).removesuffix(".0")


def _cell(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return text.removeprefix("'")
