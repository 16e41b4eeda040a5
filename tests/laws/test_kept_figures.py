"""What figures read of an enrolment is kept, and is what the facts say.

At every moment, of whatever history: of the verbs', and of facts that come in any
order, in bulk, of moments long past or equal.
"""

from random import Random

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from course.figures.keeping import rebuild_counted
from tests.counted import hold_at, kept
from tests.laws.histories import World
from tests.laws.raw_facts import MOMENTS, RawFacts
from tests.laws.seeds import SEED, UNHURRIED, print_seed


def test_figures_of_every_moment_are_those_of_the_facts(sessions):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=3)
    @given(st.randoms(use_true_random=True), st.integers(15, 25))
    def holds(draw: Random, steps: int) -> None:
        with sessions() as session:
            world = World(session, draw)
            moments = list(world.live(steps))

            hold_at(session, world.administrator, [*moments, world.now])

    holds()


def test_facts_that_come_in_any_order_are_kept(sessions):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=12)
    @given(st.randoms(use_true_random=True), st.integers(10, 40))
    def holds(draw: Random, steps: int) -> None:
        with sessions() as session:
            raw = RawFacts(session, draw)
            for _ in range(steps):
                raw.happen()

            hold_at(session, raw.administrator, MOMENTS)

            before = kept(session)
            assert rebuild_counted(session) == len(before)
            assert kept(session) == before

    holds()
