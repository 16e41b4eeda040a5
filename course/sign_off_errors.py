"""What can be wrong with a sign-off."""

from course.errors import CourseError, sentence


class SignOffUnchanged(CourseError):
    """A sign-off was given that holds already, or one withdrawn that does not."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This sign-off is so already: somebody else was first, or it was "
                "withdrawn before. Look at what is recorded."
            )
        )
