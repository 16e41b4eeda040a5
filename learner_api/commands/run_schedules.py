"""``course run-schedules``: export what is due every month, remove what was kept."""

from datetime import UTC, datetime

import click

from config.logs import configure_logs
from course.errors import CourseError
from course.exports_kept import remove_overdue
from course.reports_due import due_months, export_month
from learner_api.app import office_of
from learner_api.commands.opening import opened_current, read_settings
from learner_api.jobs import run_waiting


@click.command
def command() -> None:
    """Export the reports that are due, tell their readers, remove old files.

    A report is as of the end of the month before, by the clock of the office. Let a
    timer run this every hour: a month that was missed is made up for, and none is sent
    twice. Files of exports whose COURSE_EXPORT_DAYS are over are removed.

    \b
    Example:
      course run-schedules
    """
    settings = read_settings()
    configure_logs(settings.log_level)
    now = datetime.now(UTC)
    asked = 0
    with opened_current(settings) as database:
        with database.reading() as session:
            due = due_months(session, zone=settings.zone, now=now)
        for schedule_id, month in due:
            try:
                with database.writing() as session:
                    export = export_month(
                        session, schedule_id, month, zone=settings.zone, now=now
                    )
                    asked += export is not None
            except CourseError as refusal:
                # One that cannot be is tried again, and keeps no other back.
                click.echo(f"{month} of a report waits: {refusal.message}", err=True)
        ran = run_waiting(database, settings, office_of(settings))
        with database.writing() as session:
            removed = remove_overdue(session, settings.exports_dir, now=now)
    click.echo(
        f"Reports: {asked}. Jobs done: {ran.done}. Refused: {ran.refused}. "
        f"Failed: {ran.failed}. Files removed: {removed}."
    )
