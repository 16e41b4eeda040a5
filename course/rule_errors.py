"""Refusals of changing a rule and of beginning a course anew."""

from course.errors import CourseError, sentence


class NoTopUpDate(CourseError):
    """Topping up lacks a day that is still to come, or another choice has one."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Topping up needs a day that is still to come; nothing else has a day."
            )
        )


class NothingToTopUp(CourseError):
    """Nobody asks this learner to top up here, or the top-up was begun before."""

    def __init__(self) -> None:
        super().__init__(sentence("You are not asked to top up anything here."))


class NotRenewable(CourseError):
    """The course cannot be begun anew: nothing was earned, or it holds for long yet."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The course can be begun anew once a certificate of it is about to "
                "expire, or when an administrator says so."
            )
        )


class RenewalReasonNeeded(CourseError):
    """An administrator began the course anew for somebody and did not say why."""

    def __init__(self) -> None:
        super().__init__(sentence("Say why this learner begins the course anew."))
