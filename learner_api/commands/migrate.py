"""``course migrate``: bring the database to this version."""

import click

from course.migrations import HEAD, is_current, upgrade
from learner_api.commands.opening import opened, read_settings


@click.command
def command() -> None:
    """Bring the database to this version of the course, wholly or not at all.

    Make a backup first; migrations go forward only. A database that is already at
    this version is left as it is.

    \b
    Example:
      course migrate
    """
    with opened(read_settings()) as database:
        if is_current(database.engine):
            click.echo(f"The database is already at version {HEAD}.")
            return
        upgrade(database.engine)
    click.echo(f"The database is now at version {HEAD}.")
