"""Announcements, sessions and calendars, as tests make them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from course import announcements, calendar_feeds, expert_sessions
from course.expert_sessions import Slot
from course.models import Announcement, Cohort, ExpertSession, User
from tests import builders
from tests.builders import NOW

TITLE, BODY = "The visit", "We meet on **Thursday**."


def a_letter(person: User, _cohort: Cohort, row: Announcement) -> tuple[str, str]:
    return row.title, f"Hello {person.name}. {row.body}"


def an_announcement(session: Session, cohort: Cohort, **overrides: Any) -> Announcement:
    """Something that a trainer announced, by mail too."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "title": TITLE,
        "body": BODY,
        "mail": True,
        "letter": a_letter,
        "now": NOW,
    }
    if "by" not in overrides:
        values["by"] = builders.a_trainer(session)
    made, _ = announcements.post_announcement(session, cohort, **values | overrides)
    return made


def a_slot(**overrides: Any) -> Slot:
    """An hour at three in the afternoon in Bishkek, a week from today."""
    starts = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    values: dict[str, Any] = {
        "title": "Where roads cost most",
        "expert": "Dr Aizada Toktogulova",
        "starts_at": starts + timedelta(days=7),
        "ends_at": starts + timedelta(days=7, hours=1),
        "zone": "Asia/Bishkek",
        "place": "https://meet.example.org/roads",
    }
    return Slot(**values | overrides)


def a_session(
    session: Session, cohort: Cohort, by: User | None = None, **overrides: Any
) -> ExpertSession:
    """A session with an expert, as a trainer scheduled it."""
    made, _ = expert_sessions.schedule_session(
        session,
        cohort,
        a_slot(**overrides),
        op=uuid4(),
        now=NOW,
        by=by or builders.a_trainer(session),
    )
    return made


def an_address(session: Session, person: User) -> str:
    """The secret in the address of somebody's calendar."""
    _row, secret = calendar_feeds.renew_address(session, person, op=uuid4(), now=NOW)
    assert secret is not None
    return secret


def every_telling_fact(session: Session) -> None:
    """A row of each fact of what cohorts are told."""
    cohort = builders.a_cohort(session)
    an_announcement(session, cohort)
    a_session(session, cohort)
    an_address(session, builders.a_learner(session))
