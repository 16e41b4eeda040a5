"""What is refused of lists of learners, in the course's words."""

from datetime import date

from course.errors import CourseError, sentence


class UnreadableRoster(CourseError):
    """The upload is no table that could be read; says what to send instead."""


class RosterColumnsNeeded(CourseError):
    """Nobody has said yet which column of the list holds the addresses."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Say which column of the list holds the e-mail addresses.")
        )


class StaleRosterPlan(CourseError):
    """The record is no longer what the plan was made of; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Since this plan was shown, something has changed that it rests on. "
                "Nothing was done. Look at the plan as it is now."
            )
        )


class RosterChoiceInvalid(CourseError):
    """A row was chosen, or a drop said yes to, that the plan does not offer."""


class RosterReasonNeeded(CourseError):
    """Learners were to be withdrawn, and nobody said why."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Say why the learners are withdrawn. The record keeps it.")
        )


class RosterUndoTooLate(CourseError):
    """The days in which a list can be taken back are over."""

    def __init__(self, until: date) -> None:
        super().__init__(
            sentence("The list could be taken back until %(until)s. That is over."),
            until=until,
        )


class RosterNotUndoable(CourseError):
    """The list was applied before lists could be taken back."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This list was applied before lists could be taken back.")
        )
