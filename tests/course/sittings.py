"""Saving answers, handing in, and what is then held, in a few words."""

from uuid import uuid4

from course import attempts, editions, responses
from course.attempts import Receipt
from tests.builders import NOW, OFFICE


def save(session, attempt, question_key, answer, **overrides):
    """Save one answer, by the learner whose attempt it is."""
    values = {"op": uuid4(), "now": NOW, "by": attempt.enrolment.user}
    quiz = editions.quiz_of(session, attempt.edition)
    return responses.save_response(
        session, attempt, quiz, question_key, answer, **values | overrides
    )


def submit(session, attempt, now=NOW) -> Receipt:
    """Hand the attempt in."""
    return attempts.submit_attempt(
        session,
        attempt,
        editions.quiz_of(session, attempt.edition),
        now=now,
        office=OFFICE,
        by=attempt.enrolment.user,
    )


def held(session, attempt) -> dict[str, object]:
    """The answer that counts for each question."""
    return {
        key: each.answer
        for key, each in responses.held_answers(session, attempt).items()
    }
