"""Rows that grow by whole steps: what is newest is left out until it makes one.

Whoever asks today and asked yesterday learns of so many newcomers at once, and never
of the one who came between. The same holds of those who start, complete and so on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from course.figures.people import MOMENTS
from course.small_groups import STEP, shown_of

COMING: Final = ("enrolled_at", *MOMENTS.values())
Cut: TypeAlias = tuple[datetime, int]
"""The first that is left out: its moment and the number of its enrolment."""


def trimmed(session: Session, rows: Subquery) -> Subquery:
    """The rows without the newest enrolments, and without what came about newest.

    The columns are the same; two statements find out where to cut.
    """
    cuts = _cuts(session, rows)
    moments = {
        column: case((_is_before(rows, column, cuts[column]), rows.c[column]))
        for column in MOMENTS.values()
        if column in cuts
    }
    kept = select(
        *(
            moments[each.name].label(each.name) if each.name in moments else each
            for each in rows.c
        )
    )
    if "enrolled_at" in cuts:
        kept = kept.where(_is_before(rows, "enrolled_at", cuts["enrolled_at"]))
    return kept.subquery("trimmed")


def first_to_start(session: Session, rows: Subquery) -> Subquery:
    """All rows of the people who started first, in whole steps; two statements.

    There are exactly so many, and neither who enrolled nor a second run changes whose
    turn it is. Were there one to four more, then whoever adds up how many left out each
    of some lessons could tell how many left out one.
    """
    people = (
        select(rows.c.user_id, func.min(rows.c.started_at).label("first"))
        .where(rows.c.started_at.is_not(None))
        .group_by(rows.c.user_id)
        .subquery()
    )
    started = session.scalar(select(func.count()).select_from(people)) or 0
    first = (
        select(people.c.user_id)
        .order_by(people.c.first, people.c.user_id)
        .limit(shown_of(started))
    )
    return select(rows).where(rows.c.user_id.in_(first)).subquery("first_to_start")


def _cuts(session: Session, rows: Subquery) -> Mapping[str, Cut]:
    counts = session.execute(
        select(*(func.count(rows.c[column]) for column in COMING))
    ).one()
    over = {
        column: count % STEP
        for column, count in zip(COMING, counts, strict=True)
        if count % STEP
    }
    if not over:
        return {}
    found = session.execute(
        union_all(*(_newest(rows, column, place) for column, place in over.items()))
    )
    return {row[0]: (row[1], row[2]) for row in found}


def _newest(rows: Subquery, column: str, place: int) -> Any:
    """The row at a place, from 1, of those in which this came about newest."""
    found = (
        select(rows.c[column].label("moment"), rows.c.enrolment_id)
        .where(rows.c[column].is_not(None))
        .order_by(rows.c[column].desc(), rows.c.enrolment_id.desc())
        .offset(place - 1)
        .limit(1)
        .subquery()
    )
    return select(literal(column).label("column"), found.c.moment, found.c.enrolment_id)


def _is_before(rows: Subquery, column: str, cut: Cut) -> ColumnElement[bool]:
    moment, number = cut
    return or_(
        rows.c[column] < moment,
        and_(rows.c[column] == moment, rows.c.enrolment_id < number),
    )
