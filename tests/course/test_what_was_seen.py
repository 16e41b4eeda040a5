"""A submission says what its learner saw, and nothing else is submitted."""

from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from course import editions, receipts, responses, submissions
from course.errors import AnswersDiffer, AttemptOpen
from course.models import Mark
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.sittings import save

LATER = NOW + timedelta(minutes=5)


def hand_in(session, attempt, **seen):
    return submissions.submit_attempt(
        session,
        attempt,
        editions.sheet_of(session, attempt),
        now=LATER,
        office=OFFICE,
        by=attempt.enrolment.user,
        **seen,
    )


@pytest.fixture
def attempt(session):
    """An open attempt with two answers, one of them changed once."""
    attempt = builders.an_open_attempt(session)
    save(session, attempt, "week", True)
    save(session, attempt, "one-colour", "red")
    save(session, attempt, "one-colour", "blue")
    return attempt


def ops(session, attempt):
    found = responses.held_answers(session, attempt)
    return {key: each.op for key, each in found.items()}


def test_what_was_seen_and_is_held_is_submitted(session, attempt):
    receipt = hand_in(session, attempt, seen=ops(session, attempt))

    assert receipt.attempt.submitted_at == LATER
    assert {key: each.answer for key, each in receipt.held.items()} == {
        "week": True,
        "one-colour": "blue",
    }


def test_the_digest_is_over_key_and_operation(session, attempt):
    held = ops(session, attempt)
    text = f"one-colour {held['one-colour']}\nweek {held['week']}\n"
    digest = sha256(text.encode()).hexdigest()

    receipt = hand_in(session, attempt, digest=digest)

    assert receipt.digest == digest == attempt.digest


def test_an_answer_that_never_arrived_is_to_be_sent_again(session, attempt):
    seen = ops(session, attempt) | {"capital": uuid4()}

    with pytest.raises(AnswersDiffer) as refused:
        hand_in(session, attempt, seen=seen)

    assert refused.value.data == {"send_again": ["capital"], "changed_elsewhere": []}
    assert attempt.submitted_at is None
    assert how_many(session, Mark) == 0


def test_an_answer_from_elsewhere_is_named(session, attempt):
    seen = ops(session, attempt)
    save(session, attempt, "week", False)
    save(session, attempt, "capital", "Nairobi")

    with pytest.raises(AnswersDiffer) as refused:
        hand_in(session, attempt, seen=seen)

    assert refused.value.data == {
        "send_again": [],
        "changed_elsewhere": ["capital", "week"],
    }


def test_another_digest_is_refused_and_names_what_is_held(session, attempt):
    with pytest.raises(AnswersDiffer) as refused:
        hand_in(session, attempt, digest="0" * 64)

    assert refused.value.data["changed_elsewhere"] == ["one-colour", "week"]


def test_a_submission_sent_again_gives_its_receipt_whatever_it_saw(session, attempt):
    first = hand_in(session, attempt, seen=ops(session, attempt))

    again = hand_in(session, attempt, seen={})

    assert again == first


def test_a_cleared_answer_was_seen_too(session, attempt):
    save(session, attempt, "week", None)
    seen = ops(session, attempt)

    receipt = hand_in(session, attempt, seen=seen)

    assert receipt.held["week"].answer is None
    assert receipt.held["week"].op == seen["week"]


def test_there_is_no_receipt_before_submission(session, attempt):
    sheet = editions.sheet_of(session, attempt)

    with pytest.raises(AttemptOpen):
        receipts.receipt_of(session, attempt, sheet, now=NOW)


def test_a_save_tells_which_save_it_followed(session):
    attempt = builders.an_open_attempt(session)

    first = save(session, attempt, "one-colour", "red", sequence=1)
    second = save(session, attempt, "one-colour", "blue", sequence=2)
    late = save(session, attempt, "one-colour", "green", sequence=1)

    assert first.previous_op is None
    assert second.previous_op == first.op
    assert (late.op, late.answer) == (second.op, "blue")
    assert late.previous_op == second.op


def test_a_save_sent_again_tells_the_same_as_before(session):
    attempt = builders.an_open_attempt(session)
    acts = [
        {"answer": "red", "sequence": 1, "op": uuid4()},
        {"answer": "blue", "sequence": 3, "op": uuid4()},
        {"answer": "green", "sequence": 2, "op": uuid4()},
        {"answer": "red", "sequence": 3, "op": uuid4()},
    ]
    told = [save(session, attempt, "one-colour", **act) for act in acts]

    assert [save(session, attempt, "one-colour", **act) for act in acts] == told
