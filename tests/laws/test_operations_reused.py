"""The third law, seen from its back: one name is one operation.

An operation's name that was used for one thing and is sent for another is refused,
and nothing at all is changed.
"""

from uuid import uuid4

from sqlalchemy.orm import Session

from tests.builders import (
    LESSONS,
    a_trainer,
)
from tests.laws.acts import (
    ROSTER,
    Sending,
    complete,
    create_cohort,
    plan_list,
    save,
    start,
    submit,
    told,
)
from tests.laws.programs import Program, a_learning, a_program
from tests.laws.records import every_row


def refused(session: Session, program: Program, sending: Sending) -> None:
    """It is refused with 409, and not a row of the record moves."""
    before = every_row(session)

    answer = program.send(sending)

    assert answer.status_code == 409, answer.text
    assert answer.get_json()["type"] == "/problems/operation-conflict"
    assert every_row(session) == before


def test_an_operation_is_refused_for_another_lesson(app_on_both, session):
    learning, op = a_learning(app_on_both, session), uuid4()
    told(learning.program.send(complete(LESSONS[0], op)))

    refused(session, learning.program, complete(LESSONS[1], op))


def test_an_operation_is_refused_for_another_lesson_that_is_finished_too(
    app_on_both, session
):
    learning, op = a_learning(app_on_both, session), uuid4()
    told(learning.program.send(complete(LESSONS[1])))
    told(learning.program.send(complete(LESSONS[0], op)))

    refused(session, learning.program, complete(LESSONS[1], op))


def test_an_operation_is_refused_for_somebody_elses_lesson(app_on_both, session):
    one, other = (a_learning(app_on_both, session) for _ in range(2))
    op = uuid4()
    told(one.program.send(complete(LESSONS[0], op)))

    refused(session, other.program, complete(LESSONS[0], op))


def test_an_operation_is_refused_for_another_quiz(app_on_both, session):
    learning, op = a_learning(app_on_both, session), uuid4()
    told(learning.program.send(start("first-quiz", op)))

    refused(session, learning.program, start("second-quiz", op))


def test_an_operation_is_refused_for_another_quiz_that_is_open(app_on_both, session):
    learning, op = a_learning(app_on_both, session), uuid4()
    told(learning.program.send(start("first-quiz", op)))
    told(learning.program.send(start("second-quiz")))

    refused(session, learning.program, start("second-quiz", op))


def test_an_operation_is_refused_for_somebody_elses_attempt(app_on_both, session):
    one, other = (a_learning(app_on_both, session) for _ in range(2))
    op = uuid4()
    told(one.program.send(start("first-quiz", op)))

    refused(session, other.program, start("first-quiz", op))


def test_an_operation_is_refused_for_another_answer(app_on_both, session):
    learning, op = a_learning(app_on_both, session), uuid4()
    attempt = told(learning.program.send(start("first-quiz")))["uuid"]
    told(learning.program.send(save(attempt, "one-colour", "blue", op=op)))

    for question, answer in (
        ("one-colour", "red"),
        ("one-colour", None),
        ("week", True),
    ):
        other = save(attempt, question, answer, op=op)
        refused(session, learning.program, other)


def test_an_operation_is_refused_for_an_answer_in_another_attempt(app_on_both, session):
    one, other = (a_learning(app_on_both, session) for _ in range(2))
    mine = told(one.program.send(start("first-quiz")))["uuid"]
    theirs = told(other.program.send(start("first-quiz")))["uuid"]
    op = uuid4()
    told(one.program.send(save(mine, "week", True, op=op)))

    refused(session, other.program, save(theirs, "week", True, op=op))


def test_an_operation_is_refused_for_another_answer_after_submission(
    app_on_both, session
):
    learning, op = a_learning(app_on_both, session), uuid4()
    attempt = told(learning.program.send(start("first-quiz")))["uuid"]
    told(learning.program.send(save(attempt, "week", True, op=op)))
    told(learning.program.send(submit(attempt)))

    refused(session, learning.program, save(attempt, "week", False, op=op))


def test_an_operation_is_refused_for_another_cohort(app_on_both, session):
    trainer, op = a_program(app_on_both, session, a_trainer(session)), uuid4()
    told(trainer.send(create_cohort(op)))

    for change in (
        {"key": "officials-2026"},
        {"title": "Other officials"},
        {"mode": "self-paced"},
        {"opens_on": "2025-01-07"},
        {"closes_on": "2025-07-01"},
    ):
        refused(session, trainer, create_cohort(op, **change))


def test_an_operation_is_refused_for_somebody_elses_cohort(app_on_both, session):
    one, other = (a_program(app_on_both, session, a_trainer(session)) for _ in range(2))
    op = uuid4()
    told(one.send(create_cohort(op)))

    refused(session, other, create_cohort(op))


def test_an_operation_is_refused_for_another_list(app_on_both, session):
    trainer, op = a_program(app_on_both, session, a_trainer(session)), uuid4()
    cohort = told(trainer.send(create_cohort()))["uuid"]
    told(trainer.send(plan_list(cohort, ROSTER, op)))

    refused(session, trainer, plan_list(cohort, "cy@example.org", op))


def test_an_operation_is_refused_for_another_cohorts_list(app_on_both, session):
    trainer, op = a_program(app_on_both, session, a_trainer(session)), uuid4()
    cohort = told(trainer.send(create_cohort()))["uuid"]
    other = told(trainer.send(create_cohort(key="others-2025")))["uuid"]
    told(trainer.send(plan_list(cohort, ROSTER, op)))

    refused(session, trainer, plan_list(other, ROSTER, op))
