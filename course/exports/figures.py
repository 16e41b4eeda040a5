"""Figures as tables to export: the groups of a question, and its months."""

from dataclasses import asdict, astuple
from fractions import Fraction
from typing import Any, Final

from sqlalchemy.orm import Session

from course.errors import sentence
from course.exports.table import Column, Table
from course.figures.counting import figures
from course.figures.months import months
from course.figures.query import StatisticsQuery
from course.figures.results import Counts
from course.models import User

MEASURES: Final = (
    Column("enrolled", "whole", sentence("People who were enrolled.")),
    Column("withdrawn", "whole", sentence("People who were withdrawn from every run.")),
    Column("started", "whole", sentence("People who opened a lesson or began a quiz.")),
    Column("assessed", "whole", sentence("People whose final assessment was marked.")),
    Column("completed", "whole", sentence("People who met what the certificate asks.")),
    Column("certified", "whole", sentence("People who held a certificate.")),
    Column(
        "participated",
        "whole",
        sentence("People who held a certificate of participation."),
    ),
)
RATES: Final = (
    Column(
        "completion_rate", "number", sentence("Of those enrolled, who completed: 0–1.")
    ),
    Column(
        "certification_rate",
        "number",
        sentence("Of those enrolled, who held a certificate: 0–1."),
    ),
)
_GROUP: Final = sentence(
    "The group that is counted; empty for those of whom it is not known."
)
_MONTHS: Final = (
    Column("month", "identifier", sentence("A month of the calendar, in UTC.")),
    Column("enrolled", "whole", sentence("People who were enrolled in that month.")),
    Column("started", "whole", sentence("People who started in that month.")),
    Column("completed", "whole", sentence("People who completed in that month.")),
    Column("certified", "whole", sentence("People who were given a certificate then.")),
)


def figures_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """A row for each group, or one for all; what is hidden is empty.

    The total of all groups is told in ``about``, since people of several groups are
    counted once in it. Raises ``ImpossibleFilter``.
    """
    found = figures(session, asker, query)
    columns = [Column(name, _kind(name), _GROUP) for name in query.by]
    total = found.total
    if query.by:
        rows = [(*group.keys, *_row(group.counts)) for group in found.groups]
    else:
        rows = [] if total is None else [_row(total)]
    told = {} if total is None else {"total": asdict(total)}
    return Table(
        about={**_about(found.query), **told},
        columns=(*columns, *MEASURES, *RATES),
        rows=rows,
    )


def months_table(session: Session, asker: User, query: StatisticsQuery) -> Table:
    """A row for each month. Raises ``ImpossibleFilter``."""
    return Table(
        about=_about(query),
        columns=_MONTHS,
        rows=[astuple(month) for month in months(session, asker, query)],
    )


def _about(query: StatisticsQuery) -> dict[str, Any]:
    return {**query.to_data(), "as_of": query.as_of}


def _kind(name: str) -> Any:
    return "text" if name == "organisation" else "identifier"


def _row(counts: Counts) -> tuple[Any, ...]:
    rates = (counts.completion_rate, counts.certification_rate)
    return (*astuple(counts), *map(_number, rates))


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
