"""The one order in which rows are locked, so that those who need several take turns.

Cohorts come first, then attempts that are open, then enrolments on courses, attempts
that were handed in, enrolments on programmes, which are folded after those on courses,
and people last; each by their numbers. New places on a course are written in the order
of their people. Whoever takes another order may wait for somebody who waits for them.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from course.models import Enrolment, User

# As many values as one statement may hold on either database, and some to spare.
CHUNK = 10_000

Value = TypeVar("Value")


def chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The values, as many at a time as one statement may name."""
    remaining = iter(values)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def hold_enrolments(
    session: Session, ids: Iterable[int], programmes: Collection[str]
) -> None:
    """Lock these enrolments, and those of the same learners that are folded after them.

    That is those on programmes: locked only when a course moves them, they would be
    locked learner by learner. Whoever needs the rows reads them anew afterwards.
    """
    asked = set(ids)
    folded_after = _on_programmes(session, asked, programmes)
    for group in (asked - folded_after, folded_after):
        for chunk in chunks(sorted(group)):
            _lock(session, Enrolment.id.in_(chunk))


def hold_programmes(
    session: Session, learners: Select[int], programmes: Collection[str]
) -> None:
    """Lock the enrolments on programmes of learners whose courses are held already.

    Where there are no programmes it asks nothing.
    """
    if programmes:
        _lock(session, Enrolment.user_id.in_(learners) & _is_on(programmes))


def hold_people(session: Session, ids: Iterable[int]) -> None:
    """Lock these people and read them anew.

    Passwords, roles and accounts then stay as they are until the transaction ends; what
    only names the people can be written meanwhile.
    """
    for chunk in chunks(sorted(set(ids))):
        session.scalars(
            select(User)
            .where(User.id.in_(chunk))
            .order_by(User.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()


def _on_programmes(
    session: Session, ids: Collection[int], programmes: Collection[str]
) -> set[int]:
    """The enrolments on programmes of those whose enrolments these are."""
    found: set[int] = set()
    mine = aliased(Enrolment)
    for chunk in chunks(sorted(ids) if programmes else ()):
        found |= set(
            session.scalars(
                select(Enrolment.id)
                .join(mine, mine.user_id == Enrolment.user_id)
                .where(mine.id.in_(chunk), _is_on(programmes))
            )
        )
    return found


def _lock(session: Session, where: ColumnElement[bool]) -> None:
    query = select(Enrolment.id).where(where).order_by(Enrolment.id)
    session.execute(query.with_for_update()).all()


def _is_on(programmes: Collection[str]) -> ColumnElement[bool]:
    return Enrolment.course_key.in_(sorted(programmes))
