"""What a cohort is told: announcements, sessions with experts, and one's calendar."""

from typing import Any
from uuid import UUID

from course import announcements, calendar_feeds, expert_sessions
from course.announcements import Announced
from course.calendar_errors import UnknownZone
from course.errors import OperationConflict
from course.expert_sessions import SLOT_FIELDS
from course.models import CalendarKey, ExpertSession
from course.telling_errors import (
    AnnouncementWithdrawn,
    EndsBeforeStart,
    NoSuchTime,
    SessionCancelled,
)
from learner_api.addresses import calendar_feed_address
from learner_api.announcement_letters import announcement_letter
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.entering import entered_or_404
from learner_api.led_cohorts import led_cohort
from learner_api.messages import render_message
from learner_api.resources import Resource
from learner_api.schemas.fields import OperationSchema
from learner_api.schemas.telling import (
    AnnouncementAskedSchema,
    AnnouncementSchema,
    AnnouncementsSchema,
    CalendarFeedSchema,
    ExpertSessionSchema,
    ExpertSessionsSchema,
    NewCalendarFeedSchema,
    SlotAskedSchema,
    SlotChangedSchema,
    WithReasonSchema,
)
from learner_api.site import get_site
from learner_api.telling import announced_to, announcement_or_404, session_or_404

bp = Resource("api-telling", __name__, description="What cohorts are told.")


@bp.get("/cohorts/<uuid:cohort>/announcements")
@signed_in
@bp.tagged()
@bp.gives(AnnouncementsSchema)
def list_announcements(cohort: UUID) -> dict[str, Any]:
    """What was announced to a cohort, the newest first."""
    return {
        "announcements": [
            _announced(row) for row in announced_to(entered_or_404(cohort))
        ]
    }


@bp.post("/cohorts/<uuid:cohort>/announcements")
@staff
@bp.refuses(AnnouncementWithdrawn, OperationConflict)
@bp.takes(AnnouncementAskedSchema)
@bp.gives_also(AnnouncementSchema, 200, "This operation posted it before")
@bp.gives(AnnouncementSchema, 201, description="The announcement as it stands")
def post_announcement(body: dict[str, Any], cohort: UUID) -> Any:
    """Tell a whole cohort something, or correct what it was told."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    earlier = body["announcement"]
    if earlier is not None:
        announcement_or_404(found, earlier)
    if body["mail"] is None:
        body["mail"] = earlier is None
    row, is_new = announcements.post_announcement(
        database.session,
        found,
        **body,
        letter=announcement_letter(get_site().settings.public_url, asker()),
        now=now(),
        by=asker(),
    )
    answer = _announcement_now(cohort, row.announcement)
    database.commit()
    return answer, 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/announcements/<uuid:announcement>/withdrawal")
@staff
@bp.refuses(AnnouncementWithdrawn, OperationConflict)
@bp.takes(WithReasonSchema)
@bp.gives_also(AnnouncementSchema, 200, "This operation withdrew it before")
@bp.gives(AnnouncementSchema, 201, description="The announcement, withdrawn")
def withdraw_announcement(
    body: dict[str, Any], cohort: UUID, announcement: UUID
) -> Any:
    """Take an announcement back, and say why. What is mailed already stays mailed."""
    database = get_database()
    latest = announcement_or_404(led_cohort(cohort, for_update=True), announcement)
    _row, is_new = announcements.withdraw_announcement(
        database.session, latest, **body, now=now(), by=asker()
    )
    answer = _announcement_now(cohort, announcement)
    database.commit()
    return answer, 201 if is_new else 200


@bp.get("/cohorts/<uuid:cohort>/sessions")
@signed_in
@bp.tagged()
@bp.gives(ExpertSessionsSchema)
def list_sessions(cohort: UUID) -> dict[str, Any]:
    """The sessions with experts of a cohort, cancelled ones too, in order of time."""
    found = entered_or_404(cohort).cohort
    rows = expert_sessions.sessions_of(get_database().session, [found.id])
    return {"sessions": [_session(row) for row in rows]}


@bp.post("/cohorts/<uuid:cohort>/sessions")
@staff
@bp.refuses(UnknownZone, NoSuchTime, EndsBeforeStart, OperationConflict)
@bp.takes(SlotAskedSchema)
@bp.gives_also(ExpertSessionSchema, 200, "This operation scheduled it before")
@bp.gives(ExpertSessionSchema, 201, description="The session")
def schedule_session(body: dict[str, Any], cohort: UUID) -> Any:
    """Schedule a session with an expert for a cohort."""
    database = get_database()
    found = led_cohort(cohort, for_update=True)
    op = body.pop("op")
    slot = expert_sessions.slot_of(**body)
    row, is_new = expert_sessions.schedule_session(
        database.session, found, slot, op=op, now=now(), by=asker()
    )
    answer = _session(row)
    database.commit()
    return answer, 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/sessions/<uuid:name>/changes")
@staff
@bp.refuses(
    UnknownZone, NoSuchTime, EndsBeforeStart, SessionCancelled, OperationConflict
)
@bp.takes(SlotChangedSchema)
@bp.gives_also(ExpertSessionSchema, 200, "This operation changed it before")
@bp.gives(ExpertSessionSchema, 201, description="The session from now on")
def change_session(body: dict[str, Any], cohort: UUID, name: UUID) -> Any:
    """Let a session take place at another time or place, and say why."""
    database = get_database()
    latest = session_or_404(led_cohort(cohort, for_update=True), name)
    op, reason = body.pop("op"), body.pop("reason")
    slot = expert_sessions.slot_of(**body)
    row, is_new = expert_sessions.change_session(
        database.session, latest, slot, op=op, reason=reason, now=now(), by=asker()
    )
    answer = _session(row)
    database.commit()
    return answer, 201 if is_new else 200


@bp.post("/cohorts/<uuid:cohort>/sessions/<uuid:name>/cancellation")
@staff
@bp.refuses(SessionCancelled, OperationConflict)
@bp.takes(WithReasonSchema)
@bp.gives_also(ExpertSessionSchema, 200, "This operation cancelled it before")
@bp.gives(ExpertSessionSchema, 201, description="The session, cancelled")
def cancel_session(body: dict[str, Any], cohort: UUID, name: UUID) -> Any:
    """Cancel a session for good, and say why."""
    database = get_database()
    latest = session_or_404(led_cohort(cohort, for_update=True), name)
    row, is_new = expert_sessions.cancel_session(
        database.session, latest, **body, now=now(), by=asker()
    )
    answer = _session(row)
    database.commit()
    return answer, 201 if is_new else 200


@bp.get("/me/calendar-feed")
@signed_in
@bp.tagged()
@bp.gives(CalendarFeedSchema)
def get_calendar_feed() -> dict[str, Any]:
    """Whether the asker's dates can be read by a calendar program, and since when."""
    return _feed(calendar_feeds.key_of(get_database().session, asker()))


@bp.post("/me/calendar-feed")
@signed_in
@bp.refuses(OperationConflict)
@bp.takes(OperationSchema)
@bp.gives_also(NewCalendarFeedSchema, 200, "This operation made it before")
@bp.gives(NewCalendarFeedSchema, 201, description="The address, told this once")
def renew_calendar_feed(body: dict[str, Any]) -> Any:
    """Make an address for one's calendar program; the one before is closed."""
    database = get_database()
    row, secret = calendar_feeds.renew_address(
        database.session, asker(), op=body["op"], now=now()
    )
    address = None
    if secret is not None:
        address = get_site().settings.public_url + calendar_feed_address(secret)
    answer = {**_feed(row), "address": address}
    database.commit()
    return answer, 201 if secret else 200


@bp.post("/me/calendar-feed/revocation")
@signed_in
@bp.refuses(OperationConflict)
@bp.takes(OperationSchema)
@bp.gives_also(CalendarFeedSchema, 200, "This operation closed it before")
@bp.gives(CalendarFeedSchema, 201, description="The address is closed")
def revoke_calendar_feed(body: dict[str, Any]) -> Any:
    """Close the address of one's calendar without making another."""
    database = get_database()
    _row, is_new = calendar_feeds.revoke_address(
        database.session, asker(), op=body["op"], now=now()
    )
    answer = _feed(calendar_feeds.key_of(database.session, asker()))
    database.commit()
    return answer, 201 if is_new else 200


def _announcement_now(cohort: UUID, announcement: UUID) -> dict[str, Any]:
    for each in announced_to(entered_or_404(cohort)):
        if each.latest.announcement == announcement:
            return _announced(each)
    raise LookupError(announcement)


def _announced(each: Announced) -> dict[str, Any]:
    row = each.latest
    return {
        "announcement": row.announcement,
        "number": row.number,
        "title": row.title,
        "body": row.body,
        "html": render_message(row.body),
        "by": each.by,
        "posted_at": each.posted_at,
        "edited_at": row.recorded_at if row.number > 1 else None,
        "is_mailed": row.is_mailed,
        "withdrawn_because": row.withdrawn_because,
    }


def _session(row: ExpertSession) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in SLOT_FIELDS}
    return {
        **shown,
        "session": row.expert_session,
        "number": row.number,
        "is_cancelled": row.is_cancelled,
        "reason": row.reason,
    }


def _feed(row: CalendarKey | None) -> dict[str, Any]:
    is_open = row is not None and row.secret_hash is not None
    return {"is_open": is_open, "made_at": row.recorded_at if row and is_open else None}
