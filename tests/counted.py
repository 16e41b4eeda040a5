"""What figures read of enrolments: as it is kept, and as the facts tell it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.figures.facts import known_from_facts
from course.figures.keeping import kept_as_facts_say
from course.figures.population import population
from course.figures.query import StatisticsQuery
from course.models import CountedEnrolment, User
from tests.builders import COURSE

Rows = dict[int, dict[str, Any]]


def counted(session: Session, asker: User, as_of: datetime, **asked: Any) -> Rows:
    """What figures of a moment read, by enrolment."""
    query = StatisticsQuery(course_key=COURSE, as_of=as_of, **asked)
    return _rows(session, select(population(asker, query)))


def told_by_facts(session: Session, as_of: datetime) -> Rows:
    """What the facts tell of a moment, by enrolment."""
    known = known_from_facts(as_of).subquery()
    return _rows(session, select(known).where(known.c.course_key == COURSE))


def kept(session: Session) -> Rows:
    """Every kept row, by enrolment, without what is computed of it."""
    columns = CountedEnrolment.__table__.c
    return _rows(session, select(*(each for each in columns if not each.computed)))


def kept_by_facts(session: Session) -> Rows:
    """What every kept row must hold."""
    return _rows(session, kept_as_facts_say())


def hold_at(session: Session, asker: User, moments: Iterable[datetime]) -> None:
    """What is kept is what the facts say, and so is every figure of every moment."""
    session.flush()
    assert kept(session) == kept_by_facts(session)
    for as_of in moments:
        told = told_by_facts(session, as_of)
        assert counted(session, asker, as_of) == told, as_of


def _rows(session: Session, asked: Any) -> Rows:
    found = session.execute(asked).mappings().all()
    rows = {row["enrolment_id"]: dict(row) for row in found}
    assert len(rows) == len(found)
    return rows
