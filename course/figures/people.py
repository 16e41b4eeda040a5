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
    name: str = "cells",
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
            func.count().label("enrolled"),
            func.sum(keyed.c.withdrawn).label("withdrawn"),
            *(func.count(keyed.c[each]).label(each) for each in MOMENTS),
        )
        .group_by(*kept)
        .cte(name)
    )


def people_by(cells: CTE, keys: Sequence[str]) -> Select[Any]:
    """The people of the cells by some of their keys, each with every measure."""
    kept = [cells.c[key] for key in keys]
    once = (
        select(
            *kept,
            cells.c.person,
            *(func.sum(cells.c[each]).label(each) for each in MEASURES),
        )
        .group_by(*kept, cells.c.person)
        .subquery()
    )
    return select(
        *(once.c[key] for key in keys),
        *(func.sum(_people(once, each)).label(each) for each in MEASURES),
    ).group_by(*(once.c[key] for key in keys))


def people_by_each(
    cells: CTE, groupings: Mapping[str, Sequence[str]]
) -> CompoundSelect[Any]:
    """Several groupings of the same cells, each row marked by the name of its own.

    Columns: ``grouping``, every key of the cells, nothing where the grouping has it
    not, and the measures.
    """
    every = [
        column.name for column in cells.c if column.name not in (*MEASURES, "person")
    ]
    parts = []
    for name, keys in groupings.items():
        found = people_by(cells, keys).subquery()
        parts.append(
            select(
                literal(name).label("grouping"),
                *(_key(found, key, keys, cells) for key in every),
                *(found.c[each] for each in MEASURES),
            )
        )
    return union_all(*parts)


def _key(
    found: Subquery, key: str, keys: Sequence[str], cells: CTE
) -> ColumnElement[Any]:
    if key in keys:
        return found.c[key]
    return cast(null(), cells.c[key].type).label(key)


def _people(once: Subquery, measure: str) -> ColumnElement[Any]:
    """How many people a row is: as many as it has, or the one that it is of."""
    done = once.c[measure]
    whole = once.c.enrolled if measure == "withdrawn" else 1
    is_done = case((done >= whole, 1), else_=0)
    return case((once.c.person.is_(None), done), else_=is_done)
