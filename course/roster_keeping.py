"""Lists of learners as they are kept until they are applied, and what they would do.

What was uploaded is no fact: it is read and planned as often as it is looked at, and
thrown away when it is applied, or after some days.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.awards import AwardOffice
from course.errors import OperationConflict
from course.models import Cohort, RosterImport, RosterPlan, User
from course.roster_columns import Columns, Reading, read_columns
from course.roster_entries import Entry, read_entries
from course.roster_errors import RosterColumnsNeeded
from course.roster_listing import Plan
from course.roster_plan import plan_roster
from course.roster_record import held_by_record
from course.roster_tables import RosterTable

# What was uploaded and not applied is thrown away after this.
KEPT = timedelta(days=7)


def keep_roster(
    session: Session,
    cohort: Cohort,
    table: RosterTable,
    *,
    op: UUID,
    file_name: str = "",
    columns: Columns | None = None,
    is_whole: bool = False,
    now: datetime,
    by: User,
) -> RosterPlan:
    """Keep a list that was uploaded, to be planned, under the name of the operation.

    Where the headings leave no doubt they say which column is which, unless
    ``columns`` does. The same list sent again under one name is kept once; raises
    ``OperationConflict`` for another.
    """
    earlier = find_plan(session, cohort, op, by)
    if earlier is not None:
        return _kept_before(earlier, table, columns, is_whole=is_whole)
    _refuse_used(session, cohort, op, by)
    session.execute(delete(RosterPlan).where(RosterPlan.created_at < now - KEPT))
    reading = read_columns(table)
    kept = RosterPlan(
        uuid=op,
        cohort_id=cohort.id,
        cohort=cohort,
        user_id=by.id,
        file_name=file_name[:200],
        digest=table.digest,
        content=table.to_data(),
        columns=reading.columns.to_data() if reading.is_sure else None,
        is_whole=is_whole,
        created_at=now,
    )
    if columns is not None:
        choose_columns(kept, columns)
    try:
        with session.begin_nested():
            session.add(kept)
    except IntegrityError:
        # The same list, sent twice at once, may have won.
        earlier = find_plan(session, cohort, op, by)
        if earlier is None:
            raise
        return _kept_before(earlier, table, columns, is_whole=is_whole)
    return kept


def _kept_before(
    earlier: RosterPlan, table: RosterTable, columns: Columns | None, *, is_whole: bool
) -> RosterPlan:
    """The list that bears the name already. Raises ``OperationConflict`` if another."""
    if earlier.digest != table.digest:
        raise OperationConflict
    if columns is not None:
        choose_columns(earlier, columns)
    earlier.is_whole = is_whole
    return earlier


def _refuse_used(session: Session, cohort: Cohort, op: UUID, by: User) -> None:
    """Raise ``OperationConflict`` where another list bears the name already.

    Their own that came meanwhile is none: where it is sent twice at once, one of the
    two is kept between the look for it and this.
    """
    is_own = and_(RosterPlan.cohort_id == cohort.id, RosterPlan.user_id == by.id)
    kept = select(RosterPlan.id).where(RosterPlan.uuid == op, not_(is_own))
    applied = select(RosterImport.id).where(RosterImport.uuid == op)
    if session.scalar(kept.union_all(applied)) is not None:
        raise OperationConflict


def find_plan(
    session: Session, cohort: Cohort, uuid: UUID, asker: User
) -> RosterPlan | None:
    """The list of this name that the asker uploaded to this cohort."""
    return session.scalar(
        select(RosterPlan).where(
            RosterPlan.uuid == uuid,
            RosterPlan.cohort_id == cohort.id,
            RosterPlan.user_id == asker.id,
        )
    )


def reading_of(kept: RosterPlan) -> Reading:
    """What the list itself tells of its columns."""
    return read_columns(RosterTable.from_data(kept.content))


def choose_columns(kept: RosterPlan, columns: Columns) -> None:
    """Say which column is which. Raises ``RosterColumnsNeeded`` without addresses."""
    width = RosterTable.from_data(kept.content).width
    places = columns.places
    if "email" not in places or any(not 0 <= at < width for at in places.values()):
        raise RosterColumnsNeeded
    kept.columns = columns.to_data()


def entries_of(kept: RosterPlan, countries: Mapping[str, str]) -> tuple[Entry, ...]:
    """The rows as they are understood. ``countries`` gives codes of folded names."""
    if kept.columns is None:
        raise RosterColumnsNeeded
    table = RosterTable.from_data(kept.content)
    return read_entries(table, Columns.from_data(kept.columns), countries)


def plan_of(
    session: Session,
    cohort: Cohort,
    kept: RosterPlan,
    *,
    countries: Mapping[str, str],
    by: User,
    to_apply: AwardOffice | None = None,
) -> Plan:
    """What the list would do as the record stands. Nothing is written.

    Raises ``RosterColumnsNeeded`` while nobody knows where the addresses stand.
    """
    entries = entries_of(kept, countries)
    held = held_by_record(session, by, cohort, entries, to_apply=to_apply)
    return plan_roster(entries, held, digest=kept.digest, is_whole=kept.is_whole)
