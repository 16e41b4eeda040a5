"""What can be wrong with the report on a run."""

from course.errors import CourseError, sentence


class WordsChanged(CourseError):
    """Somebody else wrote in the section since it was opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            sentence(
                "%(name)s wrote in this section meanwhile. Your words are in the form "
                "still: read theirs, join the two and save again."
            ),
            name=name,
        )


class ReportWaiting(CourseError):
    """A version waits for an answer, so no other is handed in."""

    def __init__(self) -> None:
        super().__init__(
            sentence("A version of this report waits for an administrator already.")
        )


class ReportAnswered(CourseError):
    """A version is answered once, and only the newest."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This version of the report was answered, or there is a newer.")
        )


class ReportIncomplete(CourseError):
    """A report is handed in with the trainers' words in it."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Write at least what was done before the report is handed in.")
        )
