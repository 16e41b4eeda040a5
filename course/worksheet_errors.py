"""What can be wrong with an entry of a worksheet."""

from course.errors import CourseError, sentence


class InvalidEntry(CourseError):
    """A field of a worksheet cannot hold this, or the worksheet has no such field."""

    def __init__(self, field: str, words: str, **data: object) -> None:
        super().__init__(words, field=field, **data)


class TooManyRows(CourseError):
    """A list of a worksheet would hold more rows than it may; nothing was saved."""

    def __init__(self, section: str, most: int) -> None:
        super().__init__(
            sentence("This list holds at most %(most)s rows. Remove one first."),
            section=section,
            most=most,
        )
