"""What can be wrong with what people write to each other."""

from course.errors import CourseError, sentence


class PostNotOpen(CourseError):
    """A post that is hidden or withdrawn was edited, reported or marked."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This post is hidden or withdrawn. Nothing can be done with it now."
            )
        )


class PostStateUnchanged(CourseError):
    """A post was hidden that is hidden already, or shown where nobody asks that."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This post is so already: somebody else was first, or its writer "
                "has withdrawn it. Look at what is recorded."
            )
        )


class ReportedAlready(CourseError):
    """Somebody reported a post for a second time."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You have reported this post before. The trainers of the cohort are "
                "asked to look at it."
            )
        )
