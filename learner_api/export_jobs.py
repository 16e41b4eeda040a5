"""Files of exports: short ones are written while their asker waits, others as jobs."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from config.settings import Settings
from course import jobs
from course.errors import CourseError, sentence
from course.export_files import write_export
from course.exporting import (
    FoundExport,
    Wanted,
    ask_export,
    export_named,
    find_export,
    question_of,
    require_allowed,
    wanted_again,
)
from course.exports.asked import is_long
from course.exports.figure_rows import rows_there_are
from course.exports.manifest import Manifest
from course.exports_kept import note_written
from course.jobs import Progress
from course.models import Export, Job, User
from course.models.job import WRITE_EXPORT
from course.reports_due import tell_ready
from learner_api.database import Database
from learner_api.export_letters import ready_letter
from learner_api.translation import gettext as _
from learner_api.work import Shown, Work, Workplace, staff_of

# What a request writes itself; a file of more rows is a job.
AT_ONCE = 2000


def have_export(
    database: Database,
    settings: Settings,
    wanted: Wanted,
    *,
    op: UUID,
    now: datetime,
    by: User,
) -> tuple[FoundExport, bool]:
    """Have a file, and whether it is asked for anew. This commits.

    A short one is there when this returns. Raises what ``ask_export`` raises,
    ``ImpossibleFilter``, and of a short one what ``write_export`` raises: it is then on
    record as refused.
    """
    session = database.session
    export, is_new = ask_export(session, wanted, op=op, now=now, by=by)
    if export.file is None:
        # Whatever the filters refuse is refused before anything is kept.
        is_job = is_long(session, by, question_of(export), AT_ONCE) and export.has_names
        asked = {"export": str(export.uuid)}
        job, _is_new = jobs.ask(session, WRITE_EXPORT, asked, op=op, now=now, by=by)
        is_begun = not is_job and jobs.begin_job(session, job, now=now)
        database.commit()
        if is_begun:
            _write_at_once(database, settings, export, job, now=now, by=by)
    with database.reading() as reading:
        found = find_export(reading, by, export.uuid)
    if found is None:
        raise LookupError(export.uuid)
    return found, is_new


def kept_until(settings: Settings, now: datetime) -> datetime:
    """Until when a file that is written now is kept."""
    return now + timedelta(days=settings.export_days)


def _write_at_once(
    database: Database,
    settings: Settings,
    export: Export,
    job: Job,
    *,
    now: datetime,
    by: User,
) -> None:
    try:
        with database.reading() as session:
            manifest = write_export(session, export, by, settings.exports_dir)
    except CourseError as refusal:
        with database.writing() as session:
            jobs.note_refused(session, job.id, refusal, now=now)
        raise
    with database.writing() as session:
        _note(session, settings, export, manifest, now=now)
        jobs.note_done(session, job.id, {"export": str(export.uuid)}, now=now)


def _note(
    session: Session,
    settings: Settings,
    export: Export,
    manifest: Manifest,
    *,
    now: datetime,
) -> tuple[Any, bool]:
    until = kept_until(settings, now)
    return note_written(session, export, manifest, kept_until=until, now=now)


def _write(place: Workplace, job: Job, progress: Progress) -> dict[str, Any]:
    """Write the file and tell whom it is for, unless a worker before has done it."""
    result = {"export": job.asked["export"]}
    with place.database.reading() as session:
        by = staff_of(session, job)
        export = export_named(session, UUID(job.asked["export"]))
        if export.file is not None:
            return result
        require_allowed(session, wanted_again(export), by)
        if export.has_names:
            total = rows_there_are(session, by, question_of(export))
            with place.database.writing() as own:
                jobs.note_total(own, job.id, total)
        manifest = write_export(
            session, export, by, place.settings.exports_dir, progress=progress
        )
    with place.database.writing() as session:
        now = place.clock()
        file, is_new = _note(session, place.settings, export, manifest, now=now)
        if is_new:
            letter = ready_letter(place.settings.public_url)
            tell_ready(session, export, file, letter=letter, now=now)
    return result


def _place(_job: Job) -> list[tuple[str, str]]:
    return [(_("Statistics"), "/statistics"), (_("Files"), "/statistics/exports")]


def _page(job: Job) -> str:
    return f"/statistics/exports/{job.asked['export']}"


EXPORT_JOBS: dict[str, Work] = {WRITE_EXPORT: _write}
SHOWN = {WRITE_EXPORT: Shown(sentence("A file is written"), _place, _page, _page)}
