"""People counted once, however many runs of a course they have.

To count distinct people is slow where there are a million. Few take a course again: the
others are counted as rows, and those few are gathered one by one first.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from course.figures.query import StatisticsQuery
from course.models import CountedEnrolment

MOMENTS: Final = {
    "started": "started_at",
    "assessed": "assessed_at",
    "completed": "completed_at",
    "certified": "certified_at",
    "participated": "participated_at",
}
"""What is counted, and the moment of the population that it is counted by."""

MEASURES: Final = ("enrolled", "withdrawn", *MOMENTS)


def of_many_runs(query: StatisticsQuery, rows: Subquery) -> ColumnElement[Any]:
    """The number of whoever has several runs, and nothing for anybody else."""
    again = select(CountedEnrolment.user_id).where(
        CountedEnrolment.course_key == query.course_key, CountedEnrolment.run != 1
    )
    return case((rows.c.user_id.in_(again), rows.c.user_id))


def cells_of(
    query: StatisticsQuery,
    rows: Subquery,
    by: Mapping[str, ColumnElement[Any]],
) -> CTE:
    """The rows by what they are counted by, and those of many runs by person too.

    The rows are read once; whatever is counted of the cells is counted of few.
    """
    keyed = select(
        *(value.label(key) for key, value in by.items()),
        of_many_runs(query, rows).label("person"),
        cast(rows.c.is_withdrawn, Integer).label("withdrawn"),
        *(rows.c[column].label(measure) for measure, column in MOMENTS.items()),
    ).subquery()
    kept = [keyed.c[key] for key in (*by, "person")]
    return (
        select(
            *kept,
            _narrow(func.count()).label("enrolled"),
            _narrow(func.sum(keyed.c.withdrawn)).label("withdrawn"),
            *(_narrow(func.count(keyed.c[each])).label(each) for each in MOMENTS),
        )
        .group_by(*kept)
        .cte("cells")
    )


def people_by_each(
    cells: CTE,
    keys: Mapping[str, ColumnElement[Any]],
    groupings: Mapping[str, Sequence[str]],
) -> CompoundSelect[Any]:
    """Several groupings of the same cells, each row marked by the name of its own.

    ``keys`` are what the cells were kept by, or follow from it; a grouping names some.
    Columns: ``grouping``, every key, nothing where the grouping has it not, and the
    measures.
    """
    return union_all(
        *(
            _people_by(name, cells, keys, grouping)
            for name, grouping in groupings.items()
        )
    )


def _people_by(
    name: str,
    cells: CTE,
    keys: Mapping[str, ColumnElement[Any]],
    grouping: Sequence[str],
) -> Select[Any]:
    keyed = select(
        *(keys[key].label(key) for key in grouping),
        cells.c.person,
        *(cells.c[each] for each in MEASURES),
    ).subquery()
    kept = [keyed.c[key] for key in grouping]
    once = (
        select(
            *kept,
            keyed.c.person,
            *(_narrow(func.sum(keyed.c[each])).label(each) for each in MEASURES),
        )
        .group_by(*kept, keyed.c.person)
        .subquery()
    )
    return select(
        literal(name).label("grouping"),
        *(
            once.c[key] if key in grouping else cast(null(), value.type).label(key)
            for key, value in keys.items()
        ),
        *(func.sum(_people(once, each)).label(each) for each in MEASURES),
    ).group_by(*(once.c[key] for key in grouping))


def _narrow(number: ColumnElement[Any]) -> ColumnElement[int]:
    """PostgreSQL adds up wide numbers, which counts and sums are, several times slower.

    No course has two thousand million enrolments.
    """
    return cast(number, Integer)


def _people(once: Subquery, measure: str) -> ColumnElement[Any]:
    """How many people a row is: as many as it has, or the one that it is of."""
    done = once.c[measure]
    whole = once.c.enrolled if measure == "withdrawn" else 1
    is_done = case((done >= whole, 1), else_=0)
    return case((once.c.person.is_(None), done), else_=is_done)
