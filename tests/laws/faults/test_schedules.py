"""The third law on a bad line: thousands of schedules, and not one broken promise."""

import logging
import os
from collections import Counter
from time import perf_counter, process_time

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.laws.faults.books import BrokenPromise
from tests.laws.faults.people import people
from tests.laws.faults.plan import FAULTS, Plan
from tests.laws.faults.shortening import VARIABLE, report, shorten
from tests.laws.faults.story import Stage, Story
from tests.laws.seeds import chance

# How many schedules are told; a long run asks for more.
MANY = "COURSE_TEST_SCHEDULES"
# A run that met with fewer would prove less than it says.
REFUSALS = ("answers-differ", "attempt-closed", "busy", "storage-full")
USUAL = {"sqlite": 2000, "postgresql": 500}

log = logging.getLogger("course.faults")


def tell_all(
    stage: Stage, sessions: sessionmaker[Session], seeds: list[int]
) -> Counter[str]:
    """Tell each schedule. One that fails is shortened, and is what the test says."""
    crowd = people(stage, sessions)
    tally: Counter[str] = Counter()
    for seed in seeds:
        story = Story(stage, Plan(seed), next(crowd), tally=tally)
        try:
            story.tell()
        except BrokenPromise:
            shortest = shorten(Plan(seed), lambda plan: Story(stage, plan, next(crowd)))
            pytest.fail(report(*shortest), pytrace=False)
    return tally


def test_no_schedule_loses_an_answer_doubles_one_or_shows_what_is_not_stored(
    stage, app_on_both, sessions, engine
):
    kind = engine.dialect.name
    named = os.environ.get(VARIABLE)
    draw = chance(f"schedules {kind}")
    many = int(os.environ.get(MANY, USUAL[kind]))
    seeds = [int(named)] if named else [draw.getrandbits(32) for _ in range(many)]
    began = perf_counter(), process_time()

    tally = tell_all(stage, sessions, seeds)

    took = perf_counter() - began[0], process_time() - began[1]
    log.warning("%s: %.0f s, of them %.0f at work; %s", kind, *took, dict(tally))
    assert tally["schedules"] == len(seeds)
    if len(seeds) < USUAL[kind]:
        return
    faults = sum(tally[f"fault: {name}"] for name in FAULTS)
    assert 0.1 < faults / tally["requests on the bad line"] < 0.3
    assert min(tally[f"fault: {name}"] for name in FAULTS) > 0
    assert tally["out of order"] > 0
    assert min(tally[f"refused: {slug}"] for slug in REFUSALS) > 0
