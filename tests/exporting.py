"""Exports that were asked for, some with their file, in one call."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course.export_files import write_export
from course.exporting import Wanted, ask_export
from course.exports_kept import note_written
from course.figures.query import StatisticsQuery
from course.models import Export, ExportFile, User
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
