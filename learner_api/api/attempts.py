"""Starting attempts, saving answers, submitting, and reading what is held."""

import secrets
from typing import Any
from uuid import UUID

from flask import abort, url_for

from course import attempts, editions, enrolments, responses
from course.errors import (
    AttemptClosed,
    CohortNotOpen,
    EnrolmentWithdrawn,
    NoAttemptsLeft,
    NotEnrolled,
    OperationConflict,
    UnknownQuestion,
    UnknownQuiz,
)
from course.models import Attempt
from course.responses import Acknowledgement
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.attempts import (
    AcknowledgementSchema,
    AnswerSchema,
    AttemptSchema,
    NewAttemptSchema,
    ReceiptSchema,
    attempt_data,
    receipt_data,
)
from learner_api.site import get_site
from quizzes import InvalidAnswer

bp = Resource(
    "api-attempts", __name__, description="Quizzes: attempts, answers and receipts."
)

SEED_BITS = 31


@bp.post("/courses/<course>/quizzes/<quiz>/attempts")
@signed_in
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    NoAttemptsLeft,
    NotEnrolled,
    OperationConflict,
    UnknownQuiz,
)
@bp.takes(NewAttemptSchema)
@bp.gives_also(AttemptSchema, 200, "The attempt that was already open")
@bp.gives(AttemptSchema, 201, description="A new attempt")
def start_attempt(body: dict[str, Any], course: str, quiz: str) -> Any:
    """Start an attempt, or go on with the one that is open."""
    database = get_database()
    enrolment = enrolments.enrolment_on(
        database.session, asker(), course, for_update=True
    )
    attempt, is_new = attempts.start_attempt(
        database.session,
        enrolment,
        get_site().catalogue.quiz(quiz),
        **body,
        seed=secrets.randbits(SEED_BITS),
        now=now(),
        by=asker(),
    )
    database.commit()
    address = url_for("api-attempts.get_attempt", attempt=attempt.uuid)
    return _shown(attempt), 201 if is_new else 200, {"Location": address}


@bp.get("/attempts/<uuid:attempt>")
@signed_in
@bp.tagged()
@bp.gives(AttemptSchema)
def get_attempt(attempt: UUID) -> dict[str, Any]:
    """The paper of an attempt and the answers held; its receipt once submitted."""
    found = attempts.find_attempt(get_database().session, asker(), attempt)
    if found is None:
        abort(404)
    return _shown(found)


@bp.put("/attempts/<uuid:attempt>/responses/<question>")
@signed_in
@bp.refuses(
    AttemptClosed,
    CohortNotOpen,
    EnrolmentWithdrawn,
    InvalidAnswer,
    OperationConflict,
    UnknownQuestion,
)
@bp.takes(AnswerSchema)
@bp.gives(AcknowledgementSchema)
def save_response(
    body: dict[str, Any], attempt: UUID, question: str
) -> Acknowledgement:
    """Keep an answer. What comes back is what the record now holds."""
    database = get_database()
    found = attempts.find_attempt(database.session, asker(), attempt, for_update=True)
    if found is None:
        abort(404)
    held = responses.save_response(
        database.session,
        found,
        editions.quiz_of(database.session, found.edition),
        question,
        **body,
        now=now(),
        by=asker(),
    )
    database.commit()
    return held


@bp.post("/attempts/<uuid:attempt>/submission")
@signed_in
@bp.refuses(CohortNotOpen, EnrolmentWithdrawn)
@bp.gives(ReceiptSchema)
def submit_attempt(attempt: UUID) -> dict[str, Any]:
    """Submit an attempt. Sent again, it gives the receipt that it gave before."""
    database = get_database()
    found = attempts.find_attempt(database.session, asker(), attempt, for_update=True)
    if found is None:
        abort(404)
    database.session.refresh(found.enrolment, with_for_update=True)
    receipt = attempts.submit_attempt(
        database.session,
        found,
        editions.quiz_of(database.session, found.edition),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return receipt_data(receipt)


def _shown(attempt: Attempt) -> dict[str, Any]:
    session = get_database().session
    quiz = editions.quiz_of(session, attempt.edition)
    held = responses.held_answers(session, attempt)
    receipt = (
        attempts.receipt_of(session, attempt, quiz, held)
        if attempt.submitted_at is not None
        else None
    )
    return attempt_data(attempt, quiz, held, receipt)
