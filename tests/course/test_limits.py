"""An attempt with a time limit is over at its limit, whoever notices and when."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import attempts, enrolments
from course.errors import AttemptClosed, NoAttemptsLeft, TooSoon
from course.models import Accommodation, Attempt, AttemptExtension, Mark
from course.submissions import close_if_over
from quizzes.drawing import BlueprintRow
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.sittings import held, mark_of, save, submit

LIMIT = NOW + timedelta(minutes=30)
BEFORE = LIMIT - timedelta(microseconds=1)
AFTER = LIMIT + timedelta(hours=5)


@pytest.fixture
def quiz(catalogue):
    """The first quiz, with half an hour for it."""
    return replace(catalogue.quiz("first-quiz"), time_limit=30)


@pytest.fixture
def attempt(session, quiz):
    return builders.an_open_attempt(session, quiz=quiz)


def start(session, enrolment, quiz, **overrides):
    """Ask for an attempt, by its learner."""
    values = {
        "op": uuid4(),
        "seed": 1,
        "now": NOW,
        "office": OFFICE,
        "by": enrolment.user,
    }
    return attempts.start_attempt(session, enrolment, quiz, **values | overrides)


def granted(session, **fields):
    """An accommodation, as its row."""
    row = Accommodation(
        **{"extra_time_percent": 0, "extra_attempts": 0, "reason": "Asked for"}
        | fields,
        occurred_at=NOW,
        recorded_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def test_the_limit_is_told_when_the_attempt_begins(attempt):
    assert attempt.closes_at == attempt.limit_at == LIMIT


def test_a_quiz_without_a_limit_is_never_over(session):
    attempt = builders.an_open_attempt(session)

    assert attempt.limit_at is None
    assert not attempt.is_over(AFTER)


def test_what_arrives_before_the_limit_counts_and_nothing_after(session, attempt):
    save(session, attempt, "one-colour", "blue", now=BEFORE)

    with pytest.raises(AttemptClosed) as refused:
        save(session, attempt, "one-colour", "red", now=LIMIT)

    assert refused.value.data["submitted_at"] == LIMIT.isoformat()
    assert held(session, attempt) == {"one-colour": "blue"}


def test_a_save_sent_again_after_the_limit_is_answered_as_it_was(session, attempt):
    op = uuid4()
    first = save(session, attempt, "one-colour", "blue", op=op, now=BEFORE)

    assert save(session, attempt, "one-colour", "blue", op=op, now=AFTER) == first


def test_whoever_touches_it_closes_it_at_the_limit(session, attempt):
    save(session, attempt, "one-colour", "blue", now=BEFORE)

    assert close_if_over(session, attempt, now=AFTER, office=OFFICE)
    assert not close_if_over(session, attempt, now=AFTER, office=OFFICE)

    mark = session.scalars(select(Mark)).one()
    assert (attempt.submitted_at, attempt.submitted_by) == (LIMIT, "limit")
    assert (mark.points, mark.occurred_at, mark.recorded_at) == (1, LIMIT, AFTER)
    assert mark.actor_id is None
    assert attempt.enrolment.standing["quizzes"]["first-quiz"][0] == 1


def test_submitting_late_closes_it_as_of_the_limit(session, attempt):
    receipt = submit(session, attempt, now=AFTER)

    assert receipt.attempt.submitted_at == LIMIT
    assert receipt.attempt.submitted_by == "limit"
    assert how_many(session, Mark) == 1


def test_submitting_in_time_is_the_learners_act(session, attempt):
    receipt = submit(session, attempt, now=BEFORE)

    assert (receipt.attempt.submitted_at, receipt.attempt.submitted_by) == (
        BEFORE,
        "learner",
    )


def test_a_withdrawn_learners_attempt_is_closed_at_its_limit_too(session, attempt):
    by = builders.an_administrator(session)
    enrolments.withdraw(session, attempt.enrolment, reason="Left", now=NOW, by=by)

    assert close_if_over(session, attempt, now=AFTER, office=OFFICE)


def test_starting_again_closes_what_is_over_and_begins_anew(session, attempt, quiz):
    again, is_new = start(session, attempt.enrolment, quiz, now=AFTER)

    assert is_new
    assert again.number == 2
    assert attempt.submitted_at == LIMIT
    assert again.closes_at == AFTER + timedelta(minutes=30)


def test_extra_time_lengthens_the_limit_and_the_longest_counts(session, quiz):
    enrolment = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    granted(session, user_id=enrolment.user_id, extra_time_percent=25)
    granted(session, cohort_id=enrolment.cohort_id, extra_time_percent=50)
    granted(
        session,
        user_id=enrolment.user_id,
        extra_time_percent=100,
        quiz_key="second-quiz",
    )

    attempt, _ = start(session, enrolment, quiz)

    assert attempt.closes_at == NOW + timedelta(minutes=45)


def test_an_extension_moves_the_limit(session, attempt):
    given = granted(session, user_id=attempt.enrolment.user_id, extra_time_percent=100)
    session.add(
        AttemptExtension(
            attempt_id=attempt.id,
            accommodation_id=given.id,
            closes_at=NOW + timedelta(minutes=60),
            occurred_at=NOW,
            recorded_at=NOW,
        )
    )
    session.flush()
    session.refresh(attempt)

    assert attempt.limit_at == NOW + timedelta(minutes=60)
    assert attempt.closes_at == LIMIT
    save(session, attempt, "one-colour", "blue", now=LIMIT)


def test_extra_attempts_are_added_up(session, catalogue):
    quiz = replace(catalogue.quiz("first-quiz"), attempts_allowed=1)
    enrolment = builders.an_enrolment(session)
    for _ in range(2):
        granted(session, user_id=enrolment.user_id, extra_attempts=1)

    for number in (1, 2, 3):
        attempt, _ = start(session, enrolment, quiz)
        assert attempt.number == number
        receipt = submit(session, attempt)
        assert receipt.attempts_left == 3 - number
    with pytest.raises(NoAttemptsLeft) as refused:
        start(session, enrolment, quiz)

    assert refused.value.data["allowed"] == 3


def test_a_pause_is_kept_between_two_attempts(session, catalogue):
    quiz = replace(catalogue.quiz("first-quiz"), wait_hours=24)
    first = builders.an_open_attempt(session, quiz=quiz)
    submit(session, first, now=NOW)
    tomorrow = NOW + timedelta(hours=24)

    with pytest.raises(TooSoon) as refused:
        start(session, first.enrolment, quiz, now=tomorrow - timedelta(seconds=1))
    _, is_new = start(session, first.enrolment, quiz, now=tomorrow)

    assert refused.value.data["available_at"] == tomorrow
    assert is_new


def test_a_start_that_found_an_attempt_names_it_for_ever(session, catalogue):
    quiz, op = catalogue.quiz("first-quiz"), uuid4()
    first = builders.an_open_attempt(session, quiz=quiz)
    found, _ = start(session, first.enrolment, quiz, op=op)
    submit(session, first)

    again, is_new = start(session, first.enrolment, quiz, op=op)

    assert found is again is first
    assert not is_new
    assert how_many(session, Attempt) == 1


def test_a_drawn_attempt_asks_what_was_drawn_and_next_time_the_rest(session, catalogue):
    whole = catalogue.quiz("first-quiz")
    questions = tuple(
        replace(question, objective="aim", points=1) for question in whole.questions[:6]
    )
    quiz = replace(
        whole,
        questions=questions,
        blueprint=(BlueprintRow("aim", 3),),
        attempts_allowed=None,
    )
    enrolment = builders.an_enrolment(session)

    first, _ = start(session, enrolment, quiz, seed=1)
    receipt = submit(session, first)
    second, _ = start(session, enrolment, quiz, seed=2)

    assert len(first.drawn or ()) == len(second.drawn or ()) == 3
    assert {*(first.drawn or ()), *(second.drawn or ())} == {q.key for q in questions}
    assert mark_of(receipt).out_of == 3
    assert set(mark_of(receipt).detail) == set(first.drawn or ())
