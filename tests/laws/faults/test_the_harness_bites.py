"""The harness itself on trial: whatever breaks the law is caught, and soon."""

from dataclasses import replace

import pytest

from tests.laws.faults.books import BrokenPromise
from tests.laws.faults.breaking import DEVICES, SERVERS, Breaks
from tests.laws.faults.device import Device
from tests.laws.faults.people import people
from tests.laws.faults.plan import Plan
from tests.laws.faults.shortening import report, shorten
from tests.laws.faults.story import Stage, Story
from tests.laws.seeds import chance

# Within so many schedules each must be caught. The most hidden, a start that comes in
# twice with the submission in between, needs some dozens; most need fewer than ten.
BOUND = 800


def caught(
    stage: Stage, sessions, draw, pattern: str = ""
) -> tuple[Plan, BrokenPromise]:
    """The first schedule that breaks a promise of this kind.

    What is broken can break another promise on the way: a device that never comes to
    rest, say, where a server would have told what it kept.
    """
    crowd = people(stage, sessions)
    for _ in range(BOUND):
        plan = Plan(draw.getrandbits(32))
        try:
            Story(stage, plan, next(crowd)).tell()
        except BrokenPromise as failure:
            if failure.matches(pattern):
                return plan, failure
    pytest.fail(f"{BOUND} schedules went by and nobody noticed")


@pytest.mark.parametrize("breaks", SERVERS, ids=lambda each: each.__name__)
def test_a_broken_server_is_caught(stage, sessions, monkeypatch, breaks: Breaks):
    draw = chance(breaks.__name__)
    breaks(monkeypatch, stage.door, draw)

    _, failure = caught(stage, sessions, draw, SERVERS[breaks])

    assert failure.matches(SERVERS[breaks]), str(failure)


@pytest.mark.parametrize("device", DEVICES, ids=lambda each: each.__name__)
def test_a_broken_device_is_caught(stage, sessions, device: type[Device]):
    draw = chance(device.__name__)

    broken = replace(stage, device=device)
    _, failure = caught(broken, sessions, draw, DEVICES[device])

    assert failure.matches(DEVICES[device]), str(failure)


def test_a_schedule_that_fails_is_told_again_in_a_few_words(stage, sessions):
    draw = chance("shortening")
    stage = replace(stage, device=next(iter(DEVICES)))
    plan, _ = caught(stage, sessions, draw)
    whole = Story(stage, plan, next(people(stage, sessions)))
    with pytest.raises(BrokenPromise):
        whole.tell()

    crowd = people(stage, sessions)
    shortest, failure = shorten(plan, lambda each: Story(stage, each, next(crowd)))

    assert len(shortest.history) <= len(whole.history)
    assert len(shortest.plan.acts) <= 3
    assert f"COURSE_TEST_SCHEDULE={plan.seed}" in report(shortest, failure)
