"""The answer to a question: people by group and in all, in two or three statements."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from course.figures.breakdowns import counted_by
from course.figures.filters import chosen
from course.figures.grouping import counts_of, read_groupings, told
from course.figures.people import cells_of, people_by_each
from course.figures.protected import protected_figures
from course.figures.query import StatisticsQuery
from course.figures.results import Figures
from course.models import User

GROUPS: Final = "groups"
TOTAL: Final = "total"


def figures(session: Session, asker: User, query: StatisticsQuery) -> Figures:
    """People by each of the question's breakdowns, and all of them together.

    The rows are read once; ``protected_figures`` says what is done for those that are
    to be published. Raises ``ImpossibleFilter``.
    """
    if query.detail == "protected":
        return protected_figures(session, asker, query)
    rows = chosen(session, asker, query)
    by = [counted_by(session, query, name, rows) for name in query.by]
    keys = {f"key_{number}": each.value for number, each in enumerate(by)}
    groupings: dict[str, Sequence[str]] = {TOTAL: (), GROUPS: tuple(keys)}
    cells = cells_of(query, rows, keys)
    if not by:
        del groupings[GROUPS]
    found = read_groupings(session, people_by_each(cells, groupings), len(by))
    return Figures(
        query=query,
        groups=told(by, found.get(GROUPS, [])),
        total=counts_of(found[TOTAL][0][1]),
    )
