"""The third law for what trainers do to others: granting, ending and marking.

Sent again, late or in another order, each is done once; sent for something else under
the same name, it is refused and nothing moves.
"""

from dataclasses import dataclass
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from course.models import Accommodation, Mark, OutgoingMessage, ResponseMark
from tests import builders
from tests.builders import how_many
from tests.laws.acts import Sending, end, grant, mark, told
from tests.laws.programs import Program, a_program
from tests.laws.records import every_row
from tests.marked_by_person import BEST, ESSAY, FAIR, NOTE, a_waiting_attempt

POINT = {"matter": 1}


@dataclass(frozen=True, slots=True)
class Leading:
    """A trainer's program, the cohort they lead, and an attempt in it that waits."""

    program: Program
    cohort: UUID
    other_cohort: UUID
    attempt: UUID
    other_attempt: UUID


@pytest.fixture
def leading(app_on_both: Any, session: Session) -> Leading:
    trainer = builders.a_trainer(session)
    cohort, other = (builders.a_cohort(session, trainer=trainer) for _ in range(2))
    attempts = [
        a_waiting_attempt(session, builders.an_enrolment(session, cohort=cohort)).uuid
        for _ in range(2)
    ]
    program = a_program(app_on_both, session, trainer)
    return Leading(program, cohort.uuid, other.uuid, attempts[0], attempts[1])


def refused(session: Session, program: Program, sending: Sending) -> None:
    """It is refused with 409, and not a row of the record moves."""
    before = every_row(session)

    answer = program.send(sending)

    assert answer.status_code == 409, answer.text
    assert answer.get_json()["type"] == "/problems/operation-conflict"
    assert every_row(session) == before


def test_each_sent_thrice_changes_nothing_after_the_first(session, leading):
    given = uuid4()

    for sending in (
        grant(leading.cohort, given),
        end(given),
        mark(leading.attempt, ESSAY, BEST),
        mark(leading.attempt, NOTE, POINT),
        mark(leading.attempt, ESSAY, FAIR),
    ):
        first = told(leading.program.send(sending))
        before = every_row(session)
        others = [told(leading.program.send(sending)) for _ in range(2)]

        assert others == [first] * 2
        assert every_row(session) == before


def test_a_grant_sent_again_after_its_end_is_no_new_one(session, leading):
    given = uuid4()
    granting, ending = grant(leading.cohort, given), end(given)
    told(leading.program.send(granting))
    told(leading.program.send(ending))

    again = told(leading.program.send(granting))

    assert again["uuid"] == str(given)
    assert again["end_reason"] == "The line is mended."
    assert how_many(session, Accommodation) == 1


def test_an_attempt_is_judged_the_same_in_whichever_order_it_is_marked(
    session, leading
):
    for attempt, order in zip(
        (leading.attempt, leading.other_attempt), permutations(range(2)), strict=True
    ):
        acts = [mark(attempt, ESSAY, FAIR), mark(attempt, NOTE, POINT)]
        for place in (*order, *order):
            told(leading.program.send(acts[place]))

    session.rollback()
    marks = session.query(Mark).all()
    assert [(each.points, each.out_of, each.passed) for each in marks] == [
        (5, 7, True),
        (5, 7, True),
    ]
    assert how_many(session, ResponseMark) == 4
    assert how_many(session, OutgoingMessage) == 2


def test_an_operation_is_refused_for_another_grant(session, leading):
    op = uuid4()
    told(leading.program.send(grant(leading.cohort, op)))

    for change in (
        {"extra_time_percent": 50},
        {"extra_attempts": 1},
        {"quiz": "first-quiz"},
        {"reason": "Another one."},
    ):
        refused(session, leading.program, grant(leading.cohort, op, **change))
    refused(session, leading.program, grant(leading.other_cohort, op))


def test_an_operation_is_refused_for_another_end(session, leading):
    op, given, other = uuid4(), uuid4(), uuid4()
    for each in (given, other):
        told(leading.program.send(grant(leading.cohort, each)))
    told(leading.program.send(end(given, op)))

    refused(session, leading.program, end(other, op))
    refused(session, leading.program, end(given, op, reason="Another one."))


def test_an_operation_is_refused_for_another_mark(session, leading):
    op = uuid4()
    told(leading.program.send(mark(leading.attempt, ESSAY, BEST, op)))

    for other in (
        mark(leading.attempt, ESSAY, FAIR, op),
        mark(leading.attempt, ESSAY, BEST, op, comment="Other words."),
        mark(leading.attempt, NOTE, POINT, op),
        mark(leading.other_attempt, ESSAY, BEST, op),
    ):
        refused(session, leading.program, other)
