"""What is granted holds everywhere from its moment on, once, and can be ended."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accommodations, attempts, cohorts, enrolments, grant_ends, granting
from course.errors import NotPermitted, OperationConflict, UnknownQuiz
from course.models import (
    Accommodation,
    AccommodationEnd,
    AttemptExtension,
    Mark,
    OutgoingMessage,
    User,
)
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.sittings import save, submit

LIMIT = NOW + timedelta(minutes=40)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def quiz(catalogue):
    """The first quiz, with forty minutes and two attempts for it."""
    return replace(catalogue.quiz("first-quiz"), time_limit=40, attempts_allowed=2)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def enrolment(session, cohort):
    return builders.an_enrolment(session, cohort=cohort)


def leader_of(session, cohort):
    return session.get_one(User, cohort.created_by)


def grant(session, holder, **overrides):
    """Grant it and say whether it was new."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "extra_time_percent": 25,
        "reason": "A certificate was seen.",
        "letter": builders.grant_letter,
        "now": LATER,
        "office": OFFICE,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    return granting.grant(session, holder, **values | overrides)


def end(session, accommodation, **overrides):
    values: dict[str, Any] = {
        "op": uuid4(),
        "reason": "No longer asked for.",
        "now": LATER,
    }
    if "by" not in overrides:
        values["by"] = builders.an_administrator(session)
    return grant_ends.end_grant(session, accommodation, **values | overrides)


def minutes(count: int):
    return NOW + timedelta(minutes=count)


def test_who_gave_what_to_whom_when_and_why_is_on_the_record(session, enrolment):
    by = builders.an_administrator(session)

    given, is_new = grant(
        session, enrolment, quiz_key="first-quiz", extra_attempts=2, by=by
    )

    assert is_new
    assert (given.user_id, given.cohort_id) == (enrolment.user_id, None)
    assert (given.quiz_key, given.extra_time_percent, given.extra_attempts) == (
        "first-quiz",
        25,
        2,
    )
    assert (given.actor_id, given.recorded_at) == (by.id, LATER)
    assert given.reason == "A certificate was seen."


def test_an_attempt_that_is_open_gets_its_later_end_at_once(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)

    given, _ = grant(session, enrolment)

    extension = session.scalars(select(AttemptExtension)).one()
    assert attempt.limit_at == extension.closes_at == minutes(50)
    assert extension.accommodation_id == given.id
    assert attempt.closes_at == LIMIT
    save(session, attempt, "one-colour", "blue", now=minutes(49))


def test_an_attempt_that_begins_later_has_it_from_the_start(session, enrolment, quiz):
    grant(session, enrolment, extra_time_percent=100)

    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz, now=LATER)

    assert attempt.closes_at == LATER + timedelta(minutes=80)
    assert how_many(session, AttemptExtension) == 0


def test_an_attempt_whose_time_is_over_stays_over(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    save(session, attempt, "one-colour", "blue")

    grant(session, enrolment, now=LIMIT)

    assert (attempt.submitted_at, attempt.submitted_by) == (LIMIT, "limit")
    assert how_many(session, AttemptExtension) == 0
    assert session.scalars(select(Mark.points)).one() == 1


def test_less_than_what_holds_already_moves_nothing(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    grant(session, enrolment, extra_time_percent=50)

    grant(session, enrolment, extra_time_percent=25)
    grant(session, enrolment, extra_time_percent=50)

    assert attempt.limit_at == minutes(60)
    assert how_many(session, AttemptExtension) == 1


def test_the_larger_of_two_moves_the_limit_again(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    grant(session, enrolment, extra_time_percent=25)

    grant(session, enrolment, extra_time_percent=300)

    assert attempt.limit_at == minutes(160)
    assert how_many(session, AttemptExtension) == 2


def test_time_for_one_quiz_moves_no_other(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)

    grant(session, enrolment, quiz_key="second-quiz")
    grant(session, enrolment, extra_time_percent=0, extra_attempts=1)

    assert attempt.limit_at == LIMIT


def test_a_quiz_without_a_limit_is_not_given_one(session, enrolment):
    attempt = builders.an_open_attempt(session, enrolment)

    grant(session, enrolment)

    assert attempt.limit_at is None


def test_the_limit_is_reckoned_by_the_attempts_own_edition(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    other = builders.an_enrolment(session, cohort=enrolment.cohort)
    shorter = replace(quiz, time_limit=20)
    theirs = builders.an_open_attempt(session, other, quiz=shorter)

    grant(session, enrolment.cohort, extra_time_percent=50)

    assert attempt.limit_at == minutes(60)
    assert theirs.limit_at == minutes(30)


def test_a_cohort_is_given_it_as_a_whole_and_nobody_else_is(session, cohort, quiz):
    inside = [
        builders.an_open_attempt(
            session, builders.an_enrolment(session, cohort=cohort), quiz=quiz
        )
        for _ in range(3)
    ]
    outside = builders.an_open_attempt(session, quiz=quiz)

    grant(session, cohort)

    assert {each.limit_at for each in inside} == {minutes(50)}
    assert outside.limit_at == LIMIT


def test_what_is_given_without_a_quiz_holds_at_every_one(session, enrolment):
    grant(session, enrolment, extra_attempts=3)

    for quiz_key in ("first-quiz", "second-quiz"):
        allowance = accommodations.allowance_of(session, enrolment, quiz_key)
        assert (allowance.extra_time_percent, allowance.extra_attempts) == (25, 3)


def test_extra_attempts_hold_at_once_and_ending_takes_back_what_is_unused(
    session, enrolment, quiz
):
    given, _ = grant(session, enrolment, extra_attempts=2)
    for number in (1, 2, 3):
        attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
        receipt = submit(session, attempt)
        assert receipt.attempts_left == 4 - number

    end(session, given)

    left = accommodations.allowance_of(session, enrolment, quiz.key)
    assert left.attempts_left(quiz, 3) == 0


def test_ending_takes_nothing_from_an_attempt_begun_under_it(session, enrolment, quiz):
    before = builders.an_open_attempt(session, enrolment, quiz=quiz)
    given, _ = grant(session, enrolment)
    submit(session, before, now=LATER)
    under = builders.an_open_attempt(session, enrolment, quiz=quiz, now=LATER)

    end(session, given)

    assert before.limit_at == minutes(50)
    assert under.limit_at == LATER + timedelta(minutes=50)
    session.expire_all()
    assert under.limit_at == LATER + timedelta(minutes=50)


def test_a_quiz_that_the_course_does_not_ask_is_refused(session, enrolment, cohort):
    for holder in (enrolment, cohort):
        with pytest.raises(UnknownQuiz):
            grant(session, holder, quiz_key="stray-quiz")

    assert how_many(session, Accommodation) == 0


def test_the_same_operation_grants_once(session, enrolment, quiz):
    attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
    op, by = uuid4(), builders.an_administrator(session)

    first, is_new = grant(session, enrolment, op=op, by=by)
    again, is_new_again = grant(session, enrolment, op=op, by=by, now=minutes(20))

    assert (is_new, is_new_again) == (True, False)
    assert again is first
    assert how_many(session, AttemptExtension) == 1
    assert how_many(session, OutgoingMessage) == 1
    assert attempt.limit_at == minutes(50)


@pytest.mark.parametrize(
    "change",
    [
        {"extra_time_percent": 50},
        {"extra_attempts": 1},
        {"quiz_key": "first-quiz"},
        {"reason": "Another reason."},
    ],
)
def test_an_operation_that_granted_another_thing_conflicts(session, enrolment, change):
    op, by = uuid4(), builders.an_administrator(session)
    grant(session, enrolment, op=op, by=by)

    with pytest.raises(OperationConflict):
        grant(session, enrolment, op=op, by=by, **change)
    with pytest.raises(OperationConflict):
        grant(session, enrolment.cohort, op=op, by=by)
    with pytest.raises(OperationConflict):
        grant(session, enrolment, op=op)


def test_a_trainer_grants_those_they_lead_and_nobody_else(session, cohort, enrolment):
    leader, stranger = leader_of(session, cohort), builders.a_trainer(session)
    foreign = builders.an_enrolment(session, cohort=builders.a_cohort(session))

    for holder in (enrolment, cohort):
        given, _ = grant(session, holder, by=leader)
        end(session, given, by=leader)
        for by in (stranger, enrolment.user):
            with pytest.raises(NotPermitted):
                grant(session, holder, by=by)
            with pytest.raises(NotPermitted):
                end(session, given, by=by)
    for holder in (foreign, foreign.cohort):
        with pytest.raises(NotPermitted):
            grant(session, holder, by=leader)


def test_no_trainer_grants_themselves_alone_or_as_one_of_their_cohort(session, cohort):
    leader = leader_of(session, cohort)
    own = builders.an_enrolment(session, leader, cohort=cohort)

    for holder in (own, cohort):
        with pytest.raises(NotPermitted):
            grant(session, holder, by=leader)

    deputy = builders.a_trainer(session)
    cohorts.add_trainer(session, cohort, deputy)
    grant(session, own, by=deputy)
    grant(session, cohort, by=deputy)


def test_the_learner_is_told_what_and_never_why(session, enrolment):
    grant(session, enrolment, reason="Dyslexia, certificate of 3 May.")

    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == enrolment.user.email
    assert "(25, 0)" in letter.body
    assert "Dyslexia" not in letter.body + letter.subject


def test_everybody_of_a_cohort_is_told_once_but_those_who_left(session, cohort):
    stays, leaves, closed = (
        builders.an_enrolment(session, cohort=cohort) for _ in range(3)
    )
    by = builders.an_administrator(session)
    enrolments.withdraw(session, leaves, reason="Moved", now=NOW, by=by)
    closed.user.closed_at = NOW

    grant(session, cohort, by=by)

    told = session.scalars(select(OutgoingMessage.recipient_email)).all()
    assert told == [stays.user.email]


def test_ending_is_done_once_and_keeps_the_first_reason(session, enrolment):
    given, _ = grant(session, enrolment)
    op, by = uuid4(), builders.an_administrator(session)

    first, is_new = end(session, given, op=op, by=by)
    again, is_new_again = end(session, given, op=op, by=by)
    other, is_new_other = end(session, given, reason="Me too.")

    assert again is other is first
    assert (is_new, is_new_again, is_new_other) == (True, False, False)
    assert how_many(session, AccommodationEnd) == 1


def test_an_operation_that_ended_another_conflicts(session, enrolment):
    one, other = (grant(session, enrolment)[0] for _ in range(2))
    op = uuid4()
    end(session, one, op=op)

    with pytest.raises(OperationConflict):
        end(session, other, op=op)
    with pytest.raises(OperationConflict):
        end(session, one, op=op, reason="Another reason.")


def test_what_was_granted_is_listed_with_who_and_why_to_those_who_answer(
    session, cohort, enrolment
):
    leader = leader_of(session, cohort)
    own, _ = grant(session, enrolment, by=leader)
    whole, _ = grant(session, cohort, by=leader)
    stray = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    elsewhere, _ = grant(session, stray)
    end(session, own, by=leader)
    session.flush()

    def listed(asker, holder=None, **paging):
        found = accommodations.granted_to(session, asker, holder, **paging)
        return [each.accommodation for each in found]

    administrator = builders.an_administrator(session)
    assert listed(leader, enrolment) == [whole, own]
    assert listed(leader, cohort) == [whole]
    assert listed(leader) == [whole, own]
    assert listed(administrator) == [elsewhere, whole, own]
    assert listed(administrator, limit=1) == [elsewhere]
    assert listed(administrator, after=elsewhere) == [whole, own]
    assert listed(enrolment.user, enrolment) == []
    assert listed(leader, stray) == []
    ended = accommodations.find_granted(session, leader, own.uuid)
    assert ended is not None
    assert (ended.by, ended.ended_by) == (leader.name, leader.name)
    assert ended.end is not None
    assert accommodations.find_granted(session, leader, elsewhere.uuid) is None


def test_a_trainer_who_learns_reads_of_nobody_why_they_were_granted_it(session, cohort):
    trainer = builders.a_trainer(session)
    own = builders.an_enrolment(session, trainer, cohort=cohort)
    given, _ = grant(session, own)

    assert accommodations.granted_to(session, trainer, own) == []
    assert accommodations.find_granted(session, trainer, given.uuid) is None


def test_the_cohort_page_knows_what_is_left_with_what_was_granted(
    session, cohort, enrolment, quiz
):
    grant(session, enrolment, extra_attempts=1)
    for _ in range(2):
        submit(session, builders.an_open_attempt(session, enrolment, quiz=quiz))

    standing = cohorts.cohort_progress(session, cohort)[0]

    used = standing.sittings["first-quiz"].begun
    assert standing.allowances.at("first-quiz").attempts_left(quiz, used) == 1


def test_starting_counts_what_was_granted(session, enrolment, quiz):
    grant(session, enrolment, extra_attempts=1)
    for number in (1, 2, 3):
        attempt = builders.an_open_attempt(session, enrolment, quiz=quiz)
        assert attempt.number == number
        submit(session, attempt)

    assert len(attempts.attempts_at(session, enrolment, quiz.key)) == 3


def test_what_others_do_is_no_sign_of_the_learners_life(session, enrolment, quiz):
    builders.an_open_attempt(session, enrolment, quiz=quiz)
    began = enrolment.last_active_at

    grant(session, enrolment, now=LIMIT + timedelta(days=3))

    assert enrolment.last_active_at == began == NOW


def test_a_cohort_without_learners_may_be_granted_something(session):
    cohort = builders.a_cohort(session)

    given, _ = grant(session, cohort, extra_attempts=1)

    assert given.cohort_id == cohort.id
    assert how_many(session, OutgoingMessage) == 0
