"""The calendar of a run: which module is studied when, and by which day.

A run that a trainer leads has weeks. Until a trainer sets them, the modules are spread
evenly from the first day to the last; each setting is a row with a reason, and the
latest holds. A run at one's own pace has none. A day on which a module is due closes
nothing: whoever is late goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import editions
from course.calendar_errors import (
    DueBeforeOpen,
    ModulesDiffer,
    OutsideTheRun,
    SelfPacedRun,
    StaleCalendar,
)
from course.evidence import MODERATED
from course.models import Cohort, RunCalendar, User
from course.operations import made_by
from course.outline import Course


@dataclass(frozen=True, slots=True)
class ModuleWeek:
    """A module, the day on which it is begun, and the one on which it is due."""

    module: str
    opens_on: date
    due_on: date

    def to_data(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, str]) -> "ModuleWeek":
        opens_on, due_on = (
            date.fromisoformat(data[name]) for name in ("opens_on", "due_on")
        )
        return cls(data["module"], opens_on, due_on)


@dataclass(frozen=True, slots=True)
class HeldCalendar:
    """The weeks that hold for a cohort; ``number`` is 0 where nobody set them."""

    number: int
    weeks: tuple[ModuleWeek, ...]


def spread(modules: Sequence[str], first: date, last: date) -> tuple[ModuleWeek, ...]:
    """The modules one after another from the first day to the last, evenly. Pure.

    Days left over go to the later modules. Where there are more modules than days,
    several share one.
    """
    days = (last - first).days + 1
    starts = [days * place // len(modules) for place in range(len(modules) + 1)]
    return tuple(
        ModuleWeek(
            module,
            first + timedelta(days=min(begin, days - 1)),
            first + timedelta(days=max(begin, end - 1)),
        )
        for module, begin, end in zip(modules, starts[:-1], starts[1:], strict=True)
    )


def due_moment(day: date, zone: ZoneInfo) -> datetime:
    """The moment from which something due on this day is late, to whoever lives there.

    That is the first of the next day: a day is whole. Where the clock skips midnight,
    the next day begins when it begins.
    """
    return datetime.combine(day + timedelta(days=1), time(), zone)


def check_weeks(
    weeks: Sequence[ModuleWeek], course: Course, first: date, last: date
) -> None:
    """Raise a ``CalendarFault`` for weeks that this run cannot have. Pure."""
    titles = {module.key: module.title for module in course.modules}
    if sorted(week.module for week in weeks) != sorted(titles):
        raise ModulesDiffer
    for week in weeks:
        title = titles[week.module]
        if week.due_on < week.opens_on:
            raise DueBeforeOpen(title)
        if week.opens_on < first or week.due_on > last:
            raise OutsideTheRun(title, first.isoformat(), last.isoformat())


def weeks_of(session: Session, cohort: Cohort) -> tuple[ModuleWeek, ...]:
    """The weeks that hold for a cohort, in the order of its course."""
    return held_calendar(session, cohort).weeks


def held_calendar(session: Session, cohort: Cohort) -> HeldCalendar:
    """The calendar that holds for a cohort, with its number: one statement."""
    return calendars_for(session, [cohort])[cohort.id]


def calendars_for(
    session: Session, cohorts: Sequence[Cohort]
) -> Mapping[int, HeldCalendar]:
    """The calendars of many cohorts by their id: one statement, and their editions."""
    rows = session.scalars(
        select(RunCalendar)
        .where(RunCalendar.cohort_id.in_([each.id for each in cohorts]))
        .order_by(RunCalendar.number)
    )
    latest = {row.cohort_id: row for row in rows}
    return {
        each.id: _held(
            editions.course_of(session, each.edition), each, latest.get(each.id)
        )
        for each in cohorts
    }


def set_calendar(
    session: Session,
    cohort: Cohort,
    weeks: Sequence[ModuleWeek],
    *,
    op: UUID,
    number: int,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[RunCalendar, bool]:
    """Set the weeks of a run, and say why; whether this made a new row.

    ``number`` is that of the calendar that was read before, 0 where none was set: who
    set one meanwhile is not overwritten unseen. The cohort is locked by the caller, to
    whom it is visible. Raises ``SelfPacedRun``, ``CalendarFault``, ``StaleCalendar``
    and ``OperationConflict``.
    """
    said: dict[str, Any] = {
        "cohort_id": cohort.id,
        "weeks": [week.to_data() for week in weeks],
        "reason": reason,
    }
    repeated = made_by(session, RunCalendar, op, said)
    if repeated is not None:
        return repeated, False
    if cohort.mode != MODERATED:
        raise SelfPacedRun
    course = editions.course_of(session, cohort.edition)
    check_weeks(weeks, course, cohort.opens_on, cohort.closes_on)
    if number != held_calendar(session, cohort).number:
        raise StaleCalendar
    row = RunCalendar(
        uuid=op,
        number=number + 1,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise StaleCalendar from None
    return row, True


def settings_of(session: Session, cohort: Cohort) -> list[tuple[RunCalendar, str]]:
    """Every setting of a cohort's weeks, the latest first, with the names of who."""
    rows = session.execute(
        select(RunCalendar, User.name)
        .join(User, User.id == RunCalendar.actor_id)
        .where(RunCalendar.cohort_id == cohort.id)
        .order_by(RunCalendar.number.desc())
    )
    return [(row, name) for row, name in rows]


def _held(course: Course, cohort: Cohort, latest: RunCalendar | None) -> HeldCalendar:
    keys = [module.key for module in course.modules]
    number = latest.number if latest else 0
    if cohort.mode != MODERATED or not keys:
        return HeldCalendar(number, ())
    found = map(ModuleWeek.from_data, latest.weeks if latest else ())
    # A cohort that a rule change moved to another edition may have other modules.
    said = {week.module: week for week in found}
    spare = spread(keys, cohort.opens_on, cohort.closes_on)
    return HeldCalendar(number, tuple(said.get(week.module, week) for week in spare))
