"""Statements of xAPI: whatever happens, they are valid, and what was said stays said.

Random histories of a few learners, on both databases.
"""

from collections import Counter
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.exports.xapi import StatementsQuery, statement_lines
from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Attempt,
    Award,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
)
from tests.builders import COURSE, how_many
from tests.laws.histories import World
from tests.laws.seeds import SEED, UNHURRIED, print_seed
from tests.named_rows import named_rows
from tests.xapi_rules import VOIDED, faults_of, read_lines

ADDRESS = "https://course.example.org"


def lines_of(session: Session, asker: Any, query: StatementsQuery) -> bytes:
    return b"".join(statement_lines(session, asker, query, ADDRESS))


def test_what_was_said_as_of_any_moment_is_how_a_later_answer_begins(sessions):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=4)
    @given(st.randoms(use_true_random=True), st.integers(12, 24), st.booleans())
    def holds(draw: Any, steps: int, with_names: bool) -> None:
        with sessions() as session:
            world = World(session, draw)
            told = []
            for moment in world.live(steps):
                query = StatementsQuery(COURSE, moment, None, with_names)
                told.append((query, lines_of(session, world.administrator, query)))
            last = told[-1][1]

            for query, then in told:
                assert lines_of(session, world.administrator, query) == then
                assert last.startswith(then)
            valid_and_named_once(read_lines(last))
            as_many_as_the_facts(session, read_lines(last))
            of_those_who_are_led(session, world)

    holds()


def valid_and_named_once(found: list[dict[str, Any]]) -> None:
    """Each keeps the rules; what is voided was said before, and is voided once."""
    said: set[str] = set()
    voided: set[str] = set()
    for each in found:
        assert faults_of(each) == []
        assert each["id"] not in said
        if each["verb"]["id"] == VOIDED:
            assert each["object"]["id"] in said - voided
            voided.add(each["object"]["id"])
        said.add(each["id"])


def as_many_as_the_facts(session: Session, found: list[dict[str, Any]]) -> None:
    """One statement for each fact; and of marks and documents one holds."""
    verbs = Counter(each["verb"]["display"]["en"] for each in found)
    moves: Counter[str] = Counter(session.scalars(select(EnrolmentEvent.kind)))
    replaced = sum(
        session.scalar(select(func.count()).where(model.supersedes_id.is_not(None)))
        or 0
        for model in (Mark, Award)
    )
    expected = {
        "registered": moves["enrolled"],
        "exited": moves["withdrawn"],
        "resumed": moves["restored"],
        "initialized": how_many(session, LessonOpening),
        "attempted": how_many(session, Attempt),
        "completed": how_many(session, LessonCompletion)
        + how_many(session, Achievement),
        "earned": how_many(session, Award),
        "voided": replaced,
    }
    assert verbs["passed"] + verbs["failed"] == how_many(session, Mark)
    for verb, count in expected.items():
        assert verbs[verb] == count, verb


def of_those_who_are_led(session: Session, world: World) -> None:
    """A trainer is told of the enrolments that they count, and of no other."""
    moment = world.now
    for trainer in world.trainers:
        counted = {
            str(row.enrolment)
            for row in named_rows(session, trainer, StatisticsQuery(COURSE, moment))
        }
        found = read_lines(lines_of(session, trainer, StatementsQuery(COURSE, moment)))
        assert {each["context"]["registration"] for each in found} == counted
