"""Marking by people: what waits for it, and marks by rubric."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError

from course import attempts, editions, person_marks, responses, waiting
from course.errors import (
    MarkedMeanwhile,
    NothingToMark,
    NotPermitted,
    OperationConflict,
    UnknownQuestion,
)
from course.models import Attempt
from course.person_marks import Seen
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.letters import result_letter
from learner_api.resources import Resource
from learner_api.schemas.marking import (
    AttemptToMarkSchema,
    NewMarkSchema,
    RecordedMarkSchema,
    WaitingPageSchema,
    answer_data,
    given_data,
    waiting_data,
)
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.site import get_site
from learner_api.sittings import attempt_to_mark, close_overdue, visible_attempt
from quizzes import InvalidLevels

bp = Resource(
    "api-marking", __name__, description="Answers that only a person can mark."
)


@bp.get("/marking")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(WaitingPageSchema)
def list_attempts_to_mark(query: dict[str, Any]) -> dict[str, Any]:
    """What waits for one to mark it, the oldest first."""
    session = get_database().session
    close_overdue(waiting.overdue_attempts(session, asker(), now=now()))
    after = None
    if "after" in query:
        after = attempts.find_attempt(session, asker(), query["after"])
        if after is None or after.submitted_at is None:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    found = waiting.attempts_to_mark(session, asker(), after=after, limit=limit + 1)
    page = page_of(found, limit, lambda attempt: attempt.uuid)
    return {**page, "items": [_waiting(each) for each in page["items"]]}


@bp.get("/marking/<uuid:attempt>")
@staff
@bp.refuses(NotPermitted)
@bp.tagged()
@bp.gives(AttemptToMarkSchema)
def get_attempt_to_mark(attempt: UUID) -> dict[str, Any]:
    """The answers of an attempt that a person marks, with guidance and rubric."""
    session = get_database().session
    found = visible_attempt(attempt)
    person_marks.require_marker(found, asker())
    held = responses.held_answers(session, found)
    given = person_marks.marks_given(session, found)
    sheet = editions.sheet_of(session, found)
    return {
        **_waiting(found),
        "answers": [
            answer_data(each, held[each.key].answer, given.get(each.key))
            for each in person_marks.questions_to_mark(found, sheet, held)
        ],
    }


@bp.post("/attempts/<uuid:attempt>/responses/<question>/marks")
@staff
@bp.refuses(
    InvalidLevels,
    MarkedMeanwhile,
    NotPermitted,
    NothingToMark,
    OperationConflict,
    UnknownQuestion,
)
@bp.takes(NewMarkSchema)
@bp.gives_also(RecordedMarkSchema, 200, "The mark that this operation gave before")
@bp.gives(RecordedMarkSchema, 201, description="A new mark")
def mark_response(body: dict[str, Any], attempt: UUID, question: str) -> Any:
    """Mark an answer by its rubric. A later mark supersedes the one before.

    Once nothing of the attempt waits any more, it has its result, what that completes
    is completed, and the learner is told by mail.
    """
    database = get_database()
    found = attempt_to_mark(attempt)
    seen = Seen(body.pop("seen")) if "seen" in body else None
    mark, is_new = person_marks.mark_response(
        database.session,
        found,
        question,
        **body,
        seen=seen,
        letter=result_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    told = {
        **given_data(mark, asker().name),
        "attempt": found.uuid,
        "question": mark.question_key,
        "waiting": person_marks.still_waiting(database.session, found),
    }
    address = url_for("api-marking.get_attempt_to_mark", attempt=found.uuid)
    return told, 201 if is_new else 200, {"Location": address}


def _waiting(attempt: Attempt) -> dict[str, Any]:
    sheet = editions.sheet_of(get_database().session, attempt)
    return waiting_data(attempt, sheet)
