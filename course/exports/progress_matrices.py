"""The progress of a cohort as a table: a learner each row, a column each lesson."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from course.errors import sentence
from course.exports.table import Column, Table
from course.models import Cohort
from course.progress_matrix import ProgressMatrix

_FIRST = (
    Column("name", "text", sentence("The name of the learner.")),
    Column("email", "text", sentence("The address by which the learner signs in.")),
    Column("state", "identifier", sentence("Where the learner stands in the course.")),
    Column(
        "percent",
        "whole",
        sentence("The share of the rule that is met, in per cent, rounded down."),
    ),
    Column("met", "whole", sentence("How many things that are asked are done.")),
    Column("needed", "whole", sentence("How many things are asked.")),
    Column("as_of", "moment", sentence("The moment of all that is told here.")),
)
_LESSON = sentence(
    "How far the learner is with this lesson: finished, begun or to-do. Nothing where "
    "their outline has no such lesson."
)


def matrix_table(cohort: Cohort, matrix: ProgressMatrix, as_of: datetime) -> Table:
    """Every learner with every lesson."""
    lessons = [
        Column(f"{module}/{lesson}", "identifier", _LESSON)
        for module, lesson in matrix.lessons
    ]
    return Table(
        about={"cohort": cohort.key, "as_of": as_of},
        columns=[*_FIRST, *lessons],
        rows=_rows(matrix, as_of),
    )


def _rows(matrix: ProgressMatrix, as_of: datetime) -> Iterator[Sequence[object]]:
    for each in matrix.learners:
        yield [
            each.name,
            each.email,
            each.state,
            each.percent,
            each.met,
            each.needed,
            as_of,
            *matrix.cells(each),
        ]
