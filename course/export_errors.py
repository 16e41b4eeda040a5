"""Refusals of a table that a format cannot hold, or that nothing here can write."""

from course.errors import CourseError, sentence


class TooManyRowsForSheet(CourseError):
    """The table is longer than a sheet of a workbook can be."""

    def __init__(self, most: int) -> None:
        super().__init__(
            sentence(
                "A sheet of a workbook holds %(most)s rows, and there are more. "
                "Choose CSV, JSON Lines or Parquet, or ask for less at once."
            ),
            most=most,
        )


class TextTooLongForCell(CourseError):
    """A text of the table is longer than a cell of a workbook can be."""

    def __init__(self, column: str, row: int, most: int) -> None:
        super().__init__(
            sentence(
                "A cell of a workbook holds %(most)s characters, and '%(column)s' of "
                "row %(row)s is longer. Choose CSV, JSON Lines or Parquet."
            ),
            column=column,
            row=row,
            most=most,
        )


class FormatNotInstalled(CourseError):
    """The format needs a package that this installation was made without."""

    def __init__(self, title: str, package: str) -> None:
        super().__init__(
            sentence(
                "This installation writes no %(title)s: the package '%(package)s' is "
                "not there. Choose CSV or JSON Lines, or ask whoever installed it."
            ),
            title=title,
            package=package,
        )
