"""Holding what figures read of each enrolment against the facts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.figures.keeping import kept_as_facts_say
from course.models import CountedEnrolment, Enrolment

CHUNK = 1000
_CURE = "'course rebuild-figures' writes it anew"


def audit_counted(session: Session) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each enrolment by its name, with what is kept of it unlike the facts.

    In chunks, so that memory stays flat. What people say of themselves is told of no
    one: a fault names the column alone.
    """
    said, kept = kept_as_facts_say(), select(CountedEnrolment.__table__)
    last = 0
    while told := _rows(
        session, said.where(Enrolment.id > last).order_by(Enrolment.id).limit(CHUNK)
    ):
        among = CountedEnrolment.enrolment_id.between(last + 1, max(told))
        found = _rows(session, kept.where(among))
        for number, row in told.items():
            yield str(row["uuid"]), tuple(_faults(found.get(number), row))
        last = max(told)


def counted_count(session: Session) -> int:
    """How many ``audit_counted`` looks at."""
    return session.scalar(select(func.count()).select_from(Enrolment)) or 0


def _rows(session: Session, asked: Any) -> dict[int, dict[str, Any]]:
    found = session.execute(asked).mappings()
    return {row["enrolment_id"]: dict(row) for row in found}


def _faults(kept: dict[str, Any] | None, told: dict[str, Any]) -> Iterator[str]:
    if kept is None:
        yield f"no figure reads it; {_CURE}"
        return
    for column, value in told.items():
        if kept[column] != value:
            yield f"{column} is not kept for figures as the facts say; {_CURE}"
