"""The answer to a question: people by group and in all, in two or three statements."""

from typing import Final

from sqlalchemy.orm import Session

from course.figures.breakdowns import counted_by
from course.figures.filters import chosen_to_count
from course.figures.grouping import count_groupings, counts_of, keyed_by, keys_in, told
from course.figures.people import Grouping, cells_of
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
    those = chosen_to_count(session, asker, query)
    by = [counted_by(session, query, name) for name in query.by]
    cells = cells_of(query, those, keyed_by(by))
    groupings = {TOTAL: Grouping(cells, {})}
    if by:
        groupings[GROUPS] = Grouping(cells, keys_in(by))
    found = count_groupings(session, groupings)
    return Figures(
        query=query,
        groups=told(by, found.get(GROUPS, ())),
        total=counts_of(found[TOTAL][0][1]),
    )
