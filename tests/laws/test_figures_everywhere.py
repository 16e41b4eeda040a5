"""Screen, API, file and command give one answer to one question, or refuse it alike."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from course.exports.completions import BREAKDOWNS as PUBLISHED
from course.exports.completions import COUNTED
from course.figures.query import BREAKDOWNS
from course.small_cells import HIDDEN
from tests.builders import COURSE
from tests.figuring import BEGINNING, COUNTRIES, ORGANISATIONS, Person, Run, settled
from tests.html import parse_page, text_of
from tests.laws.commanded import commanded, completions_written
from tests.laws.seeds import SEED, UNHURRIED, print_seed

PLACE = f"/api/v1/courses/{COURSE}"
API = f"{PLACE}/figures"
MEASURES = ("enrolled", "started", "assessed", "completed", "certified")
# On the screen a share follows those who completed, and those who were certified.
COLUMNS = (0, 1, 2, 3, 5)
MANY = 60
OPTIONS = {
    "as_of": "--as-of",
    "enrolled_since": "--since",
    "enrolled_until": "--until",
    "detail": "--detail",
}
"""What the command calls what the others are asked by an address."""

FILTERS = {
    "country": ("KE", "NA", "-", "ZZ"),
    "region": ("africa", "-"),
    "development": ("developing", "developed"),
    "country-group": ("ldc", "fragile", "none-of-these"),
    "gender": ("female", "-"),
    "affiliation": ("government", "-"),
    "age-band": ("35-44", "-"),
    "organisation": ("ministry of land",),
    "mode": ("moderated", "self-paced"),
    "language": ("en", "fr", "xx"),
    "month": ("2026-01", "2026-02"),
}


@pytest.fixture
def administrator(session, sign_in):
    """Many people, some of whom took the course twice, and who asks about them."""
    draw = Random(SEED)  # noqa: S311  # of people, not of secrets
    ground = settled(session, [_somebody(draw) for _ in range(MANY)])
    session.commit()
    sign_in(ground.administrator)
    return ground.administrator


def _somebody(draw: Random) -> Person:
    return Person(
        country=draw.choice(COUNTRIES),
        gender=draw.choice(("female", "male", None)),
        affiliation=draw.choice(("government", "academia", None)),
        organisation=draw.choice(ORGANISATIONS),
        age_band=draw.choice(("under-25", "35-44", None)),
        runs=tuple(_run(draw) for _ in range(draw.choice((1, 1, 1, 2)))),
    )


def _run(draw: Random) -> Run:
    day = draw.randrange(60)
    steps = sorted(day + draw.randrange(50) for _ in range(4))
    reached = draw.randrange(5)
    started, assessed, completed, certified = (
        step if place < reached else None for place, step in enumerate(steps)
    )
    return Run(
        cohort=draw.choice((None, 0, 1, 2)),
        day=day,
        edition=draw.randrange(2),
        started=started,
        assessed=assessed,
        completed=completed,
        certified=certified,
    )


@pytest.fixture
def command(
    app_on_both: Flask, tmp_path: Path
) -> Callable[[dict[str, Any]], bytes | None]:
    """The file that ``course export figures`` writes, or nothing where it refuses."""
    output = tmp_path / "figures.csv"

    def command(asked: dict[str, Any]) -> bytes | None:
        words = ["export", "figures", "--course", COURSE, "--output", str(output)]
        for name, given_as in OPTIONS.items():
            words += [f"{given_as}={asked[name]}"] if name in asked else []
        words += [f"--by={name}" for name in asked["by"]]
        words += [f"--where={name}={asked[name]}" for name in FILTERS if name in asked]
        done = commanded(app_on_both, *words)
        if done.exit_code:
            assert isinstance(done.exception, SystemExit), done.output
            return None
        return output.read_bytes()

    return command


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody asks by an address; now and then it cannot be asked."""
    as_of = BEGINNING + timedelta(days=draw(st.integers(0, 120)))
    names = draw(st.lists(st.sampled_from(sorted(FILTERS)), max_size=2, unique=True))
    asked = {name: draw(st.sampled_from(FILTERS[name])) for name in names}
    for name in ("enrolled_since", "enrolled_until"):
        if draw(st.integers(0, 3)) == 0:
            day = BEGINNING + timedelta(days=draw(st.integers(0, 60)))
            asked[name] = day.date().isoformat()
    by = draw(st.lists(st.sampled_from(BREAKDOWNS), max_size=2, unique=True))
    detail = draw(st.sampled_from(("exact", "exact", "protected")))
    return {**asked, "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}", "by": by, "detail": detail}


def test_screen_api_files_and_command_agree(
    app_on_both, administrator, client, command
):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=12)
    @given(questions())
    def holds(asked):
        page = client.get("/statistics", query_string={"course": COURSE, **asked})
        answer = client.get(API, query_string=asked)
        file = client.get(f"{API}.csv", query_string=asked)
        data = client.get(f"{API}.json", query_string=asked)
        written = command(asked)

        answers = (page, answer, file, data)
        told = [(each.request.path, each.status_code, each.text) for each in answers]
        assert len({status for _path, status, _text in told}) == 1, told
        assert (written is None) == (file.status_code != 200), (asked, written)
        if file.status_code != 200:
            return
        assert written == file.data
        by, told = asked["by"], answer.json
        groups = [
            [*(one["keys"][name] for name in by), *_numbers(one["counts"])]
            for one in told["groups"]
        ]
        if not by:
            groups = [_numbers(told["total"])]
        rows = _rows(written)
        assert [[_cell(row[name]) for name in (*by, *MEASURES)] for row in rows] == [
            [_cell(_written(cell)) for cell in row] for row in groups
        ]
        document = json.loads(data.data)
        assert [[r[name] for name in (*by, *MEASURES)] for r in document["rows"]] == (
            groups
        )
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
                for row in _rows(file)
            ] == groups
        people = [row["email"] for row in _rows(named)]
        assert len(set(people)) == figures["total"]["enrolled"]
    assert len(people) > len(set(people))


def _rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))


def _counted(counts: dict[str, Any]) -> tuple[int, ...]:
    return tuple(counts[name] for name in COUNTED)


def _hold_screen(html: str, by: list[str], told: dict[str, Any]) -> None:
    """The page shows the numbers of the answer, whatever it calls the groups."""
    shown = _table(html)
    if not by:
        assert [row[1] for row in shown[:5]] == _shown(told["total"])
        return
    numbers = [[row[len(by) + at] for at in COLUMNS] for row in shown]
    expected = [_shown(one["counts"]) for one in told["groups"]]
    assert numbers[-1] == _shown(told["total"])
    assert sorted(numbers[:-1]) == sorted(expected)


def _table(html: str) -> list[list[str]]:
    """The first table of the page: that of the breakdown, or the steps."""
    table = next(iter(parse_page(html).iter("table")))
    return [[text_of(cell) for cell in row] for row in table.find("tbody")]


def _numbers(counts: dict[str, Any]) -> list[int | None]:
    return [counts[name] for name in MEASURES]


def _shown(counts: dict[str, Any]) -> list[str]:
    return [HIDDEN if each is None else f"{each:,}" for each in _numbers(counts)]


def _written(value: Any) -> str:
    return "" if value is None else str(value)


def _cell(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return text.removeprefix("'")
