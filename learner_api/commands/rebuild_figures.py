"""``course rebuild-figures``: write what figures read anew."""

import click

from course.figures.keeping import rebuild_counted
from learner_api.commands.opening import opened_current, read_settings


@click.command
def command() -> None:
    """Write what figures read of each enrolment anew, from what happened.

    The database keeps it from fact to fact, so this is needed only where 'course
    doctor' says so, or after somebody loaded many records past the course. Figures can
    be asked for meanwhile; whoever learns waits until it is done. Nothing but what is
    kept for figures changes.

    \b
    Example:
      course rebuild-figures
    """
    with (
        opened_current(read_settings()) as database,
        database.writing() as session,
    ):
        written = rebuild_counted(session)
    click.echo(f"Enrolments that figures read: {written}.")
