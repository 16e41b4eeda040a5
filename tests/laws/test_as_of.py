"""The fifth law: every figure has an as-of, and what it said then it says for ever.

Random histories of a few learners, made through the real verbs. At each moment one
question is asked, exact or for publication, and asked again at the end, as of that
moment; and screen, API, files and command say one thing.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course.exports.completions import BREAKDOWNS as PUBLISHED
from course.exports.completions import COUNTED as MEASURES
from course.exports.figure_rows import rows_table
from course.figures.counting import figures
from course.figures.days import days_to_complete
from course.figures.faults import ImpossibleFilter
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.months import months
from course.figures.overview import overview
from course.figures.query import BREAKDOWNS, DETAILS, StatisticsQuery
from course.figures.results import Figures, Overview
from course.models import User
from tests.builders import COURSE, miniature_catalogue
from tests.course.figures import naive
from tests.laws.acts import told
from tests.laws.commanded import completions_written
from tests.laws.histories import World
from tests.laws.programs import Program, a_program
from tests.laws.seeds import SEED, UNHURRIED, chance, print_seed
from tests.tables import rows_of

# Who does what is kept as it was: the address by which somebody signs in is today's.
OF_TODAY = {"email"}
REACHED = ("started_at", "completed_at", "award_number")

Named = dict[str, Any]
Groups = dict[str | None, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asked at a moment, and will ask again."""

    asker: User
    query: StatisticsQuery

    def answer(self, session: Session) -> list[Any]:
        """All that is said of it, which must say one thing."""
        asked = (session, self.asker, self.query)
        course = miniature_catalogue().course(COURSE)
        counted, rows, shown = figures(*asked), self.rows(session), None
        if self.query.detail == "exact":
            shown = overview(*asked, most_cohorts=300)
            self.hold(session, counted, shown, rows)
        answers: list[Callable[[], Any]] = [
            lambda: months(*asked),
            lambda: days_to_complete(*asked),
            lambda: lessons(*asked, course),
            lambda: gain(*asked, course),
        ]
        return [counted, shown, *map(_told_or_refused, answers), rows]

    def rows(self, session: Session) -> list[Named]:
        """The rows that name people, by column."""
        table = rows_table(session, self.asker, self.query)
        rows = (dict(zip(table.names, row, strict=True)) for row in table.rows)
        return [
            {name: value for name, value in row.items() if name not in OF_TODAY}
            for row in rows
        ]

    def hold(
        self, session: Session, counted: Figures, shown: Overview, rows: list[Named]
    ) -> None:
        """Counts, totals, the page and the rows are of the same people."""
        known = naive.rows_of(session, self.asker, self.query)
        assert counted.total == naive.counted(known)
        assert naive.told(counted) == naive.groups(known, self.query.by)
        assert shown.total == counted.total
        assert len(rows) == len(known)
        for by in PUBLISHED:
            groups = {
                group.keys[0]: tuple(getattr(group.counts, each) for each in MEASURES)
                for group in shown.by[by]
            }
            assert groups == groups_of_people(rows, by, "learner")


def _told_or_refused(answer: Callable[[], Any]) -> Any:
    """What is not published is refused, then and later."""
    try:
        return answer()
    except ImpossibleFilter as refused:
        return refused.data["field"]


def a_question(world: World, moment: datetime) -> Question:
    """Anybody of the staff may ask, by one breakdown or two, or for publication."""
    draw = world.draw
    asker = draw.choice((world.administrator, world.administrator, *world.trainers))
    detail = draw.choice((*DETAILS[:1] * 2, *DETAILS))
    by = draw.sample(BREAKDOWNS, draw.choice((1, 2) if detail == "exact" else (0, 1)))
    cohort = draw.choice((None, None, world.cohorts[0].uuid))
    query = StatisticsQuery(COURSE, moment, cohort=cohort, by=tuple(by), detail=detail)
    return Question(asker, query)


def test_a_figure_of_any_past_moment_is_what_it_was_then(sessions):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=3)
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


def groups_of(rows: Iterable[Mapping[str, Any]], by: str) -> Groups:
    """What counts say, as a file or the API gives them."""
    return {row[by] or None: tuple(int(row[each]) for each in MEASURES) for row in rows}


def people_of(rows: Iterable[Mapping[str, Any]], person: str) -> tuple[int, ...]:
    """The same, counted here from rows that name people, who may have several."""
    rows = list(rows)
    reached = ([row for row in rows if row[column]] for column in REACHED)
    return tuple(len({row[person] for row in each}) for each in (rows, *reached))


def groups_of_people(
    rows: Iterable[Mapping[str, Any]], by: str, person: str = "email"
) -> Groups:
    """The people of each group."""
    within: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        within.setdefault(row[by] or None, []).append(row)
    return {group: people_of(own, person) for group, own in within.items()}


def csv_rows(data: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def json_rows(data: bytes) -> list[dict[str, Any]]:
    table = json.loads(data)
    assert table["row_count"] == len(table["rows"])
    return list(table["rows"])


def asked_of_the_edge(
    reader: Program, moment: str, by: str
) -> tuple[tuple[int, ...], list[Groups]]:
    """What the API says in all, and by group as the four files say it too."""
    place, when = f"/courses/{COURSE}", urlencode({"as_of": moment})
    said = told(reader.get(f"{place}/statistics?{when}&by={by}"))

    def file(suffix: str, counted: str) -> bytes:
        answer = reader.get(f"{place}/completions.{suffix}?{when}{counted}")
        assert answer.status_code == 200, answer.text
        written: bytes = answer.data
        return written

    named = csv_rows(file("csv", "&purpose=An+audit+of+us."))
    total = tuple(said["total"][each] for each in MEASURES)
    assert total == people_of(named, "email")
    return total, [
        groups_of([{by: each["group"], **each} for each in said["counts"]], by),
        groups_of(csv_rows(file("csv", f"&by={by}")), by),
        groups_of(json_rows(file("json", f"&by={by}")), by),
        groups_of_people(named, by),
        groups_of_people(json_rows(file("json", "&purpose=An+audit+of+us.")), by),
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


def by_command(app: Flask, moment: str, by: str) -> list[Groups]:
    """What the command writes: counts as CSV and people as JSON."""
    counts = completions_written(app, moment, "--by", by)
    named = completions_written(app, moment, "--format", "json")
    return [groups_of(csv_rows(counts), by), groups_of_people(json_rows(named), by)]


def test_screen_api_files_and_command_say_one_thing(app_on_both, session):
    draw = chance("as of")
    world = World(session, draw)
    moments = list(world.live(30))
    administrator, trainer = (
        a_program(app_on_both, session, person)
        for person in (world.administrator, world.trainers[0])
    )

    for by, moment in zip(
        PUBLISHED, draw.sample(moments, 3) + moments[-1:], strict=True
    ):
        asked = moment.isoformat().replace("+00:00", "Z")
        total, said = asked_of_the_edge(administrator, asked, by)
        counts = said[0]

        assert total[0] > 0
        assert said == [counts] * 5
        assert by_command(app_on_both, asked, by) == [counts] * 2
        assert on_the_screen(administrator, asked, by) == [
            *sorted(counts.values()),
            total,
        ]
        _total, led = asked_of_the_edge(trainer, asked, by)
        assert led == led[:1] * 5
