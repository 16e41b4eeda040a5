"""What files of figures and of names are called when they are handed out."""

from datetime import datetime
from typing import Final

from course.figures.query import MEASURES, Measure, StatisticsQuery

TABLES: Final[dict[str, Measure]] = {
    "figures" if each == "counts" else each: each for each in MEASURES
}
"""What a table is called in its address and its name, and what is measured in it."""


def table_name(query: StatisticsQuery) -> str:
    """What the table of the question's one measure is called."""
    (measure,) = query.measures
    return next(name for name, told in TABLES.items() if told == measure)


def file_name(table: str, query: StatisticsQuery) -> str:
    """A table, whose it is, by what it is counted and as of when; without a suffix."""
    counted = f"-by-{'-and-'.join(query.by)}" if query.by else ""
    moment = moment_in_name(query.as_of)
    return f"{table}-{query.course_key}{counted}-as-of-{moment}"


def moment_in_name(moment: datetime) -> str:
    """A moment of UTC as the names of files spell it: without colons, to the second."""
    return moment.strftime("%Y-%m-%dT%H%M%SZ")
