"""Mail waits in the outbox, is taken by one sender at a time, and leaves no secret."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from course import outbox
from course.models import OutgoingMessage
from course.outbox import LEASE, RETRY_AFTER
from tests import builders
from tests.builders import NOW
from tests.threads import at_once

MINUTE = timedelta(minutes=1)


def a_letter(session, **overrides) -> OutgoingMessage:
    values: dict[str, Any] = {
        "subject": "Welcome",
        "body": "Open this link.",
        "now": NOW,
    }
    message = outbox.write_message(
        session, builders.a_learner(session), **values | overrides
    )
    session.flush()
    return message


def test_a_letter_is_taken_once_by_two_senders(session, sessions):
    for _ in range(10):
        a_letter(session)
    session.commit()

    def claim(_number: int) -> list[int]:
        with sessions() as own:
            claimed = outbox.claim_messages(own, now=NOW, limit=8)
            own.commit()
            return [each.id for each in claimed]

    first, second = at_once(2, claim)

    assert len(first) + len(second) == 10
    assert set(first).isdisjoint(second)


def test_a_letter_that_is_rolled_back_is_never_sent(session, sessions):
    a_letter(session)
    session.rollback()

    assert outbox.claim_messages(session, now=NOW) == []


def test_no_more_letters_are_taken_than_asked_for(session):
    for _ in range(5):
        a_letter(session)

    assert len(outbox.claim_messages(session, now=NOW, limit=3)) == 3
    assert len(outbox.claim_messages(session, now=NOW, limit=3)) == 2


def test_so_it_is_when_the_planner_asks_what_waits_for_every_letter(session):
    for _ in range(5):
        a_letter(session)
    if session.get_bind().dialect.name == "postgresql":
        for other in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
            session.execute(text(f"SET LOCAL enable_{other} = off"))

    assert len(outbox.claim_messages(session, now=NOW, limit=1)) == 1
    assert len(outbox.claim_messages(session, now=NOW, limit=2)) == 2
    assert len(outbox.claim_messages(session, now=NOW)) == 2


def test_a_letter_whose_sender_died_is_taken_up_again(session):
    a_letter(session)
    outbox.claim_messages(session, now=NOW)

    assert outbox.claim_messages(session, now=NOW + LEASE) == []
    (again,) = outbox.claim_messages(session, now=NOW + LEASE + MINUTE)

    assert again.attempts == 2


def test_a_letter_that_left_keeps_no_body(session):
    a_letter(session)
    (message,) = outbox.claim_messages(session, now=NOW)

    outbox.note_sent(message, now=NOW)
    session.flush()

    assert (message.body, message.sent_at, message.leased_until) == ("", NOW, None)
    assert outbox.claim_messages(session, now=NOW + timedelta(days=9)) == []


def test_a_letter_that_failed_waits_longer_each_time(session):
    a_letter(session)
    at = NOW

    for wait in RETRY_AFTER:
        (message,) = outbox.claim_messages(session, now=at)
        outbox.note_failed(message, "The server is away.", now=at)
        session.flush()
        assert outbox.claim_messages(session, now=at + wait - MINUTE / 2) == []
        at += wait

    (message,) = outbox.claim_messages(session, now=at)
    assert message.body == "Open this link."


def test_a_letter_is_given_up_in_the_end(session):
    message = a_letter(session)
    at = NOW
    for wait in (*RETRY_AFTER, MINUTE):
        (claimed,) = outbox.claim_messages(session, now=at)
        outbox.note_failed(claimed, "No such mailbox." * 100, now=at)
        session.flush()
        at += wait

    assert message.failed_at is not None
    assert message.error
    assert len(message.error) == 500
    assert outbox.claim_messages(session, now=at + timedelta(days=9)) == []


def test_one_occasion_is_one_letter(session):
    a_letter(session, occasion="invitation of ana")

    with pytest.raises(IntegrityError):
        a_letter(session, occasion="invitation of ana")


def test_letters_without_an_occasion_are_letters_of_their_own(session):
    assert a_letter(session).dedupe_key != a_letter(session).dedupe_key
