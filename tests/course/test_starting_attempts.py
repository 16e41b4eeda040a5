"""An attempt is started once, holds the quiz as it stood, and attempts run out."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course import attempts, enrolments
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NoAttemptsLeft,
    OperationConflict,
    UnknownQuiz,
)
from course.models import Attempt, Enrolment, User
from tests import builders
from tests.builders import NOW, how_many
from tests.course.sittings import submit
from tests.threads import at_once

LATER = NOW + timedelta(minutes=5)


def test_an_attempt_is_kept_with_the_quiz_as_it_stands(session, catalogue):
    attempt = builders.an_open_attempt(session, seed=42)

    assert (attempt.number, attempt.seed, attempt.submitted_at) == (1, 42, None)
    assert attempt.edition.digest == catalogue.quiz("first-quiz").digest


def test_somebody_who_starts_again_finds_the_open_attempt(session, catalogue):
    first = builders.an_open_attempt(session)

    again, is_new = attempts.start_attempt(
        session,
        first.enrolment,
        catalogue.quiz("first-quiz"),
        op=uuid4(),
        seed=99,
        now=LATER,
        office=builders.OFFICE,
        by=first.enrolment.user,
    )

    assert again is first
    assert not is_new
    assert again.seed == 7


def test_the_same_start_sent_late_names_the_attempt_that_it_began(session):
    op = uuid4()
    first = builders.an_open_attempt(session, op=op)
    submit(session, first)
    builders.an_open_attempt(session, first.enrolment)

    again = builders.an_open_attempt(session, first.enrolment, op=op)

    assert again is first


def test_an_operation_that_began_an_attempt_elsewhere_conflicts(session):
    op = uuid4()
    first = builders.an_open_attempt(session, op=op)

    with pytest.raises(OperationConflict):
        builders.an_open_attempt(session, first.enrolment, "second-quiz", op=op)
    with pytest.raises(OperationConflict):
        builders.an_open_attempt(session, op=op)


def test_attempts_run_out(session):
    enrolment = builders.an_enrolment(session)
    for _ in range(3):
        builders.a_submitted_attempt(session, enrolment, answers={})

    with pytest.raises(NoAttemptsLeft) as refusal:
        builders.an_open_attempt(session, enrolment)

    assert refusal.value.data["allowed"] == 3


def test_a_quiz_without_a_limit_may_be_tried_for_ever(session):
    enrolment = builders.an_enrolment(session)

    receipts = [
        builders.a_submitted_attempt(session, enrolment, "second-quiz", answers={})
        for _ in range(5)
    ]

    assert [each.attempt.number for each in receipts] == [1, 2, 3, 4, 5]
    assert receipts[-1].attempts_left is None


def test_a_quiz_that_the_course_does_not_ask_is_refused(session, catalogue):
    stray = replace(catalogue.quiz("first-quiz"), key="stray-quiz")

    with pytest.raises(UnknownQuiz):
        builders.an_open_attempt(session, quiz=stray)


def test_nothing_starts_before_the_cohort_opens(session):
    cohort = builders.a_cohort(session, opens_on=date(2026, 3, 9))
    enrolment = builders.an_enrolment(session, cohort=cohort)

    with pytest.raises(CohortNotOpen):
        builders.an_open_attempt(session, enrolment)


def test_nothing_starts_after_a_withdrawal(session):
    enrolment = builders.an_enrolment(session)
    enrolments.withdraw(session, enrolment, reason="Moved", now=NOW, by=enrolment.user)

    with pytest.raises(EnrolmentWithdrawn):
        builders.an_open_attempt(session, enrolment)


def test_two_devices_that_start_at_once_share_one_attempt(session, sessions):
    enrolment = builders.an_enrolment(session)
    session.commit()

    def start(number: int) -> int:
        with sessions() as own:
            mine = own.get_one(Enrolment, enrolment.id, with_for_update=True)
            attempt = builders.an_open_attempt(own, mine, seed=number)
            own.commit()
            return attempt.id

    results = at_once(2, start)

    assert len(set(results)) == 1
    assert how_many(session, Attempt) == 1


def test_the_database_allows_one_open_attempt_even_without_a_lock(session, sessions):
    enrolment = builders.an_enrolment(session)
    builders.an_open_attempt(session, builders.an_enrolment(session))
    session.commit()

    def start(number: int) -> int:
        with sessions() as own:
            mine = own.get_one(Enrolment, enrolment.id)
            attempt = builders.an_open_attempt(own, mine, seed=number)
            own.commit()
            return attempt.id

    at_once(2, start)

    still_open = select(func.count()).where(
        Attempt.enrolment_id == enrolment.id, Attempt.submitted_at.is_(None)
    )
    assert session.scalar(still_open) == 1


def test_others_may_look_at_a_submitted_attempt_and_never_write_in_it(session):
    cohort = builders.a_cohort(session)
    attempt = builders.an_open_attempt(
        session, builders.an_enrolment(session, cohort=cohort)
    )
    learner = attempt.enrolment.user
    trainer = session.get_one(User, cohort.created_by)
    stranger = builders.a_learner(session)

    def may(asker, *, write):
        if write:
            found = attempts.find_own_attempt(session, asker.id, attempt.uuid)
        else:
            found = attempts.find_attempt(session, asker, attempt.uuid)
        return found is not None

    assert (may(learner, write=False), may(learner, write=True)) == (True, True)
    assert (may(trainer, write=False), may(trainer, write=True)) == (False, False)
    attempt.submitted_at = builders.NOW
    session.flush()
    assert (may(trainer, write=False), may(trainer, write=True)) == (True, False)
    assert (may(stranger, write=False), may(stranger, write=True)) == (False, False)


def test_attempts_are_found_by_quiz_in_order(session):
    enrolment = builders.an_enrolment(session)
    first = builders.a_submitted_attempt(session, enrolment, answers={}).attempt
    second = builders.an_open_attempt(session, enrolment)

    assert attempts.attempts_at(session, enrolment, "first-quiz") == [first, second]
    assert attempts.open_attempt(session, enrolment, "first-quiz") is second
    assert attempts.open_attempt(session, enrolment, "second-quiz") is None
