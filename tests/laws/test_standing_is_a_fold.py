"""The second law: where a learner stands is a fold of what they did, and no more.

Random histories go through the real verbs. After every step what is kept on the
enrolment is compared with the fold, and both with an account that is reckoned
independently. What every step is answered is foretold as well.
"""

import pytest
from hypothesis import seed, settings
from hypothesis.stateful import (
    run_state_machine_as_test,
)
from sqlalchemy import update

from course.doctor import examine
from course.models import Enrolment
from tests.builders import (
    NOW,
    a_cohort,
    a_completed_enrolment,
)
from tests.laws.awarding import Awarding
from tests.laws.learning import Learning
from tests.laws.seeds import SEED, UNHURRIED, print_seed


def test_after_any_history_the_standing_is_the_fold_of_the_facts(sessions):
    print_seed()

    @seed(SEED)
    class LearningHere(Learning):
        def __init__(self) -> None:
            super().__init__(sessions)

    run_state_machine_as_test(
        LearningHere,
        settings=settings(UNHURRIED, max_examples=20, stateful_step_count=40),
    )


def test_so_it_is_under_a_rule_with_every_kind_of_criterion(sessions):
    print_seed()

    @seed(SEED)
    class AwardingHere(Awarding):
        def __init__(self) -> None:
            super().__init__(sessions)

    run_state_machine_as_test(
        AwardingHere,
        settings=settings(UNHURRIED, max_examples=20, stateful_step_count=40),
    )


@pytest.mark.parametrize(
    "damage",
    [
        {"met": 4},
        {"needed": 6},
        {"completed_at": None},
        {"standing": {}},
        {"withdrawn_at": NOW},
        {"cohort_id": None},
    ],
    ids=lambda damage: next(iter(damage)),
)
def test_the_doctor_finds_a_standing_that_was_tampered_with(session, damage):
    whole, harmed = (
        a_completed_enrolment(session, cohort=a_cohort(session)) for _ in range(2)
    )
    assert [found for found in examine(session) if found] == []

    tamper = update(Enrolment).where(Enrolment.id == harmed.id).values(**damage)
    session.execute(tamper)
    found = [each for differences in examine(session) for each in differences]

    assert {each.name for each in found} == {str(harmed.uuid)} != {str(whole.uuid)}
    assert any(next(iter(damage)) in each.detail for each in found)
