"""What a person says of themselves and may say anew: each is a row, the latest holds.

Such a table has a row for each time that something was said, with the person and a
number that counts from one.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from course.models import CalendarKey, LanguageChoice, PersonZone, User
from course.operations import made_by
from course.turns import hold_people

Row = TypeVar("Row", CalendarKey, LanguageChoice, PersonZone)


def is_latest(kind: type[Row]) -> ColumnElement[bool]:
    """Whether a row is what its person said last."""
    later = aliased(kind)
    return kind.number == (
        select(func.max(later.number))
        .where(later.user_id == kind.user_id)
        .correlate(kind)
        .scalar_subquery()
    )


def said_last(
    session: Session, what: InstrumentedAttribute[str], people: Collection[int]
) -> dict[int, str]:
    """What each of many said last, by their id, in a column of such a table.

    One statement. Whoever said nothing is left out.
    """
    kind: Any = what.class_
    rows = session.execute(
        select(kind.user_id, what).where(kind.user_id.in_(people), is_latest(kind))
    )
    return {row[0]: row[1] for row in rows}


def say(
    session: Session,
    kind: type[Row],
    person: User,
    said: Mapping[str, Any],
    *,
    op: UUID,
    now: datetime,
) -> tuple[Row, bool]:
    """Let it hold from now on; the row, and whether this made it.

    Raises ``OperationConflict``.
    """
    hold_people(session, [person.id])
    repeated = made_by(session, kind, op, {"user_id": person.id, **said})
    if repeated is not None:
        return repeated, False
    return add_row(session, kind, person, said, op=op, now=now), True


def add_row(
    session: Session,
    kind: type[Row],
    person: User,
    said: Mapping[str, Any],
    *,
    op: UUID,
    now: datetime,
) -> Row:
    """The next row of a person, who is held by the caller."""
    number = session.scalar(
        select(func.max(kind.number)).where(kind.user_id == person.id)
    )
    row = kind(
        uuid=op,
        user_id=person.id,
        number=(number or 0) + 1,
        actor_id=person.id,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    session.add(row)
    session.flush()
    return row
