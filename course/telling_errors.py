"""What can be wrong with an announcement, and with a session with an expert."""

from course.errors import CourseError, sentence


class AnnouncementWithdrawn(CourseError):
    """Something was to be done with an announcement that was taken back."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This announcement was withdrawn. Post a new one if there is something "
                "to say."
            )
        )


class SessionCancelled(CourseError):
    """A session was to be changed that does not take place."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This session was cancelled. Schedule a new one if it takes place "
                "after all."
            )
        )


class EndsBeforeStart(CourseError):
    """A session would be over before it begins, or last longer than a day."""

    def __init__(self) -> None:
        super().__init__(
            sentence("A session ends after it starts, within 24 hours. Set both times.")
        )


class NoSuchTime(CourseError):
    """The clocks of the zone skip this time on this day."""

    def __init__(self, time: str, zone: str) -> None:
        super().__init__(
            sentence(
                "The clocks in {zone} are put forward then, so there is no {time} on "
                "this day. Choose another time."
            ),
            time=time,
            zone=zone,
        )
