"""What a cohort is told as whoever asks sees it, for pages and programs alike."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import abort

from course import announcements, expert_sessions
from course.announcements import Announced
from course.models import Announcement, Cohort, Enrolment, ExpertSession
from course.rooms import Entered
from learner_api.addresses import announcements_address, sessions_address
from learner_api.database import get_database
from learner_api.run_calendars import asker_zone
from learner_api.translation import DEFAULT


@dataclass(frozen=True, slots=True)
class Latest:
    """What a learner's course page says of their cohort: the newest, and what is on."""

    announcement: Announced | None
    announcements_url: str
    sessions_url: str


def announcement_or_404(cohort: Cohort, announcement: UUID) -> Announcement:
    """The latest version of an announcement of this cohort."""
    session = get_database().session
    return announcements.latest_of(session, cohort, announcement) or abort(404)


def session_or_404(cohort: Cohort, name: UUID) -> ExpertSession:
    """The latest version of a session of this cohort."""
    session = get_database().session
    return expert_sessions.latest_of(session, cohort, name) or abort(404)


def announced_to(told: Entered) -> list[Announced]:
    """The announcements that the asker may read: withdrawn ones are for staff alone."""
    found = announcements.announcements_of(get_database().session, told.cohort)
    return [each for each in found if told.is_led or not each.is_withdrawn]


def latest_told(enrolment: Enrolment | None) -> Latest | None:
    """What the course page of a learner in a cohort says of it."""
    if enrolment is None or enrolment.cohort is None or enrolment.withdrawn_at:
        return None
    cohort = enrolment.cohort
    newest = announced_to(Entered(cohort, is_led=False))[:1]
    return Latest(
        newest[0] if newest else None,
        announcements_address(cohort.uuid),
        sessions_address(cohort.uuid),
    )


def time_words(row: ExpertSession, zone: ZoneInfo | None = None) -> str:
    """When a session is, in words, by the clocks of a zone, which is named."""
    zone = zone or asker_zone()
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    first = format_datetime(starts, "EEEE d MMMM y, HH:mm", locale=DEFAULT)
    pattern = "HH:mm" if starts.date() == ends.date() else "EEEE d MMMM y, HH:mm"
    last = format_datetime(ends, pattern, locale=DEFAULT)
    return f"{first}–{last} ({zone.key.replace('_', ' ')})"
