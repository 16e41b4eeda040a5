"""Starting attempts, saving answers, submitting, and reading what is held."""

import secrets
from typing import Any
from uuid import UUID

from flask import url_for

from course import (
    attempts,
    editions,
    enrolments,
    marking,
    receipts,
    responses,
    submissions,
)
from course.accommodations import allowance_of
from course.corrections import judged_while_answered
from course.errors import (
    AnswersDiffer,
    AttemptClosed,
    AttemptOpen,
    CohortNotOpen,
    EnrolmentWithdrawn,
    NoAttemptsLeft,
    NotEnrolled,
    OperationConflict,
    TooSoon,
    UnknownQuestion,
    UnknownQuiz,
)
from course.models import Attempt
from course.responses import Acknowledgement
from learner_api.auth import asker, reads_asker, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.attempts import (
    AcknowledgementSchema,
    AnswerSchema,
    AttemptSchema,
    NewAttemptSchema,
    SubmissionSchema,
    acknowledgement_data,
    attempt_data,
)
from learner_api.schemas.receipts import (
    ReceiptSchema,
    ReviewSchema,
    receipt_data,
    review_data,
)
from learner_api.site import get_site
from learner_api.sittings import own_attempt, read_with_attempt, visible_attempt
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
    TooSoon,
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
        office=get_site().office,
        by=asker(),
    )
    # Read before the commit: reading after it would take the write lock once more.
    shown = _shown(attempt, {} if is_new else None)
    database.commit()
    address = url_for("api-attempts.get_attempt", attempt=attempt.uuid)
    return shown, 201 if is_new else 200, {"Location": address}


@bp.get("/attempts/<uuid:attempt>")
@signed_in
@bp.tagged()
@bp.gives(AttemptSchema)
def get_attempt(attempt: UUID) -> dict[str, Any]:
    """The paper of an attempt and the answers held; its receipt once submitted."""
    return _shown(visible_attempt(attempt))


@bp.put("/attempts/<uuid:attempt>/responses/<question>")
@signed_in
@before_notice
@reads_asker(read_with_attempt)
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
def save_response(body: dict[str, Any], attempt: UUID, question: str) -> dict[str, Any]:
    """Keep an answer. What comes back is what the record now holds.

    In practice the answer is judged at once: `mark` and `feedback` say how.
    """
    database = get_database()
    found = own_attempt(attempt)
    sheet = editions.sheet_of(database.session, found)
    held = responses.save_response(
        database.session, found, sheet, question, **body, now=now(), by=asker()
    )
    judged = judged_while_answered(database.session, sheet)
    database.commit()
    return acknowledgement_data(held, judged)


@bp.post("/attempts/<uuid:attempt>/submission")
@signed_in
@before_notice
@reads_asker(read_with_attempt)
@bp.refuses(AnswersDiffer, CohortNotOpen, EnrolmentWithdrawn)
@bp.takes(SubmissionSchema)
@bp.gives(ReceiptSchema)
def submit_attempt(body: dict[str, Any], attempt: UUID) -> dict[str, Any]:
    """Submit an attempt. Sent again, it gives the receipt that it gave before.

    Say in `seen` or `digest` which answers you saw: where the record holds others,
    nothing is submitted, and `send_again` and `changed_elsewhere` say which.
    """
    database = get_database()
    found = own_attempt(attempt)
    enrolments.lock(database.session, found.enrolment)
    receipt = submissions.submit_attempt(
        database.session,
        found,
        editions.sheet_of(database.session, found),
        seen=body.get("seen"),
        digest=body.get("digest"),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return receipt_data(receipt)


@bp.get("/attempts/<uuid:attempt>/receipt")
@signed_in
@bp.refuses(AttemptOpen)
@bp.tagged()
@bp.gives(ReceiptSchema)
def get_receipt(attempt: UUID) -> dict[str, Any]:
    """The receipt of a submitted attempt: each question, the answer held, and when."""
    return receipt_data(_receipt(attempt))


@bp.get("/attempts/<uuid:attempt>/review")
@signed_in
@bp.refuses(AttemptOpen)
@bp.tagged()
@bp.gives(ReviewSchema)
def review_attempt(attempt: UUID) -> dict[str, Any]:
    """How a submitted attempt was judged, as far as it may be seen now, and why."""
    receipt = _receipt(attempt)
    history = marking.marks_of(get_database().session, receipt.attempt)
    return review_data(receipt, history)


def _receipt(uuid: UUID) -> receipts.Receipt:
    found = visible_attempt(uuid)
    session = get_database().session
    sheet = editions.sheet_of(session, found)
    return receipts.receipt_of(session, found, sheet, now=now())


def _shown(
    attempt: Attempt, held: dict[str, Acknowledgement] | None = None
) -> dict[str, Any]:
    session = get_database().session
    sheet = editions.sheet_of(session, attempt)
    if held is None:
        held = responses.held_answers(session, attempt)
    receipt = (
        receipts.receipt_of(session, attempt, sheet, held, now=now())
        if attempt.submitted_at is not None
        else None
    )
    allowance = allowance_of(session, attempt.enrolment, attempt.quiz_key)
    judged = judged_while_answered(session, sheet)
    return attempt_data(attempt, judged, held, receipt, allowance)
