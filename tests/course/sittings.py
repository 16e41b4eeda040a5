"""Saving answers, handing in, and what is then held, in a few words."""

from uuid import uuid4

from course import editions, responses, submissions
from course.models import Mark
from course.receipts import Receipt
from tests.builders import NOW, OFFICE


def save(session, attempt, question_key, answer, **overrides):
    """Save one answer, by the learner whose attempt it is."""
    values = {"op": uuid4(), "now": NOW, "by": attempt.enrolment.user}
    quiz = editions.sheet_of(session, attempt)
    return responses.save_response(
        session, attempt, quiz, question_key, answer, **values | overrides
    )


def submit(session, attempt, now=NOW) -> Receipt:
    """Hand the attempt in."""
    return submissions.submit_attempt(
        session,
        attempt,
        editions.sheet_of(session, attempt),
        now=now,
        office=OFFICE,
        by=attempt.enrolment.user,
    )


def mark_of(receipt: Receipt) -> Mark:
    """The mark of an attempt for which no person is awaited."""
    assert receipt.mark is not None
    return receipt.mark


def held(session, attempt) -> dict[str, object]:
    """The answer that counts for each question."""
    return {
        key: each.answer
        for key, each in responses.held_answers(session, attempt).items()
    }
