"""Exports that were asked for, some with their file, in one call."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course.export_files import write_export
from course.exporting import Wanted, ask_export
from course.exports_kept import note_written
from course.figures.query import StatisticsQuery
from course.models import (
    Export,
    ExportFile,
    ExportReader,
    ExportRemoval,
    ReportSchedule,
    ScheduledExport,
    User,
)
from course.report_schedules import Rhythm, end_schedule, schedule_report
from tests.builders import COURSE, NOW, an_administrator

PURPOSE = "The yearly report to the board."
LATER = NOW + timedelta(hours=1)
"""When it is asked: what the builders did is settled by then."""


def wanted(
    content: Any = "rows", suffix: str = "csv", *, as_of: datetime = NOW, **asked: Any
) -> Wanted:
    """Rows or figures of the miniature course, as of the builders' moment."""
    return Wanted(
        content,
        StatisticsQuery(COURSE, as_of, **asked),
        suffix,
        PURPOSE if content == "rows" else None,
    )


def an_export(
    session: Session,
    this: Wanted | None = None,
    *,
    by: User | None = None,
    op: UUID | None = None,
    now: datetime = LATER,
) -> Export:
    """Asked for by an administrator, unless somebody else asks."""
    export, _ = ask_export(
        session,
        this or wanted(),
        op=op or uuid4(),
        now=now,
        by=by or an_administrator(session),
    )
    return export


def a_written(
    session: Session, folder: Path, export: Export, *, days: int = 14
) -> ExportFile:
    """Its file, kept for some days."""
    everybody = User(role="administrator")
    manifest = write_export(session, export, everybody, folder)
    file, _ = note_written(
        session,
        export,
        manifest,
        kept_until=LATER + timedelta(days=days),
        now=LATER,
    )
    session.refresh(export)
    return file


def a_schedule(
    session: Session,
    *,
    by: User | None = None,
    content: Any = "figures",
    readers: Sequence[User] = (),
    op: UUID | None = None,
    now: datetime = NOW,
    **asked: Any,
) -> ReportSchedule:
    """Sent on the fifth of each month, from six on: to whoever scheduled it, unless
    others are named."""
    by = by or an_administrator(session)
    schedule, _ = schedule_report(
        session,
        "Monthly figures",
        wanted(content, **asked),
        Rhythm(5, 6),
        [each.email for each in readers] or [by.email],
        op=op or uuid4(),
        now=now,
        by=by,
    )
    session.flush()
    return schedule


def every_export_fact(session: Session) -> None:
    """A file that was written, removed, and sent by a schedule that has ended."""
    by, now = an_administrator(session), LATER
    schedule, export = a_schedule(session, by=by), an_export(session, by=by)
    happened: dict[str, Any] = {"occurred_at": now, "recorded_at": now}
    file = ExportFile(
        export_id=export.id,
        manifest={"row_count": 0},
        digest="0" * 64,
        size=0,
        kept_until=now,
        **happened,
    )
    sent = ScheduledExport(
        schedule_id=schedule.id, month="2026-02", export_id=export.id, **happened
    )
    told = ExportReader(export_id=export.id, user_id=by.id, is_told=True, **happened)
    session.add_all([file, sent, told])
    session.flush()
    session.add(ExportRemoval(file_id=file.id, **happened))
    end_schedule(session, schedule, op=uuid4(), now=now, by=by)
