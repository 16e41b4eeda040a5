"""People counted once, however many runs of a course they have.

To count distinct people is slow where there are a million. Few take a course again: the
others are counted as rows, and those few are gathered one by one first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Float,
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

from course.event_codes import EVENT_CODE, has_come
from course.figures.breakdowns import Rows, month_column
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

KeysOf: TypeAlias = Callable[[Rows], Mapping[str, ColumnElement[Any]]]
"""What rows are counted by, by name, of whatever rows they are."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom a question is of: all ``rows``, and the same in two ``parts``.

    The whole are as they are kept, and of people with one run each. The rest are the
    others, with a column more: the ``person``, where of several runs. Where somebody
    has changed since, there are no parts.
    """

    rows: Subquery
    parts: tuple[Subquery, CTE] | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows that are alike, counted, in two parts of which one may be missing.

    The ``whole`` count people, who are in one cell each: they are added up. The
    ``rest`` count runs and have a column more: the ``person``, where of several runs.
    """

    whole: Rows | None
    rest: Rows | None


def of_many_runs(query: StatisticsQuery, rows: Subquery) -> ColumnElement[Any]:
    """The number of whoever has several runs, and nothing for anybody else."""
    several = select(CountedEnrolment.user_id).where(
        CountedEnrolment.course_key == query.course_key, CountedEnrolment.is_several
    )
    return case((rows.c.user_id.in_(several), rows.c.user_id))


def cells_of(
    query: StatisticsQuery, chosen: Chosen, by: KeysOf, name: str = "cells"
) -> Cells:
    """The rows by what they are counted by, and those of many runs by person too.

    The rows are read once; whatever is counted of the cells is counted of few.
    """
    if chosen.parts is None:
        rows = chosen.rows
        person = of_many_runs(query, rows)
        return Cells(None, _gathered(rows, by(rows), person).cte(f"{name}_rest"))
    whole, rest = chosen.parts
    return Cells(
        _gathered(whole, by(whole)).cte(f"{name}_whole"),
        _gathered(rest, by(rest), rest.c.person).cte(f"{name}_rest"),
    )


def gathered_again(cells: Cells, by: Sequence[str], name: str) -> Cells:
    """Cells by less than they were kept by.

    The rest stay as they are: hardly anybody has two runs that are alike in anything.
    """
    whole = cells.whole
    gathered = None if whole is None else _summed(whole, by).cte(name)
    return Cells(gathered, cells.rest)


def counted_once(cells: Cells, by: Sequence[str], name: str) -> Cells:
    """Cells by what people are alike in, whatever run it is of, with nobody told apart.

    Whoever is in one cell with all runs is counted there once and for all. Several
    cells may be alike.
    """
    return Cells(_counted(cells, by, MEASURES).cte(name), None)


def told_less(
    cells: Cells,
    key: str,
    less: Callable[[ColumnElement[Any]], ColumnElement[Any]],
    name: str,
) -> Cells:
    """Cells in which nobody is told apart, by less of the one key that they have."""
    if cells.whole is None or cells.rest is not None:
        raise ValueError("People are told apart in these cells.")
    whole = cells.whole
    known = select(less(whole.c[key]).label(key), *(whole.c[one] for one in MEASURES))
    return Cells(_summed(known.subquery(), [key]).cte(name), None)


def grouped(cells: Cells, by: Sequence[str], name: str) -> Cells:
    """The same with one cell for each group."""
    once = _counted(cells, by, MEASURES).subquery()
    return Cells(_summed(once, by).cte(name), None)


def as_one_each(cells: Cells) -> Cells:
    """Cells that count themselves, as ``enrolled``: how many groups there are."""
    if cells.whole is None:
        raise ValueError("Only cells that were grouped are groups.")
    one = cast(literal(1), Integer).label("enrolled")
    return Cells(select(one).select_from(cells.whole).subquery(), None)


def _counted(
    cells: Cells, by: Iterable[str], of: Sequence[str]
) -> Select[Any] | CompoundSelect[Any]:
    """People instead of runs, in rows that can be added up."""
    by = tuple(by)
    parts: list[Select[Any]] = []
    if cells.whole is not None:
        parts.append(select(*(cells.whole.c[each] for each in (*by, *of))))
    if cells.rest is not None:
        once = _summed(cells.rest, by, of).subquery()
        people = (_people(once, each).label(each) for each in of)
        parts.append(select(*(once.c[each] for each in by), *people))
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _summed(
    cells: Rows, by: Iterable[str], of: Sequence[str] = MEASURES
) -> Select[Any]:
    """Cells that are alike, and of one person where they are told apart, added up."""
    names = (*by, "person") if "person" in cells.c else tuple(by)
    kept = [_key(cells, each).label(each) for each in names]
    sums = (_narrow(func.sum(cells.c[each])).label(each) for each in of)
    return select(*kept, *sums).group_by(*kept)


def _key(cells: Rows, name: str) -> ColumnElement[Any]:
    """What cells are alike in: a column of theirs, or a month that a code says."""
    if name in cells.c:
        return cells.c[name]
    return month_column(cells, name.removeprefix("month_"))


def _gathered(
    rows: Rows,
    by: Mapping[str, ColumnElement[Any]],
    person: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """How many of each, in one row for all that are alike and of one ``person``."""
    keys = {**by} if person is None else {**by, "person": person}
    keyed = select(
        *(value.label(key) for key, value in keys.items()),
        rows.c.is_withdrawn.label("withdrawn"),
        *(rows.c[column].label(measure) for measure, column in MOMENTS.items()),
    ).subquery()
    return select(
        *(keyed.c[key] for key in keys),
        _narrow(func.count()).label("enrolled"),
        *(
            _narrow(_come_to(keyed, each)).label(each)
            for each in ("withdrawn", *MOMENTS)
        ),
    ).group_by(*(keyed.c[key] for key in keys))


def _come_to(keyed: Subquery, measure: str) -> ColumnElement[int]:
    """How many of those alike have come to it; by its month they all have, or none."""
    if measure == "withdrawn":
        return func.count().filter(keyed.c.withdrawn)
    if EVENT_CODE in keyed.c:
        is_there = has_come(keyed.c[EVENT_CODE], measure)
        return case((is_there, func.count()), else_=0)
    month = keyed.c.get(f"month_{measure}")
    if month is None:
        return func.count(keyed.c[measure])
    return case((month.is_not(None), func.count()), else_=0)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which cells are counted, and by what: nothing is all of them together.

    What cells are counted by is what they were kept by, or follows from it. ``of`` are
    the measures that are asked for; the others are told as nought. Whoever asks for
    ``withdrawn`` asks for ``enrolled`` too. Of many groups no more than ``most`` are
    told: those of whom the largest share completed.
    """

    cells: Cells
    by: Mapping[str, Callable[[Rows], ColumnElement[Any]]]
    of: Sequence[str] = MEASURES
    most: int | None = None


def people_by_each(groupings: Mapping[str, Grouping]) -> CompoundSelect[Any]:
    """Several groupings, each row marked by the name of its own.

    Columns: ``grouping``, the keys of all groupings in the order in which they come,
    each nothing where the grouping has it not, and the measures.
    """
    counted = {name: _counted_by(each).subquery() for name, each in groupings.items()}
    keys = {
        key: counted[name].c[key].type
        for name, each in groupings.items()
        for key in each.by
    }
    return union_all(
        *(
            _people_by(name, grouping, counted[name], keys)
            for name, grouping in groupings.items()
        )
    )


def _counted_by(grouping: Grouping) -> Select[Any] | CompoundSelect[Any]:
    def keyed(part: Rows | None) -> Rows | None:
        if part is None:
            return None
        person = [part.c.person] if "person" in part.c else []
        return select(
            *(value(part).label(key) for key, value in grouping.by.items()),
            *person,
            *(part.c[each] for each in grouping.of),
        ).subquery()

    cells = grouping.cells
    return _counted(
        Cells(keyed(cells.whole), keyed(cells.rest)), grouping.by, grouping.of
    )


def _people_by(
    name: str, grouping: Grouping, counted: Subquery, keys: Mapping[str, Any]
) -> Select[Any]:
    nought = cast(literal(0), Integer)
    keyed = [counted.c[key] for key in grouping.by]
    people = select(
        literal(name).label("grouping"),
        *(
            counted.c[key] if key in grouping.by else cast(null(), kind).label(key)
            for key, kind in keys.items()
        ),
        *(
            (func.sum(counted.c[each]) if each in grouping.of else nought).label(each)
            for each in MEASURES
        ),
    ).group_by(*keyed)
    if grouping.most is None:
        return people
    came = cast(func.sum(counted.c.completed), Float)
    share = came / func.sum(counted.c.enrolled)
    latest = [each.desc() for each in keyed]
    return select(
        people.order_by(share.desc(), *latest).limit(grouping.most).subquery()
    )


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
