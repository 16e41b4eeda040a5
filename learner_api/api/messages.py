"""One message of a discussion: read, edited, withdrawn, reported, moderated."""

from typing import Any
from uuid import UUID

from course import discussion, moderation
from course.discussion_errors import PostNotOpen, PostStateUnchanged, ReportedAlready
from course.errors import NotPermitted, OperationConflict
from course.thread_reading import FoundPost, show_post, texts_of
from learner_api.addresses import post_address
from learner_api.api.discussions import message_data
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.discussions import post_or_404
from learner_api.resources import Resource
from learner_api.schemas.discussions import (
    MessageSchema,
    ModerationSchema,
    NewTextSchema,
    ReportedListSchema,
    ReportedSchema,
    ReportSchema,
    WholeMessageSchema,
)
from learner_api.schemas.fields import OperationSchema
from learner_api.site import get_site

bp = Resource(
    "api-messages", __name__, description="One message of a discussion, and its life."
)

POST = "/posts/<uuid:post>"


@bp.get(POST)
@signed_in
@bp.tagged()
@bp.gives(WholeMessageSchema)
def get_message(post: UUID) -> dict[str, Any]:
    """A message; its writer and the trainers also read what it said before."""
    found = post_or_404(post)
    session = get_database().session
    told = _data(found)
    if not (found.is_led or found.post.actor_id == asker().id):
        return {**told, "texts": [], "acts": []}
    return {
        **told,
        "texts": texts_of(session, found.post),
        "acts": [
            {"act": row.act, "reason": row.reason, "by": by, "at": row.recorded_at}
            for row, by in moderation.acts_on(session, found.post)
        ],
    }


@bp.post(f"{POST}/texts")
@signed_in
@before_notice
@bp.refuses(NotPermitted, OperationConflict, PostNotOpen)
@bp.takes(NewTextSchema)
@bp.gives_also(MessageSchema, 200, "What this operation wrote before")
@bp.gives(MessageSchema, 201, description="The message as it stands now")
def edit_message(body: dict[str, Any], post: UUID) -> Any:
    """Let your message say something else. What it said before stays on the record."""
    found = post_or_404(post)
    database = get_database()
    _post, is_new = discussion.edit_message(
        database.session,
        found.post,
        **body,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _data(found), 201 if is_new else 200


@bp.post(f"{POST}/withdrawal")
@signed_in
@bp.refuses(NotPermitted, OperationConflict)
@bp.takes(OperationSchema)
@bp.gives(MessageSchema)
def withdraw_message(body: dict[str, Any], post: UUID) -> dict[str, Any]:
    """Take your own message back for good. It counts towards nothing any more."""
    found = post_or_404(post)
    database = get_database()
    discussion.withdraw_message(
        database.session,
        found.post,
        **body,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _data(found)


@bp.post(f"{POST}/reports")
@signed_in
@bp.refuses(OperationConflict, PostNotOpen, ReportedAlready)
@bp.takes(ReportSchema)
@bp.gives_also(ReportedSchema, 200, "What this operation reported before")
@bp.gives(ReportedSchema, 201, description="The report")
def report_message(body: dict[str, Any], post: UUID) -> Any:
    """Ask the trainers of the cohort to look at a message."""
    found = post_or_404(post)
    database = get_database()
    report, is_new = moderation.report_message(
        database.session, found, **body, now=now(), by=asker()
    )
    database.commit()
    told = {
        "uuid": report.uuid,
        "post": found.post.uuid,
        "reason": report.reason,
        "recorded_at": report.recorded_at,
    }
    return told, 201 if is_new else 200


@bp.post(f"{POST}/moderation")
@staff
@bp.refuses(NotPermitted, OperationConflict, PostStateUnchanged)
@bp.takes(ModerationSchema)
@bp.gives_also(MessageSchema, 200, "What this operation did before")
@bp.gives(MessageSchema, 201, description="The message as it stands now")
def moderate_message(body: dict[str, Any], post: UUID) -> Any:
    """Hide a message, show it again, or leave it shown after a report."""
    found = post_or_404(post)
    database = get_database()
    _row, is_new = moderation.moderate_message(
        database.session,
        found,
        **body,
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _data(found), 201 if is_new else 200


@bp.get("/reported-posts")
@staff
@bp.tagged()
@bp.gives(ReportedListSchema)
def list_reported_messages() -> dict[str, Any]:
    """Messages of your cohorts that wait for a decision, the oldest report first."""
    reported = moderation.list_reported(get_database().session, asker())
    return {
        "items": [
            {
                "uuid": each.post.uuid,
                "cohort": each.cohort_title,
                "writer": each.writer,
                "body": each.body,
                "address": post_address(each.post.uuid),
                "reports": [
                    {"reason": report.reason, "by": by, "at": report.recorded_at}
                    for report, by in each.reports
                ],
            }
            for each in reported
        ]
    }


def _data(found: FoundPost) -> dict[str, Any]:
    return message_data(show_post(get_database().session, found, asker()))
