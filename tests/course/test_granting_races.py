"""What is granted while learners save, submit and start agrees with what they did."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Thread
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text

from course import (
    attempts,
    editions,
    enrolments,
    grant_ends,
    granting,
    responses,
    submissions,
)
from course.errors import AttemptClosed
from course.models import (
    Accommodation,
    Attempt,
    AttemptExtension,
    Cohort,
    Enrolment,
    OutgoingMessage,
    User,
)
from course.submissions import close_if_over
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.threads import at_once

LIMIT = NOW + timedelta(minutes=40)
BEFORE = LIMIT - timedelta(seconds=1)
ROUNDS = 4


@pytest.fixture
def quiz(catalogue):
    """The first quiz, with forty minutes for it."""
    return replace(catalogue.quiz("first-quiz"), time_limit=40)


@pytest.fixture
def attempt(session, quiz):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    session.commit()
    return attempt


def granted(own, model, holder_id: int, **overrides: Any) -> Accommodation:
    """Twice the time, given by an administrator in a session of its own."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "extra_time_percent": 100,
        "reason": "A certificate was seen.",
        "letter": builders.grant_letter,
        "now": BEFORE,
        "office": OFFICE,
        "by": own.scalars(select(User).where(User.role == "administrator")).first(),
    }
    holder = own.get_one(model, holder_id)
    accommodation, _ = granting.grant(own, holder, **values | overrides)
    own.commit()
    return accommodation


def saved(own, attempt: Attempt, now: datetime) -> str:
    """Save an answer as the edge does; whether it was taken or refused."""
    user_id = attempt.enrolment.user_id
    found = attempts.find_own_attempt(own, user_id, attempt.uuid)
    assert found is not None
    if found.is_over(now):
        enrolments.lock(own, found.enrolment)
        close_if_over(own, found, now=now, office=OFFICE)
        own.commit()
    sheet = editions.sheet_of(own, found)
    learner = own.get_one(User, user_id)
    try:
        responses.save_response(
            own, found, sheet, "one-colour", "blue", op=uuid4(), now=now, by=learner
        )
    except AttemptClosed:
        own.rollback()
        return "refused"
    own.commit()
    return "taken"


def submitted(own, attempt: Attempt, now: datetime) -> str:
    """Submit as the edge does; who closed the attempt."""
    user_id = attempt.enrolment.user_id
    found = attempts.find_own_attempt(own, user_id, attempt.uuid)
    assert found is not None
    enrolments.lock(own, found.enrolment)
    submissions.submit_attempt(
        own,
        found,
        editions.sheet_of(own, found),
        now=now,
        office=OFFICE,
        by=own.get_one(User, user_id),
    )
    own.commit()
    return found.submitted_by or ""


def until_somebody_waits(engine: Engine) -> None:
    """Go on once another connection waits for a lock; on SQLite all wait anyway."""
    if engine.dialect.name != "postgresql":
        return
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = monotonic() + 20
    with engine.connect() as connection:
        while not connection.scalar(waiting):
            connection.rollback()
            assert monotonic() < deadline, "Nobody waited."


@pytest.mark.parametrize("act", [saved, submitted])
def test_a_learner_who_waits_for_a_grant_has_the_time_that_it_gives(
    session, sessions, engine, attempt, act
):
    """The learner asks after the old end, while the grant is being written."""
    builders.an_administrator(session)
    session.commit()
    answered: list[str] = []

    def ask() -> None:
        with sessions() as own:
            answered.append(act(own, attempt, LIMIT + timedelta(seconds=1)))

    asking = Thread(target=ask)

    def letter(person, accommodation):
        asking.start()
        until_somebody_waits(engine)
        return builders.grant_letter(person, accommodation)

    with sessions() as own:
        granted(own, Enrolment, attempt.enrolment_id, letter=letter)
    asking.join(timeout=30)

    assert answered == ["taken" if act is saved else "learner"]


@pytest.mark.parametrize("act", [saved, submitted])
def test_a_grant_at_the_limit_agrees_with_what_the_learner_was_told(
    session, sessions, quiz, act
):
    builders.an_administrator(session)
    for _ in range(ROUNDS):
        attempt = builders.an_open_attempt(session, quiz=quiz)
        session.commit()

        def run(number: int, attempt: Attempt = attempt) -> object:
            with sessions() as own:
                if number:
                    return act(own, attempt, LIMIT)
                return granted(own, Enrolment, attempt.enrolment_id)

        results = at_once(2, run)

        session.expire_all()
        told = results[1]
        was_extended = attempt.extended_to is not None
        was_closed = attempt.submitted_by == "limit"
        assert isinstance(results[0], Accommodation), results
        # Either the limit came first, or the later one held for the learner.
        assert was_extended is not was_closed
        assert told == (
            ("taken" if was_extended else "refused")
            if act is saved
            else ("learner" if was_extended else "limit")
        )


def test_two_grants_at_once_leave_the_longest_time(session, sessions, attempt):
    builders.an_administrator(session)
    session.commit()
    shares = (25, 50, 100, 200)

    def give(number: int) -> object:
        with sessions() as own:
            holder = (
                (Enrolment, attempt.enrolment_id)
                if number % 2
                else (Cohort, attempt.enrolment.cohort_id)
            )
            return granted(own, *holder, extra_time_percent=shares[number], now=NOW)

    results = at_once(len(shares), give)

    assert all(isinstance(each, Accommodation) for each in results), results
    session.expire_all()
    assert attempt.limit_at == NOW + timedelta(minutes=120)


def test_the_same_grant_sent_twice_at_once_is_one(session, sessions, attempt):
    builders.an_administrator(session)
    session.commit()
    op = uuid4()

    def give(_number: int) -> object:
        with sessions() as own:
            return granted(own, Enrolment, attempt.enrolment_id, op=op).id

    results = at_once(3, give)

    assert len(set(results)) == 1, results
    for model in (Accommodation, AttemptExtension, OutgoingMessage):
        assert how_many(session, model) == 1


def test_an_attempt_that_begins_while_time_is_granted_has_it(session, sessions, quiz):
    builders.an_administrator(session)
    for _ in range(ROUNDS):
        enrolment = builders.an_enrolment(session)
        session.commit()

        def run(number: int, enrolment: Enrolment = enrolment) -> object:
            with sessions() as own:
                if number:
                    return granted(own, Enrolment, enrolment.id, now=NOW)
                mine = own.get_one(Enrolment, enrolment.id, with_for_update=True)
                begun = builders.an_open_attempt(own, mine, quiz=quiz)
                own.commit()
                return begun.id

        results = at_once(2, run)

        begun = session.get_one(Attempt, results[0])
        assert begun.limit_at == NOW + timedelta(minutes=80), results


def test_two_who_end_it_at_once_end_it_once(session, sessions, attempt):
    builders.an_administrator(session)
    session.commit()
    with sessions() as own:
        given = granted(own, Enrolment, attempt.enrolment_id)

    def end(number: int) -> object:
        with sessions() as own:
            by = own.scalars(select(User).where(User.role == "administrator")).first()
            assert by is not None
            ended, _ = grant_ends.end_grant(
                own,
                own.get_one(Accommodation, given.id),
                op=uuid4(),
                reason=f"Reason {number}",
                now=NOW,
                by=by,
            )
            own.commit()
            return ended.id

    results = at_once(3, end)

    assert len(set(results)) == 1, results
