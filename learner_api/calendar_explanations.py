"""What refusals about calendars and zones mean, by the slug of each address."""

from course.errors import sentence

CALENDAR_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "self-paced-run": (
        sentence("The cohort goes at its own pace, so it has no weeks to set."),
        sentence("Nothing needs doing. A run that a trainer leads has a calendar."),
    ),
    "modules-differ": (
        sentence("The calendar left a module out, named one twice, or another one."),
        sentence("Load the calendar again: it names every module. Set their days."),
    ),
    "due-before-open": (
        sentence("A module would be due before the day on which it is begun."),
        sentence("Set the day on which it is due to that day or a later one."),
    ),
    "outside-the-run": (
        sentence("A day lies before the first day of the run or after its last."),
        sentence("Choose days within the run, which the answer names."),
    ),
    "stale-calendar": (
        sentence("Somebody else set the calendar after it was read."),
        sentence("Load it again, look at their days, and set yours if they differ."),
    ),
    "unknown-zone": (
        sentence("The time zone is not one of the IANA time zone database."),
        sentence("Use a name such as Asia/Bishkek; the profile page lists them all."),
    ),
    "announcement-withdrawn": (
        sentence("The announcement was taken back, which is for good."),
        sentence("Post a new announcement if there is something to say."),
    ),
    "session-cancelled": (
        sentence("The session was cancelled, which is for good."),
        sentence("Schedule a new session if it takes place after all."),
    ),
    "ends-before-start": (
        sentence("The session would end before it starts, or last over 24 hours."),
        sentence("Set both times, the end after the start and within a day."),
    ),
    "no-such-time": (
        sentence("The clocks of the zone are put forward over this time of that day."),
        sentence("Choose another time; the answer names the one that does not exist."),
    ),
}
