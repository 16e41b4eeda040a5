"""The fifth law: every figure has an as-of, and what it said then it says for ever.

Random histories of a few learners. What was counted at each moment is counted again
at the end, as of that moment; and screen, API, files and command say one thing.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from click.testing import CliRunner
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from config.settings import Settings
from course.models import User
from course.statistics import (
    BREAKDOWNS,
    CompletionCount,
    CompletionQuery,
    CompletionRow,
    completion_counts,
    completion_rows,
    completion_total,
)
from learner_api.commands import main
from tests.builders import COURSE
from tests.laws.acts import told
from tests.laws.histories import World
from tests.laws.programs import Program, a_program
from tests.laws.seeds import SEED, UNHURRIED, chance, print_seed
from tests.tables import rows_of

MEASURES = ("enrolled", "started", "completed", "certified")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asked at a moment, and will ask again."""

    asker: User
    query: CompletionQuery
    by: str

    def answer(self, session: Session) -> list[Any]:
        """The rows, the total and the counts, which must say one thing."""
        rows = list(completion_rows(session, self.asker, self.query))
        total = completion_total(session, self.asker, self.query)
        groups = completion_counts(session, self.asker, self.query, self.by)
        for group in groups:
            within = [row for row in rows if getattr(row, self.by) == group.group]
            assert group == counted(group.group, within)
        assert total == counted(None, rows)
        return [rows, total, groups]


def counted(group: str | None, rows: list[CompletionRow]) -> CompletionCount:
    return CompletionCount(
        group=group,
        enrolled=len(rows),
        started=sum(row.started_at is not None for row in rows),
        completed=sum(row.completed_at is not None for row in rows),
        certified=sum(row.award_number is not None for row in rows),
    )


def a_question(world: World, moment: datetime) -> Question:
    """Anybody of the staff may ask, of one cohort or all, by any breakdown."""
    asker = world.draw.choice(
        (world.administrator, world.administrator, *world.trainers)
    )
    cohort = world.draw.choice((None, None, world.cohorts[0].uuid))
    by = world.draw.choice(BREAKDOWNS)
    return Question(asker, CompletionQuery(COURSE, moment, cohort), by)


def test_a_figure_of_any_past_moment_is_what_it_was_then(sessions):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=4)
    @given(st.randoms(use_true_random=True), st.integers(12, 18))
    def holds(draw: Any, steps: int) -> None:
        with sessions() as session:
            world = World(session, draw)
            told = []
            for moment in world.live(steps):
                question = a_question(world, moment)
                told.append((question, question.answer(session)))

            for question, then in told:
                assert question.answer(session) == then

    holds()


Groups = dict[str | None, tuple[int, ...]]


def groups_of(rows: Iterable[Mapping[str, Any]], by: str) -> Groups:
    """What counts say, as a file or the API gives them."""
    return {row[by] or None: tuple(int(row[each]) for each in MEASURES) for row in rows}


def groups_of_people(rows: Iterable[Mapping[str, Any]], by: str) -> Groups:
    """The same, counted here from rows that name people."""
    groups: dict[str | None, list[int]] = {}
    for row in rows:
        group = groups.setdefault(row[by] or None, [0, 0, 0, 0])
        group[0] += 1
        for place, column in enumerate(
            ("started_at", "completed_at", "award_number"), start=1
        ):
            group[place] += bool(row[column])
    return {name: tuple(counts) for name, counts in groups.items()}


def csv_rows(data: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def json_rows(data: bytes) -> list[dict[str, Any]]:
    table = json.loads(data)
    assert table["row_count"] == len(table["rows"])
    return list(table["rows"])


def asked_of_the_edge(reader: Program, moment: str, by: str) -> list[Groups]:
    """What the API says, and the four files that it gives."""
    place, when = f"/courses/{COURSE}", urlencode({"as_of": moment})
    said = told(reader.get(f"{place}/statistics?{when}&by={by}"))
    sums = tuple(sum(each[measure] for each in said["counts"]) for measure in MEASURES)
    assert sums == tuple(said["total"][measure] for measure in MEASURES)

    def file(suffix: str, counted: str) -> bytes:
        answer = reader.get(f"{place}/completions.{suffix}?{when}{counted}")
        assert answer.status_code == 200, answer.text
        written: bytes = answer.data
        return written

    return [
        groups_of([{by: each["group"], **each} for each in said["counts"]], by),
        groups_of(csv_rows(file("csv", f"&by={by}")), by),
        groups_of(json_rows(file("json", f"&by={by}")), by),
        groups_of_people(csv_rows(file("csv", "&purpose=audit")), by),
        groups_of_people(json_rows(file("json", "&purpose=audit")), by),
    ]


def on_the_screen(reader: Program, moment: str, by: str) -> list[tuple[int, ...]]:
    """The figures of the page, whose groups are named in words; the total last."""
    page = reader.page(f"/statistics?{urlencode({'as_of': moment, 'by': by})}")
    assert page.status_code == 200, page.text
    # The page tells of those who were assessed too, between the others.
    rows = [
        tuple(int(cells[place]) for place in (0, 1, 3, 5))
        for cells in rows_of(page.text).values()
    ]
    return [*sorted(rows[:-1]), *rows[-1:]]


def by_command(settings: Settings, moment: str, by: str) -> list[Groups]:
    """What the command writes: counts as CSV and people as JSON."""
    environment = {
        "COURSE_DATABASE_URL": settings.database_url,
        "COURSE_DATA_DIR": str(settings.data_dir),
    }

    def export(*options: str) -> bytes:
        command = ["export", "completions", "--course", COURSE, "--as-of", moment]
        done = CliRunner().invoke(main, [*command, *options], env=environment)
        assert done.exit_code == 0, done.output
        written: bytes = done.stdout_bytes
        return written

    return [
        groups_of(csv_rows(export("--by", by)), by),
        groups_of_people(json_rows(export("--format", "json")), by),
    ]


def test_screen_api_files_and_command_say_one_thing(app_on_both, session):
    draw = chance("as of")
    world = World(session, draw)
    moments = list(world.live(30))
    administrator, trainer = (
        a_program(app_on_both, session, person)
        for person in (world.administrator, world.trainers[0])
    )
    settings = app_on_both.extensions["course.site"].settings

    for by, moment in zip(
        BREAKDOWNS, draw.sample(moments, 3) + moments[-1:], strict=True
    ):
        asked = moment.isoformat().replace("+00:00", "Z")
        said = asked_of_the_edge(administrator, asked, by)
        counts = said[0]
        total = tuple(map(sum, zip(*counts.values(), strict=True)))

        assert total[0] > 0
        assert said == [counts] * 5
        assert by_command(settings, asked, by) == [counts] * 2
        assert on_the_screen(administrator, asked, by) == [
            *sorted(counts.values()),
            total,
        ]
        led = asked_of_the_edge(trainer, asked, by)
        assert led == led[:1] * 5
