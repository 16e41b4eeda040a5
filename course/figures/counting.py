"""The answer to a question: people by group and in all, in two or three statements."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from course.figures.breakdowns import counted_by
from course.figures.filters import chosen
from course.figures.grouping import count_groupings, counts_of, told
from course.figures.people import cells_of
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
    cells = cells_of(
        query, rows, {f"key_{place}": each.value for place, each in enumerate(by)}
    )
    keys = {f"key_{place}": cells.c[f"key_{place}"] for place in range(len(by))}
    groupings: dict[str, Sequence[str]] = {TOTAL: ()}
    if by:
        groupings[GROUPS] = tuple(keys)
    found = count_groupings(session, cells, keys, groupings)
    return Figures(
        query=query,
        groups=told(by, found.get(GROUPS, ())),
        total=counts_of(found[TOTAL][0][1]),
    )
