"""Reports that are sent every month: asked for, listed, ended, and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.exporting import FoundExport, Wanted, require_allowed
from course.exporting_errors import NoReaders, UnknownReaders
from course.figures.query import StatisticsQuery
from course.models import (
    Export,
    ExportFile,
    ExportReader,
    Job,
    ReportSchedule,
    ReportScheduleEnd,
    ReportScheduleReader,
    ScheduledExport,
    User,
)
from course.operations import made_by, require_same
from course.policy import require_staff

MOST_READERS: Final = 20


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a report is sent: on a day of each month, from an hour of the office on."""

    day: int
    hour: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The export of one month, and who was told of it or was not allowed to see it."""

    month: str
    found: FoundExport
    told: tuple[User, ...]
    skipped: tuple[User, ...]


def schedule_report(
    session: Session,
    title: str,
    wanted: Wanted,
    rhythm: Rhythm,
    addresses: Sequence[str],
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> tuple[ReportSchedule, bool]:
    """Have something exported every month and sent to these; whether it is new.

    The moment of the question is not heeded. Raises what ``ask_export`` raises of what
    is wanted, ``NoReaders`` and ``UnknownReaders``.
    """
    said = {
        "title": title,
        "content": wanted.content,
        "format": wanted.suffix,
        "asked": _without_moment(wanted.query),
        "purpose": wanted.purpose,
        "day": rhythm.day,
        "hour": rhythm.hour,
        "actor_id": by.id,
    }
    earlier = made_by(session, ReportSchedule, op, said)
    if earlier is not None:
        return earlier, False
    require_allowed(session, wanted, by)
    readers = _readers(session, addresses)
    schedule = ReportSchedule(
        uuid=op,
        course_key=wanted.query.course_key,
        occurred_at=now,
        recorded_at=now,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(schedule)
    except IntegrityError:
        # The same request was sent twice at once.
        earlier = made_by(session, ReportSchedule, op, said)
        if earlier is None:
            raise
        return earlier, False
    session.add_all(
        ReportScheduleReader(
            schedule_id=schedule.id,
            user_id=each.id,
            actor_id=by.id,
            occurred_at=now,
            recorded_at=now,
        )
        for each in readers
    )
    session.flush()
    return schedule, True


def end_schedule(
    session: Session, schedule: ReportSchedule, *, op: UUID, now: datetime, by: User
) -> tuple[ReportScheduleEnd, bool]:
    """Send a report no more; whether this ended it. It is ended once, by whomever."""
    require_staff(by)
    session.get_one(ReportSchedule, schedule.id, with_for_update={"key_share": True})
    earlier = session.scalar(
        select(ReportScheduleEnd).where(ReportScheduleEnd.schedule_id == schedule.id)
    )
    if earlier is not None:
        return earlier, False
    other = session.scalar(select(ReportScheduleEnd).filter_by(uuid=op))
    if other is not None:
        require_same(other, {"schedule_id": schedule.id})
    end = ReportScheduleEnd(
        uuid=op,
        schedule_id=schedule.id,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(end)
    session.flush()
    return end, True


def find_schedule(session: Session, asker: User, uuid: UUID) -> ReportSchedule | None:
    """The schedule of this name if it is the asker's; an administrator sees all."""
    return session.scalar(
        select(ReportSchedule)
        .where(ReportSchedule.uuid == uuid, _visible(asker))
        .options(joinedload(ReportSchedule.actor), joinedload(ReportSchedule.end))
        .execution_options(populate_existing=True)
    )


def list_schedules(
    session: Session,
    asker: User,
    *,
    after: ReportSchedule | None = None,
    limit: int = 50,
) -> list[ReportSchedule]:
    """The asker's schedules, of an administrator everybody's, the latest first."""
    query = (
        select(ReportSchedule)
        .where(_visible(asker))
        .options(joinedload(ReportSchedule.actor), joinedload(ReportSchedule.end))
        .order_by(ReportSchedule.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(ReportSchedule.id < after.id)
    return list(session.scalars(query))


def readers_of(
    session: Session, schedules: Sequence[ReportSchedule]
) -> Mapping[int, list[User]]:
    """To whom each schedule is sent, by its id, in the order of names."""
    found: dict[int, list[User]] = {each.id: [] for each in schedules}
    for schedule_id, user in session.execute(
        select(ReportScheduleReader.schedule_id, User)
        .join(User, User.id == ReportScheduleReader.user_id)
        .where(ReportScheduleReader.schedule_id.in_(found))
        .order_by(User.name, User.id)
    ):
        found[schedule_id].append(user)
    return found


def history_of(session: Session, schedule: ReportSchedule) -> list[Sent]:
    """What was exported month by month, the latest first, and who was told."""
    rows = session.execute(
        select(ScheduledExport.month, Export, Job)
        .join(Export, Export.id == ScheduledExport.export_id)
        .outerjoin(Job, Job.uuid == Export.uuid)
        .where(ScheduledExport.schedule_id == schedule.id)
        .options(
            joinedload(Export.actor),
            joinedload(Export.file).joinedload(ExportFile.removal),
        )
        .order_by(ScheduledExport.month.desc())
    ).all()
    readers: dict[int, list[tuple[bool, User]]] = {}
    for export_id, is_told, user in session.execute(
        select(ExportReader.export_id, ExportReader.is_told, User)
        .join(User, User.id == ExportReader.user_id)
        .where(ExportReader.export_id.in_([export.id for _, export, _ in rows]))
        .order_by(User.name, User.id)
    ):
        readers.setdefault(export_id, []).append((is_told, user))
    return [
        Sent(
            month,
            FoundExport(export, job),
            told=tuple(user for told, user in readers.get(export.id, ()) if told),
            skipped=tuple(
                user for told, user in readers.get(export.id, ()) if not told
            ),
        )
        for month, export, job in rows
    ]


def _without_moment(query: StatisticsQuery) -> dict[str, Any]:
    return {name: value for name, value in query.to_data().items() if name != "as_of"}


def _readers(session: Session, addresses: Sequence[str]) -> Sequence[User]:
    """The staff of these addresses, or ``UnknownReaders`` naming who is none."""
    asked = sorted({address.strip().lower() for address in addresses})
    if not 1 <= len(asked) <= MOST_READERS:
        raise NoReaders(MOST_READERS)
    found = session.scalars(
        select(User).where(User.email.in_(asked), User.closed_at.is_(None))
    ).all()
    known = {each.email for each in found if each.is_staff}
    unknown = tuple(address for address in asked if address not in known)
    if unknown:
        raise UnknownReaders(unknown)
    return found


def _visible(asker: User) -> ColumnElement[bool]:
    return true() if asker.is_administrator else ReportSchedule.actor_id == asker.id
