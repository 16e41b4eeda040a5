"""Somebody's dates as their calendar program reads them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from course import editions
from course.calendar_feeds import cohorts_in_calendar
from course.expert_sessions import sessions_of
from course.models import Cohort, ExpertSession, User
from course.run_calendar import ModuleWeek, calendars_for
from learner_api.addresses import module_address, sessions_address
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.icalendar import Event, write_calendar
from learner_api.site import get_site
from learner_api.translation import gettext as _


def calendar_file(person: User) -> bytes:
    """The sessions of a person's cohorts, and the days on which modules are due.

    However many cohorts there are, it takes the same few statements.
    """
    session = get_database().session
    cohorts = cohorts_in_calendar(session, person)
    by_id = {each.id: each for each in cohorts}
    events = [
        _session_event(row, by_id[row.cohort_id])
        for row in sessions_of(session, list(by_id))
    ]
    calendars = calendars_for(session, cohorts)
    for cohort in cohorts:
        events.extend(_due_events(cohort, calendars[cohort.id].weeks))
    return write_calendar(_("Handbook course"), "-//Handbook course//EN", events)


def _session_event(row: ExpertSession, cohort: Cohort) -> Event:
    told = [_("With %(expert)s", expert=row.expert), cohort.title]
    if row.reason:
        told.append(row.reason)
    return Event(
        uid=f"{row.expert_session}@{_host()}",
        stamp=row.recorded_at,
        summary=row.title,
        starts=row.starts_at,
        ends=row.ends_at,
        sequence=row.number - 1,
        is_cancelled=row.is_cancelled,
        location=row.place,
        description="\n".join(told),
        url=f"{get_site().settings.public_url}{sessions_address(cohort.uuid)}",
    )


def _due_events(cohort: Cohort, weeks: tuple[ModuleWeek, ...]) -> Iterator[Event]:
    course = editions.course_of(get_database().session, cohort.edition)
    titles = {module.key: module.title for module in course.modules}
    for week in weeks:
        address = module_address(cohort.course_key, week.module)
        yield Event(
            uid=f"due-{cohort.uuid}-{week.module}@{_host()}",
            stamp=now(),
            summary=_("Finish by today: %(title)s", title=titles[week.module]),
            starts=week.due_on,
            description=cohort.title,
            url=f"{get_site().settings.public_url}{address}",
        )


def _host() -> str:
    return urlsplit(get_site().settings.public_url).hostname or "localhost"
