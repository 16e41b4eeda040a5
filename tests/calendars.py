"""Calendars of runs and time zones, as tests make them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from course import languages, run_calendar, zones
from course.letter_choices import REMINDERS, choose
from course.models import Cohort, Reminder, RunCalendar, User
from course.run_calendar import ModuleWeek
from tests import builders
from tests.builders import NOW

WEEKS = (
    ModuleWeek("first-module", date(2026, 3, 2), date(2026, 3, 8)),
    ModuleWeek("second-module", date(2026, 3, 9), date(2026, 3, 15)),
)


def weeks_about_today() -> tuple[ModuleWeek, ...]:
    """The first module was due three days ago; the second is on now, for four more."""
    today = datetime.now(UTC).date()
    days = ((-9, -3), (-2, 4))
    return tuple(
        ModuleWeek(week.module, *(today + timedelta(days=each) for each in two))
        for week, two in zip(WEEKS, days, strict=True)
    )


def a_running_cohort(session: Session, trainer: User, **overrides: Any) -> Cohort:
    """A cohort that is open today, whatever day it is."""
    today = datetime.now(UTC).date()
    dates = {
        "opens_on": today - timedelta(days=20),
        "closes_on": today + timedelta(days=20),
    }
    return builders.a_cohort(session, trainer=trainer, **dates | overrides)


def a_calendar(session: Session, cohort: Cohort, **overrides: Any) -> RunCalendar:
    """The weeks of a cohort, set by a trainer."""
    values: dict[str, Any] = {
        "op": uuid4(),
        "number": run_calendar.held_calendar(session, cohort).number,
        "reason": "The holidays are in April.",
        "now": NOW,
    }
    if "by" not in overrides:
        values["by"] = builders.a_trainer(session)
    weeks = overrides.pop("weeks", WEEKS)
    made, _ = run_calendar.set_calendar(session, cohort, weeks, **values | overrides)
    return made


def lives_in(session: Session, person: User, zone: str) -> None:
    """Somebody lives by a zone from now on."""
    zones.choose_zone(session, person, zone, op=uuid4(), now=NOW)


def reads(session: Session, person: User, language: str) -> None:
    """Somebody reads letters in a language from now on."""
    languages.choose_language(session, person, language, op=uuid4(), now=NOW)


def every_calendar_fact(session: Session) -> None:
    """A row of each fact of calendars."""
    a_calendar(session, builders.a_cohort(session))
    lives_in(session, builders.a_learner(session), "Asia/Bishkek")
    reads(session, builders.a_learner(session), "fr")
    enrolment = builders.an_enrolment(session)
    session.add(
        Reminder(
            enrolment_id=enrolment.id,
            module_key="first-module",
            stage="soon",
            occurred_at=NOW,
            recorded_at=NOW,
        )
    )
    choose(session, REMINDERS, enrolment.user, is_wanted=False, now=NOW)
