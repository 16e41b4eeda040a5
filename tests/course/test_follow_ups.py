"""Asking again months later: agreeing, the letters, the link, and the answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import enrolments, follow_ups
from course.errors import NotPermitted, OperationConflict
from course.evaluation_errors import (
    EvaluationGivenAlready,
    EvaluationNotOffered,
    FollowUpInvalid,
    FollowUpUnchanged,
)
from course.models import (
    Enrolment,
    EvaluationBox,
    FollowUpChoice,
    FollowUpInvitation,
    OutgoingMessage,
)
from tests import builders
from tests.builders import NOW, how_many, miniature_catalogue
from tests.evaluating import A_STORY, a_follow_up_choice
from tests.statements import statements_of

FORM = miniature_catalogue().forms["follow-up"]
DAY = timedelta(days=1)
FIRST = NOW + follow_ups.FIRST_AFTER
REMINDER = NOW + follow_ups.REMINDER_AFTER
OVER = NOW + follow_ups.OVER_AFTER


@pytest.fixture
def enrolment(session):
    return builders.a_completed_enrolment(session)


@pytest.fixture
def agreed(session, enrolment):
    a_follow_up_choice(session, enrolment)
    return enrolment


def write(session, now):
    """The secrets that were mailed."""
    mailed = []

    def letter(enrolment, number, secret):
        mailed.append((enrolment.id, number, secret))
        return f"Letter {number}", f"Answer here: {secret}"

    count = follow_ups.write_due(session, letter=letter, now=now)
    assert count == len(mailed)
    return mailed


def give(session, enrolment, **overrides):
    values: dict[str, Any] = {"digest": FORM.digest, "op": uuid4(), "now": FIRST + DAY}
    return follow_ups.give_follow_up(
        session, enrolment, FORM, A_STORY, **values | overrides
    )


def test_agreeing_and_taking_it_back_are_rows(session, enrolment):
    for verdict in ("agreed", "withdrawn", "agreed"):
        a_follow_up_choice(session, enrolment, verdict=verdict)

    rows = session.scalars(select(FollowUpChoice).order_by(FollowUpChoice.number))
    assert [(r.number, r.verdict) for r in rows] == [
        (1, "agreed"),
        (2, "withdrawn"),
        (3, "agreed"),
    ]


@pytest.mark.parametrize("verdict", ["agreed", "withdrawn"])
def test_what_is_so_already_is_not_chosen_again(session, enrolment, verdict):
    if verdict == "agreed":
        a_follow_up_choice(session, enrolment)

    with pytest.raises(FollowUpUnchanged):
        a_follow_up_choice(session, enrolment, verdict=verdict)


def test_a_choice_sent_twice_is_one(session, enrolment):
    op = uuid4()
    first = a_follow_up_choice(session, enrolment, op=op)

    assert a_follow_up_choice(session, enrolment, op=op) is first
    with pytest.raises(OperationConflict):
        a_follow_up_choice(session, enrolment, op=op, verdict="withdrawn")


def test_nobody_agrees_for_another_or_before_the_end(session, enrolment):
    with pytest.raises(NotPermitted):
        a_follow_up_choice(session, enrolment, by=builders.an_administrator(session))
    with pytest.raises(EvaluationNotOffered):
        a_follow_up_choice(session, builders.an_enrolment(session))


@pytest.mark.parametrize(
    ("days", "numbers"),
    [
        ((FIRST - DAY,), []),
        ((FIRST, FIRST, FIRST + DAY), [1]),
        ((FIRST, REMINDER - DAY), [1]),
        ((FIRST, REMINDER, REMINDER + DAY), [1, 2]),
        # A night that was missed is made up for, and a reminder leaves time to answer.
        ((REMINDER, REMINDER + DAY), [1]),
        ((OVER,), []),
        ((FIRST, OVER), [1]),
    ],
)
def test_letters_go_out_on_their_day_and_once(session, agreed, days, numbers):
    written = [number for day in days for _, number, _ in write(session, day)]

    assert written == numbers
    messages = session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.subject.like("Letter%"))
    ).all()
    assert {each.recipient_email for each in messages} <= {agreed.user.email}
    assert len(messages) == len(numbers)


def test_whoever_is_busy_is_left_to_the_next_pass(session, sessions, engine, agreed):
    other = builders.a_completed_enrolment(session)
    a_follow_up_choice(session, other)
    session.commit()
    if engine.dialect.name == "postgresql":
        with sessions() as busy:
            enrolments.lock(busy, busy.get_one(Enrolment, agreed.id))
            assert [each for each, *_ in write(session, FIRST)] == [other.id]
            session.commit()
        assert [each for each, *_ in write(session, FIRST)] == [agreed.id]
    else:
        # There nobody is busy while somebody else writes.
        assert len(write(session, FIRST)) == 2


def test_whoever_took_it_back_is_not_written_to(session, agreed):
    a_follow_up_choice(session, agreed, verdict="withdrawn", now=NOW + DAY)

    assert write(session, FIRST) == []


def test_an_account_that_was_closed_is_not_written_to(session, agreed):
    agreed.user.closed_at = NOW

    assert write(session, FIRST) == []


def test_whoever_answered_is_not_reminded(session, agreed):
    write(session, FIRST)
    give(session, agreed)

    assert write(session, REMINDER) == []


def test_a_night_on_which_nothing_is_due_is_one_statement(session, engine, agreed):
    with statements_of(engine) as statements:
        write(session, NOW)

    assert len(statements) == 1


def test_a_link_says_who_may_answer_and_keeps_only_its_hash(session, agreed):
    [(_, _, secret)] = write(session, FIRST)

    found, answered_at = follow_ups.find_invited(session, secret, now=FIRST)

    assert (found.id, answered_at) == (agreed.id, None)
    kept = session.scalars(select(FollowUpInvitation)).one()
    assert secret not in (kept.token_hash, str(kept.uuid))


def test_what_is_answered_lies_in_a_box_and_once(session, agreed):
    op = uuid4()
    [(_, _, secret)] = write(session, FIRST)
    given, is_new = give(session, agreed, op=op)

    assert is_new
    assert give(session, agreed, op=op) == (given, False)
    assert session.scalars(select(EvaluationBox)).one().sheets == [A_STORY]
    with pytest.raises(EvaluationGivenAlready):
        give(session, agreed)
    # The link tells its holder so.
    assert follow_ups.find_invited(session, secret, now=REMINDER)[1] == FIRST + DAY


def test_a_link_leads_nowhere_once_it_is_over_or_taken_back(session, agreed):
    [(_, _, secret)] = write(session, FIRST)

    with pytest.raises(FollowUpInvalid):
        follow_ups.find_invited(session, secret + "x", now=FIRST)
    with pytest.raises(FollowUpInvalid):
        follow_ups.find_invited(session, secret, now=FIRST + follow_ups.LINK_LASTS)
    follow_ups.stop_following_up(session, agreed, now=FIRST)
    follow_ups.stop_following_up(session, agreed, now=FIRST)
    with pytest.raises(FollowUpInvalid):
        follow_ups.find_invited(session, secret, now=FIRST)
    assert how_many(session, FollowUpChoice) == 2
    assert write(session, REMINDER) == []
