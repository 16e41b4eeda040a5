"""Who is reminded of what, and when not. Pure.

Only whoever has not done a module is reminded of it: once some days before it is due,
and once after. Nobody is written to in their night.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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


def due_reminders(
    weeks: Sequence[ModuleWeek],
    studied: Collection[str],
    told: Collection[tuple[str, str]],
    moment: datetime,
    zone: ZoneInfo,
) -> tuple[Told, ...]:
    """What somebody is reminded of at a moment, in the order of the calendar.

    ``told`` names the modules and stages of which they were reminded before.
    """
    today = moment.astimezone(zone).date()
    found = []
    for week in weeks:
        stage = None
        if timedelta() <= week.due_on - today <= timedelta(days=DAYS_BEFORE):
            stage = SOON
        elif timedelta() < today - week.due_on <= timedelta(days=DAYS_AFTER):
            stage = LATE
        if stage and week.module not in studied and (week.module, stage) not in told:
            found.append(Told(week, stage))
    return tuple(found)
