"""No answer is lost, undone or counted twice, whatever a device sends and when."""

import random
from datetime import timedelta
from uuid import uuid4

import pytest

from course import attempts, editions, enrolments, responses
from course.errors import (
    AttemptClosed,
    EnrolmentWithdrawn,
    OperationConflict,
    UnknownQuestion,
)
from course.models import Response, User
from quizzes import InvalidAnswer
from tests import builders
from tests.builders import NOW, how_many
from tests.course.sittings import held, mark_of, save, submit
from tests.statements import statements_of
from tests.threads import at_once

LATER = NOW + timedelta(minutes=5)


def test_a_saved_answer_is_held(session):
    attempt = builders.an_open_attempt(session)

    said = save(session, attempt, "one-colour", "blue", now=LATER)

    assert (said.question_key, said.answer, said.sequence) == ("one-colour", "blue", 1)
    assert said.recorded_at == LATER
    assert held(session, attempt) == {"one-colour": "blue"}


def test_every_type_of_answer_comes_back_as_it_was_saved(session, catalogue):
    attempt = builders.an_open_attempt(session)
    right = builders.right_answers(catalogue.quiz("first-quiz"))
    ops = {key: uuid4() for key in right}

    said = {
        key: save(session, attempt, key, answer, op=ops[key]).answer
        for key, answer in right.items()
    }
    session.commit()
    session.expire_all()
    again = {
        key: save(session, attempt, key, answer, op=ops[key]).answer
        for key, answer in right.items()
    }

    assert said == right
    assert again == right
    assert held(session, attempt) == right


def test_a_changed_answer_is_added_and_the_last_counts(session):
    attempt = builders.an_open_attempt(session)

    for answer in ("red", "green", "blue"):
        save(session, attempt, "one-colour", answer)

    assert held(session, attempt) == {"one-colour": "blue"}
    assert how_many(session, Response) == 3


def test_the_same_save_sent_again_is_one_save(session):
    attempt, op = builders.an_open_attempt(session), uuid4()

    first = save(session, attempt, "one-colour", "red", op=op)
    again = save(session, attempt, "one-colour", "red", op=op, now=LATER)

    assert again == first
    assert how_many(session, Response) == 1


def test_a_save_sent_again_does_not_undo_a_newer_one(session):
    attempt, op = builders.an_open_attempt(session), uuid4()
    first = save(session, attempt, "one-colour", "red", op=op)
    save(session, attempt, "one-colour", "blue")

    again = save(session, attempt, "one-colour", "red", op=op)

    assert again == first
    assert held(session, attempt) == {"one-colour": "blue"}


def test_a_save_that_comes_late_loses_to_the_newer_one(session):
    attempt, op = builders.an_open_attempt(session), uuid4()
    save(session, attempt, "one-colour", "blue", sequence=5)

    said = save(session, attempt, "one-colour", "red", sequence=3, op=op)
    again = save(session, attempt, "one-colour", "red", sequence=3, op=op)

    assert (said.answer, said.sequence) == ("blue", 5)
    assert again == said
    assert held(session, attempt) == {"one-colour": "blue"}
    assert how_many(session, Response) == 2


def test_a_save_without_a_sequence_is_the_newest(session):
    attempt = builders.an_open_attempt(session)
    save(session, attempt, "one-colour", "blue", sequence=5)

    said = save(session, attempt, "one-colour", "red")

    assert (said.answer, said.sequence) == ("red", 6)


def test_saves_in_any_order_end_with_the_highest_sequence(session):
    answers = {1: "red", 2: "green", 3: None, 4: "blue"}
    for seed in range(4):
        attempt = builders.an_open_attempt(session, builders.an_enrolment(session))
        order = list(answers)
        random.Random(seed).shuffle(order)  # noqa: S311  # an order, not a secret

        for sequence in order:
            save(session, attempt, "one-colour", answers[sequence], sequence=sequence)

        assert held(session, attempt) == {"one-colour": "blue"}


def test_a_cleared_answer_is_held_as_none_and_earns_nothing(session):
    attempt = builders.an_open_attempt(session)
    save(session, attempt, "one-colour", "blue")

    said = save(session, attempt, "one-colour", None)

    assert said.answer is None
    assert held(session, attempt) == {"one-colour": None}
    assert mark_of(submit(session, attempt)).points == 0


@pytest.mark.parametrize(
    "change",
    [
        {"question_key": "week", "answer": True},
        {"answer": "green"},
        {"answer": None},
    ],
)
def test_one_operation_saves_one_thing(session, change):
    attempt, op = builders.an_open_attempt(session), uuid4()
    save(session, attempt, "one-colour", "red", op=op)

    with pytest.raises(OperationConflict):
        save(
            session,
            attempt,
            change.get("question_key", "one-colour"),
            change["answer"],
            op=op,
        )

    assert held(session, attempt) == {"one-colour": "red"}


def test_one_operation_belongs_to_one_attempt(session):
    op = uuid4()
    save(session, builders.an_open_attempt(session), "one-colour", "red", op=op)

    with pytest.raises(OperationConflict):
        save(session, builders.an_open_attempt(session), "one-colour", "red", op=op)


@pytest.mark.parametrize(
    ("question_key", "answer", "refusal"),
    [
        ("lost", "blue", UnknownQuestion),
        ("one-colour", "mauve", InvalidAnswer),
        ("one-colour", ["blue"], InvalidAnswer),
        ("week", "yes", InvalidAnswer),
        ("capital", "a\x00b", InvalidAnswer),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(
    session, question_key, answer, refusal
):
    attempt = builders.an_open_attempt(session)

    with pytest.raises(refusal):
        save(session, attempt, question_key, answer)

    assert how_many(session, Response) == 0


def test_a_submitted_attempt_takes_no_new_answer(session):
    attempt, op = builders.an_open_attempt(session), uuid4()
    first = save(session, attempt, "one-colour", "blue", op=op)
    submit(session, attempt)

    with pytest.raises(AttemptClosed):
        save(session, attempt, "one-colour", "red")

    again = save(session, attempt, "one-colour", "blue", op=op)
    assert again == first


def test_a_withdrawn_learner_saves_nothing_more(session):
    attempt = builders.an_open_attempt(session)
    learner = attempt.enrolment.user
    enrolments.withdraw(session, attempt.enrolment, reason="Moved", now=NOW, by=learner)

    with pytest.raises(EnrolmentWithdrawn):
        save(session, attempt, "one-colour", "blue")
    with pytest.raises(EnrolmentWithdrawn):
        submit(session, attempt)


@pytest.mark.parametrize("in_a_cohort", [False, True])
def test_a_save_is_one_statement_to_load_and_one_to_keep(
    session, sessions, engine, in_a_cohort
):
    cohort = builders.a_cohort(session) if in_a_cohort else None
    attempt = builders.an_open_attempt(
        session, builders.an_enrolment(session, cohort=cohort)
    )
    learner_id, uuid = attempt.enrolment.user_id, attempt.uuid
    session.commit()

    with sessions() as own:
        asker = own.get_one(User, learner_id)
        with statements_of(engine) as sent:
            found = attempts.find_own_attempt(own, asker.id, uuid)
            assert found
            quiz = editions.quiz_of(own, found.edition)
            responses.save_response(
                own, found, quiz, "one-colour", "blue", op=uuid4(), now=NOW, by=asker
            )

    assert [statement.split()[0] for statement in sent] == ["SELECT", "INSERT"]


def test_two_devices_save_at_once_and_both_answers_are_kept(session, sessions):
    attempt = builders.an_open_attempt(session)
    learner_id, uuid = attempt.enrolment.user_id, attempt.uuid
    session.commit()

    def answer(number: int) -> object:
        with sessions() as own:
            asker = own.get_one(User, learner_id)
            mine = attempts.find_own_attempt(own, asker.id, uuid)
            said = save(own, mine, "one-colour", ("red", "blue")[number])
            own.commit()
            return said.sequence

    results = at_once(2, answer)

    assert sorted(results) == [1, 2]
    assert how_many(session, Response) == 2
