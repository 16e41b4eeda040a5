"""Files of exports while they are kept: written down, handed out, removed.

A file is handed out only where the record and the disk say the same of it.
"""

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.export_files import name_of
from course.exporting_errors import ExportGone, ExportNotReady
from course.exports.format import IN_BETWEEN
from course.exports.manifest import Manifest
from course.models import Export, ExportFile, ExportRemoval

ABANDONED: Final = timedelta(days=1)
"""How long what the record does not know may lie there: its writer may be at it."""

_OURS: Final = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[a-z0-9]+(\.part.*)?"
)


def note_written(
    session: Session,
    export: Export,
    manifest: Manifest,
    *,
    kept_until: datetime | None,
    now: datetime,
) -> tuple[ExportFile, bool]:
    """Record that the file is there, or give what was recorded before; whether it is
    new. Without ``kept_until`` it was handed over and is not kept.
    """
    # Two workers may have written it: the second waits here for the first.
    session.get_one(Export, export.id, with_for_update={"key_share": True})
    earlier = session.scalar(
        select(ExportFile).where(ExportFile.export_id == export.id)
    )
    if earlier is not None:
        return earlier, False
    file = ExportFile(
        export_id=export.id,
        manifest=manifest.to_data(),
        digest=manifest.sha256,
        size=manifest.byte_count,
        kept_until=kept_until,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(file)
    session.flush()
    return file, True


def file_of(export: Export, folder: Path, *, now: datetime) -> Path:
    """Where the whole file lies. Raises ``ExportNotReady`` and ``ExportGone``."""
    if export.list_name:
        raise ExportGone
    file = export.file
    if file is None:
        raise ExportNotReady
    path = folder / name_of(export)
    if file.kept_until is None or file.kept_until <= now or file.removal is not None:
        raise ExportGone
    try:
        size = path.stat().st_size
    except OSError as error:
        raise ExportGone from error
    if size != file.size:
        raise ExportGone
    return path


def remove_overdue(session: Session, folder: Path, *, now: datetime) -> int:
    """Remove the files whose days are over, and record it; how many.

    So is what lies there and was given up: parts of files that were never finished.
    """
    overdue = session.scalars(
        select(ExportFile)
        .outerjoin(ExportRemoval, ExportRemoval.file_id == ExportFile.id)
        .where(ExportFile.kept_until <= now, ExportRemoval.id.is_(None))
        .with_for_update(of=ExportFile, skip_locked=True)
    ).all()
    for file in overdue:
        export = session.get_one(Export, file.export_id)
        (folder / name_of(export)).unlink(missing_ok=True)
        session.add(
            ExportRemoval(
                uuid=uuid4(), file_id=file.id, occurred_at=now, recorded_at=now
            )
        )
    session.flush()
    _remove_abandoned(session, folder, now=now)
    return len(overdue)


def _remove_abandoned(session: Session, folder: Path, *, now: datetime) -> None:
    if not folder.is_dir():
        return
    before = (now - ABANDONED).timestamp()
    for path in folder.iterdir():
        found = _OURS.fullmatch(path.name)
        if path.stat().st_mtime > before:
            continue
        if path.name.startswith(IN_BETWEEN):
            shutil.rmtree(path, ignore_errors=True)
        elif found and (found[2] or not _is_kept(session, UUID(found[1]))):
            path.unlink(missing_ok=True)


def _is_kept(session: Session, uuid: UUID) -> bool:
    kept = (
        select(ExportFile.id)
        .join(Export, Export.id == ExportFile.export_id)
        .outerjoin(ExportRemoval, ExportRemoval.file_id == ExportFile.id)
        .where(Export.uuid == uuid, ExportRemoval.id.is_(None))
    )
    return session.scalar(kept) is not None
