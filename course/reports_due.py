"""Sending what is scheduled: each month once, whenever the pass comes round.

A report is due from its day and hour of a month on, by the clock of the office, and is
as of the last moment of the month before. A pass that was missed is made up for by the
next; one that runs twice asks for nothing twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias, cast
from uuid import uuid4, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import jobs, outbox
from course.errors import CourseError
from course.exporting import Content, Wanted, ask_export, may_see, require_allowed
from course.figures.query import StatisticsQuery
from course.models import (
    Export,
    ExportFile,
    ExportReader,
    ReportSchedule,
    ReportScheduleEnd,
    ReportScheduleReader,
    ScheduledExport,
    User,
)
from course.models.job import WRITE_EXPORT

ReadyLetter: TypeAlias = Callable[[User, Export, ExportFile, str | None], outbox.Words]
"""The words of the letter that a file is ready, perhaps of a report of this title."""

_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class WaitingMonth:
    """A month that is due and was not asked for; what stands against it, if anything.

    It is tried again by each pass, so a refusal holds only as long as its reason.
    """

    month: str
    refusal: CourseError | None


def due_months(
    session: Session, *, zone: ZoneInfo, now: datetime
) -> list[tuple[int, str]]:
    """The months that are due and not yet asked for, by schedule, the oldest first."""
    schedules = session.scalars(
        select(ReportSchedule)
        .outerjoin(
            ReportScheduleEnd, ReportScheduleEnd.schedule_id == ReportSchedule.id
        )
        .where(ReportScheduleEnd.id.is_(None))
        .order_by(ReportSchedule.id)
    ).all()
    asked = select(ScheduledExport.schedule_id, ScheduledExport.month)
    done = {(number, month) for number, month in session.execute(asked)}
    return [
        (each.id, month)
        for each in schedules
        for month in _months(each, zone, now)
        if (each.id, month) not in done
    ]


def waiting_months(
    session: Session, schedule: ReportSchedule, *, zone: ZoneInfo, now: datetime
) -> list[WaitingMonth]:
    """What of a schedule is due and was not asked for, the latest month first."""
    if schedule.end is not None:
        return []
    done = set(
        session.scalars(
            select(ScheduledExport.month).where(
                ScheduledExport.schedule_id == schedule.id
            )
        )
    )
    due = [month for month in _months(schedule, zone, now) if month not in done]
    return [
        WaitingMonth(month, _refusal(session, schedule, month, zone))
        for month in reversed(due)
    ]


def export_month(
    session: Session, schedule_id: int, month: str, *, zone: ZoneInfo, now: datetime
) -> Export | None:
    """Ask for the export of a month in the name of whoever scheduled it.

    Nothing where it was asked for meanwhile, or the schedule has ended. Raises what
    ``ask_export`` raises: whoever scheduled it may have lost the right to it.
    """
    schedule = session.get_one(
        ReportSchedule, schedule_id, with_for_update={"key_share": True}
    )
    if _is_over(session, schedule, month):
        return None
    by = session.get_one(User, schedule.actor_id)
    wanted = _wanted(schedule, month, zone)
    op = uuid5(schedule.uuid, month)
    export, _is_new = ask_export(session, wanted, op=op, now=now, by=by)
    jobs.ask(session, WRITE_EXPORT, {"export": str(export.uuid)}, op=op, now=now, by=by)
    session.add(
        ScheduledExport(
            uuid=uuid4(),
            schedule_id=schedule.id,
            month=month,
            export_id=export.id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    return export


def tell_ready(
    session: Session,
    export: Export,
    file: ExportFile,
    *,
    letter: ReadyLetter,
    now: datetime,
) -> None:
    """Write to whom a file is for: to whoever asked, or to the readers of a schedule.

    A reader who may not see what it holds is not written to, and that is recorded.
    """
    schedule = session.scalar(
        select(ReportSchedule)
        .join(ScheduledExport, ScheduledExport.schedule_id == ReportSchedule.id)
        .where(ScheduledExport.export_id == export.id)
    )
    if schedule is None:
        asker = session.get(User, export.actor_id) if export.actor_id else None
        told = [asker] if asker else []
    else:
        told = list(_note_readers(session, schedule, export, now=now))
    title = schedule.title if schedule else None
    outbox.tell_all(
        session,
        [
            (
                each,
                letter(each, export, file, title),
                f"export:{export.uuid}:{each.uuid}",
            )
            for each in told
        ],
        now=now,
    )


def _note_readers(
    session: Session, schedule: ReportSchedule, export: Export, *, now: datetime
) -> Iterator[User]:
    for reader in session.scalars(
        select(User)
        .join(ReportScheduleReader, ReportScheduleReader.user_id == User.id)
        .where(ReportScheduleReader.schedule_id == schedule.id)
        .order_by(User.id)
    ).all():
        is_told = may_see(session, reader, export)
        session.add(
            ExportReader(
                uuid=uuid4(),
                export_id=export.id,
                user_id=reader.id,
                is_told=is_told,
                occurred_at=now,
                recorded_at=now,
            )
        )
        if is_told:
            yield reader
    session.flush()


def _wanted(schedule: ReportSchedule, month: str, zone: ZoneInfo) -> Wanted:
    """What is asked for a month: the question as of its end."""
    asked = {**schedule.asked, "as_of": _ends(month, zone).isoformat()}
    return Wanted(
        cast(Content, schedule.content),
        StatisticsQuery.from_data(asked),
        schedule.format,
        schedule.purpose,
    )


def _refusal(
    session: Session, schedule: ReportSchedule, month: str, zone: ZoneInfo
) -> CourseError | None:
    """Why whoever scheduled it would not be given it now."""
    by = session.get_one(User, schedule.actor_id)
    try:
        require_allowed(session, _wanted(schedule, month, zone), by)
    except CourseError as refusal:
        return refusal
    return None


def _is_over(session: Session, schedule: ReportSchedule, month: str) -> bool:
    ended = select(ReportScheduleEnd.id).where(
        ReportScheduleEnd.schedule_id == schedule.id
    )
    asked = select(ScheduledExport.id).where(
        ScheduledExport.schedule_id == schedule.id, ScheduledExport.month == month
    )
    return session.scalar(ended) is not None or session.scalar(asked) is not None


def _months(schedule: ReportSchedule, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    """The months whose report fell due since the schedule was made."""
    first = schedule.recorded_at.astimezone(zone)
    year, month = first.year, first.month
    while True:
        due = datetime(year, month, schedule.day, schedule.hour, tzinfo=zone)
        if due > now:
            return
        if due > schedule.recorded_at:
            before = due.replace(day=1) - timedelta(days=1)
            yield f"{before:%Y-%m}"
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _ends(month: str, zone: ZoneInfo) -> datetime:
    """The last moment of a month by the clock of the office."""
    year, number = map(int, month.split("-"))
    after = (year + 1, 1) if number == 12 else (year, number + 1)
    # In UTC, so that a clock that is put forward just then changes nothing.
    return datetime(*after, 1, tzinfo=zone).astimezone(UTC) - _INSTANT
