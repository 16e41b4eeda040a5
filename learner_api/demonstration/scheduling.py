"""The weeks that the invented trainer sets: slow at first, then one after another."""

from datetime import datetime, timedelta
from random import Random

from course import cohorts, run_calendar
from course.models import Cohort
from course.run_calendar import ModuleWeek, spread
from learner_api.demonstration.student import World, operation

# By which day after the opening each of the first modules is due.
_SLOW = (35, 70, 88)
_REASON = (
    "Most of you write the budget until the middle of November. The first two modules "
    "have until then; the others follow one another."
)


def set_weeks(world: World, cohort: Cohort, now: datetime) -> None:
    """Give the first modules more time, and spread the others over what is left."""
    first, last = cohort.opens_on, cohort.closes_on
    modules = [each.key for each in world.course.modules]
    weeks, opens = [], first
    for module, days in zip(modules, _SLOW, strict=False):
        weeks.append(ModuleWeek(module, opens, first + timedelta(days=days)))
        opens = first + timedelta(days=days + 1)
    cohorts.lock_cohort(world.session, cohort)
    run_calendar.set_calendar(
        world.session,
        cohort,
        [*weeks, *spread(modules[len(weeks) :], opens, last)],
        op=operation(Random("weeks")),  # noqa: S311  # nothing secret is drawn from it
        number=0,
        reason=_REASON,
        now=now,
        by=world.trainer,
    )
