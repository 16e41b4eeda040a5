"""What no format can hold, or nothing here can write, as HTTP tells it."""

from course import export_errors
from learner_api.problem import Problem

EXPORT_PROBLEMS: dict[type[Exception], Problem] = {
    export_errors.TooManyRowsForSheet: Problem(
        409, "too-many-rows-for-sheet", "A sheet cannot hold so many rows"
    ),
    export_errors.TextTooLongForCell: Problem(
        409, "text-too-long-for-cell", "A cell cannot hold so long a text"
    ),
    export_errors.FormatNotInstalled: Problem(
        501, "format-not-installed", "This format is not written here"
    ),
}
