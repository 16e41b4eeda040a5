"""What those whom a list placed have done since, and what hangs by their places."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from course import places
from course.database import Base
from course.models import (
    Achievement,
    CountedEnrolment,
    Enrolment,
    EnrolmentEvent,
    RosterImport,
    User,
)
from course.turns import chunks, hold_people


def latest_events(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """The number of the latest event of each enrolment that stands."""
    found: dict[int, int] = {}
    for chunk in chunks(ids):
        rows = session.execute(
            select(EnrolmentEvent.enrolment_id, func.max(EnrolmentEvent.id))
            .where(EnrolmentEvent.enrolment_id.in_(chunk), places.stands())
            .group_by(EnrolmentEvent.enrolment_id)
        )
        found |= {row[0]: row[1] for row in rows}
    return found


def with_a_life(session: Session, ids: Sequence[int]) -> set[int]:
    """Those of these enrolments on which anything was recorded but their events."""
    found: set[int] = set()
    for table in _hanging_by_enrolments():
        for chunk in chunks(ids):
            column = table.c.enrolment_id
            found |= set(
                session.scalars(select(column).where(column.in_(chunk)).distinct())
            )
    return found


def _hanging_by_enrolments() -> list[Table]:
    """Every table that says something of an enrolment, whoever wrote it."""
    apart = (EnrolmentEvent.__tablename__, CountedEnrolment.__tablename__)
    return [
        table
        for table in Base.metadata.sorted_tables
        if "enrolment_id" in table.c and table.name not in apart
    ]


def with_an_award(session: Session, ids: Collection[int], since: datetime) -> set[int]:
    """Those of these enrolments on which an award was earned since."""
    found: set[int] = set()
    for chunk in chunks(ids):
        found |= set(
            session.scalars(
                select(Achievement.enrolment_id).where(
                    Achievement.enrolment_id.in_(chunk),
                    Achievement.recorded_at >= since,
                )
            )
        )
    return found


def accounts_made(
    session: Session, applied: RosterImport, places_made: Sequence[Enrolment]
) -> tuple[list[User], list[Enrolment]]:
    """Of the accounts that the list made, those never used, and the places of others.

    An account is used once its person has chosen a password, is on another course, or
    is more than a learner. The people are locked first: whoever chooses a password in
    the same moment has either done so or finds the link closed.
    """
    made = {
        row["person"]
        for row in applied.outcome["rows"]
        if row["done"] and row.get("effect") in ("create", "reopen")
    }
    theirs = [each for each in places_made if str(each.user.uuid) in made]
    hold_people(session, [each.user_id for each in theirs])
    busy: set[int] = set()
    for chunk in chunks([each.user_id for each in theirs]):
        busy |= set(
            session.scalars(
                select(Enrolment.user_id)
                .where(Enrolment.user_id.in_(chunk), Enrolment.run > 0)
                .group_by(Enrolment.user_id)
                .having(func.count() > 1)
            )
        )
    unused = [
        each.user
        for each in theirs
        if each.user.password_hash is None
        and each.user.is_learner
        and each.user_id not in busy
    ]
    names = {person.id for person in unused}
    return unused, [each for each in theirs if each.user_id not in names]
