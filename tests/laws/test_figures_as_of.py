"""Every figure of a past moment is what it was then, however much is written since.

Random histories of a few learners, made through the real verbs. At each moment one
question is asked, exact or for publication; at the end all are asked again.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from course.exports.figure_rows import rows_table
from course.figures.counting import figures
from course.figures.days import days_to_complete
from course.figures.gain import gain
from course.figures.lessons import lessons
from course.figures.months import months
from course.figures.overview import overview
from course.figures.query import BREAKDOWNS, DETAILS, StatisticsQuery
from course.models import User
from tests.builders import COURSE, miniature_catalogue
from tests.course.figures import naive
from tests.laws.histories import World
from tests.laws.seeds import SEED, UNHURRIED, print_seed

# Who does what is kept as it was: the address by which somebody signs in is today's.
OF_TODAY = {"email"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question that somebody asked at a moment, and will ask again."""

    asker: User
    query: StatisticsQuery

    def answer(self, session: Session) -> list[Any]:
        """All that is said of it, which must say one thing."""
        asked = (session, self.asker, self.query)
        course = miniature_catalogue().course(COURSE)
        counted = figures(*asked)
        shown = overview(*asked) if self.query.detail == "exact" else None
        if self.query.detail == "exact":
            rows = naive.rows_of(*asked)
            assert counted.total == naive.counted(rows)
            assert shown is not None
            assert shown.total == counted.total
        return [
            counted,
            shown,
            months(*asked),
            days_to_complete(*asked),
            lessons(*asked, course),
            gain(*asked, course),
            self.rows(session),
        ]

    def rows(self, session: Session) -> list[tuple[Any, ...]]:
        table = rows_table(session, self.asker, self.query)
        kept = [at for at, name in enumerate(table.names) if name not in OF_TODAY]
        return [tuple(row[at] for at in kept) for row in table.rows]


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
    @settings(UNHURRIED, max_examples=2)
    @given(st.randoms(use_true_random=True), st.integers(8, 12))
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
