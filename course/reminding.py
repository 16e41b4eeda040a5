"""Who is reminded of what, and when not. Pure.

Only whoever has something left to do of a module is reminded of it: once some days
before it is due, though not before it begins, and once after, unless that day was over
when they joined. Nobody is written to in their night.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from course.run_calendar import ModuleWeek

SOON, LATE = "soon", "late"
STAGES = (SOON, LATE)
# So long before the last day, and so long after it. What is late for longer is for the
# trainer to speak of: a letter about it would be one of many.
DAYS_BEFORE, DAYS_AFTER = 3, 7


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From this hour to that one nobody is written to, by the clock of the reader.

    They may span midnight; from an hour to the same hour is never.
    """

    start: int
    end: int

    def hold(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether it is quiet where the zone is."""
        hour = moment.astimezone(zone).hour
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class Told:
    """A module that a letter reminds of, and whether it is due soon or late."""

    week: ModuleWeek
    stage: str


@dataclass(frozen=True, slots=True)
class Reader:
    """One learner, as far as reminders depend on it.

    ``studied`` are the modules of which nothing is left for them to do, ``told`` the
    modules and stages of which they were reminded before.
    """

    zone: ZoneInfo
    joined: datetime
    studied: Collection[str] = ()
    told: Collection[tuple[str, str]] = ()


def due_reminders(
    weeks: Sequence[ModuleWeek], reader: Reader, moment: datetime
) -> tuple[Told, ...]:
    """What somebody is reminded of at a moment, in the order of the calendar."""
    today, joined_on = (
        each.astimezone(reader.zone).date() for each in (moment, reader.joined)
    )
    staged = [(week, _stage(week, today, joined_on)) for week in weeks]
    return tuple(
        Told(week, stage)
        for week, stage in staged
        if stage
        and week.module not in reader.studied
        and (week.module, stage) not in reader.told
    )


def _stage(week: ModuleWeek, today: date, joined_on: date) -> str | None:
    """Which reminder is for this day, whoever has done what.

    Nothing is due soon that has not begun, and nobody is late with a week that was over
    when they joined.
    """
    left = (week.due_on - today).days
    if 0 <= left <= DAYS_BEFORE and week.opens_on <= today:
        return SOON
    if -DAYS_AFTER <= left < 0 and week.due_on >= joined_on:
        return LATE
    return None
