"""What is refused of writing to a group of a cohort, in the course's words."""

from course.errors import CourseError, sentence


class StaleAudience(CourseError):
    """Somebody came into the group or left it since the trainer saw it."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The group has changed since you saw it, so nothing was sent. Look at "
                "who would get the letter now."
            )
        )


class NobodyToWriteTo(CourseError):
    """Nobody is in the group, or nobody of it can be written to."""

    def __init__(self) -> None:
        super().__init__(sentence("Nobody in this group can be written to."))
