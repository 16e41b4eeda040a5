"""What the problems of files that are taken out mean, and what to do about them."""

from course.errors import sentence

EXPORT_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "too-many-rows-for-sheet": (
        sentence("What you asked for has more rows than a sheet of a workbook."),
        sentence(
            "Take it as CSV, JSON Lines or Parquet, which have no end, or ask for "
            "less at once: one cohort, or one year."
        ),
    ),
    "text-too-long-for-cell": (
        sentence(
            "One text of what you asked for is longer than a cell of a workbook may "
            "be. It would have been cut, and so nothing was written."
        ),
        sentence("Take it as CSV, JSON Lines or Parquet."),
    ),
    "format-not-installed": (
        sentence("A format needs a package that was not installed with the course."),
        sentence(
            "Take another format. Whoever looks after the server can install the "
            "course with its extra 'parquet'."
        ),
    ),
}
