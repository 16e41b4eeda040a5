"""The calendar of a run as whoever asks sees it, for pages and programs alike."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from course import editions, run_calendar, zones
from course.evidence import MODERATED
from course.models import Cohort, Enrolment, RunCalendar
from course.pace import pace_of, studied_modules
from course.rooms import own_enrolment
from course.run_calendar import ModuleWeek
from course.waiting import quizzes_waiting
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.entering import entered_or_404
from learner_api.site import get_site


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A module of the calendar; ``state`` is nothing for who does not learn here."""

    module: str
    title: str
    opens_on: date
    due_on: date
    due_at: datetime
    state: str | None


@dataclass(frozen=True, slots=True)
class CalendarShown:
    """The calendar of a cohort. ``settings`` are told to its staff alone."""

    cohort: Cohort
    number: int
    zone: ZoneInfo
    weeks: tuple[WeekShown, ...]
    settings: list[tuple[RunCalendar, str]]


def calendar_or_404(cohort: UUID) -> CalendarShown:
    """The calendar of a cohort in whose rooms the asker is."""
    return calendar_shown(entered_or_404(cohort).cohort)


def calendar_shown(cohort: Cohort, enrolment: Enrolment | None = None) -> CalendarShown:
    """The calendar with the pace of an enrolment, or with that of the asker's own."""
    session = get_database().session
    zone = asker_zone()
    enrolment = enrolment or own_enrolment(session, cohort, asker())
    course = editions.course_of(session, cohort.edition)
    held = run_calendar.held_calendar(session, cohort)
    states: dict[str, str] = {}
    if enrolment is not None:
        waiting = quizzes_waiting(session, [enrolment])[enrolment.id]
        studied = studied_modules(course, enrolment.standing, waiting)
        paced = pace_of(held.weeks, studied, now().astimezone(zone).date())
        states = {each.week.module: each.state for each in paced}
    titles = {module.key: module.title for module in course.modules}
    return CalendarShown(
        cohort,
        held.number,
        zone,
        tuple(
            _shown(week, titles, zone, states.get(week.module)) for week in held.weeks
        ),
        run_calendar.settings_of(session, cohort) if enrolment is None else [],
    )


def calendar_of(enrolment: Enrolment | None) -> CalendarShown | None:
    """The calendar that a learner follows, while they are on their way."""
    if enrolment is None or enrolment.cohort is None:
        return None
    is_over = enrolment.withdrawn_at is not None or enrolment.completed_at is not None
    if is_over or enrolment.cohort.mode != MODERATED:
        return None
    return calendar_shown(enrolment.cohort, enrolment)


def asker_zone() -> ZoneInfo:
    """The zone in which the asker's days end."""
    office = get_site().settings.zone
    return zones.zone_of(get_database().session, asker(), office)


def _shown(
    week: ModuleWeek, titles: dict[str, str], zone: ZoneInfo, state: str | None
) -> WeekShown:
    return WeekShown(
        week.module,
        titles[week.module],
        week.opens_on,
        week.due_on,
        run_calendar.due_moment(week.due_on, zone),
        state,
    )
