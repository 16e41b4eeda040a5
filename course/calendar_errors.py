"""What can be wrong with the calendar of a run, and with a time zone."""

from course.errors import CourseError, sentence


class SelfPacedRun(CourseError):
    """A calendar was to be set where everybody goes at their own pace."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This cohort goes at its own pace, so it has no weeks. Only a run that "
                "a trainer leads has a calendar."
            )
        )


class CalendarFault(CourseError):
    """A calendar names other modules than the course, or days that cannot be."""


class ModulesDiffer(CalendarFault):
    """The calendar does not name each module of the edition once."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The calendar must name each module of the course once, and no other. "
                "Load the calendar again and set its days."
            )
        )


class DueBeforeOpen(CalendarFault):
    """A module would be due before it opens."""

    def __init__(self, module: str) -> None:
        super().__init__(
            sentence(
                "The module “%(module)s” would be due before it opens. Set the day on "
                "which it is due to the day it opens, or to a later one."
            ),
            module=module,
        )


class OutsideTheRun(CalendarFault):
    """A day of the calendar lies before the cohort opens or after it closes."""

    def __init__(self, module: str, opens_on: str, closes_on: str) -> None:
        super().__init__(
            sentence(
                "The days of the module “%(module)s” lie outside the run, which is "
                "from %(opens_on)s to %(closes_on)s. Choose days within it."
            ),
            module=module,
            opens_on=opens_on,
            closes_on=closes_on,
        )


class StaleCalendar(CourseError):
    """Somebody else set the calendar since it was read."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Somebody else set this calendar meanwhile. Look at theirs, and set it "
                "again if it must differ. Yours was not kept."
            )
        )


class UnknownZone(CourseError):
    """A time zone was named that is not in the IANA time zone database."""

    def __init__(self, zone: str) -> None:
        super().__init__(
            sentence("There is no time zone “%(zone)s”. Choose one from the list."),
            zone=zone,
        )
