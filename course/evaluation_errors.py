"""What can be wrong with a form that somebody gives, or with asking for one."""

from collections.abc import Mapping

from course.errors import CourseError, sentence


class AnswersInvalid(CourseError):
    """A form was given with answers that it does not take; ``wrong`` by question."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(
            sentence("Some answers are missing, or are none that the form takes.")
        )
        self.wrong = dict(wrong)


class EvaluationGivenAlready(CourseError):
    """A form was given a second time."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You gave this form before. What you said then is in the box and "
                "nobody can take it out again, so it is given once."
            )
        )


class EvaluationNotOffered(CourseError):
    """A form was given at a point of the course at which it is not asked."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This form is not for where you stand in the course.")
        )


class FormChanged(CourseError):
    """Another version of the form was shown than is asked now."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The form was changed while you filled it in. Look at it again, and "
                "send it."
            )
        )


class FollowUpUnchanged(CourseError):
    """Somebody agreed to what they had agreed to, or withdrew what they had not."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This is so already: you chose it before, or in another window.")
        )


class FollowUpInvalid(CourseError):
    """A link to the later form that leads nowhere, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This link does not hold: its time is over, you asked not to be "
                "written to, or a part of it is missing."
            )
        )
