"""``course reporting``: let analysts read the record by SQL, and say what is there."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ProgrammingError

from course.reporting import SCHEMA, VIEWS, dictionary, granting
from learner_api.commands.opening import opened_current, read_settings

FORMATS = ("markdown", "csv")


@click.group
def command() -> None:
    """Let a role of PostgreSQL read the record, and describe what it reads.

    The views are made for programs that draw charts. They show no names, unless these
    are granted, and nothing can be written by them. SQLite has none of this.

    \b
    Example:
      course reporting grant analyst
    """


@command.command("grant")
@click.argument("role")
@click.option("--with-names", is_flag=True, help="What names people too.")
def grant(role: str, with_names: bool) -> None:
    """Let a role of the database server read the views.

    The role must be there: CREATE ROLE makes one. Said again without --with-names,
    this takes the names back.

    \b
    Example:
      course reporting grant analyst
    """
    with _changing(role) as connection:
        views = granting.grant(connection, role, with_names=with_names)
        reads_tables = granting.reads_tables(connection, role)
    click.echo(f"{role} may read in the schema {SCHEMA}:")
    _list(views)
    if reads_tables:
        click.echo(
            f"Beware: {role} may read the tables beneath as well, names and all.",
            err=True,
        )


@command.command("revoke")
@click.argument("role")
def revoke(role: str) -> None:
    """Let a role read the views no longer.

    \b
    Example:
      course reporting revoke analyst
    """
    with _changing(role) as connection:
        views = granting.revoke(connection, role)
    if not views:
        click.echo(f"{role} could read nothing in the schema {SCHEMA}.")
        return
    click.echo(f"{role} may no longer read in the schema {SCHEMA}:")
    _list(views)


@command.command("describe")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    help="How to write it.",
)
def describe(form: str) -> None:
    """Print every view and column with its type and what stands in it.

    \b
    Example:
      course reporting describe > reporting.md
    """
    if form == "markdown":
        click.echo(dictionary.as_markdown(), nl=False)
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(dictionary.HEADINGS)
    writer.writerows(dictionary.rows())


@contextmanager
def _changing(role: str) -> Iterator[Connection]:
    """A connection to PostgreSQL that commits at the end, or one clear line."""
    with opened_current(read_settings()) as database:
        if database.engine.dialect.name != "postgresql":
            raise click.ClickException(
                "Only a database of PostgreSQL has views for analysts; this is SQLite."
            )
        try:
            with database.engine.begin() as connection:
                yield connection
        except granting.NoSuchRole:
            raise click.ClickException(
                f"The database server has no role called '{role}'. CREATE ROLE makes "
                "one."
            ) from None
        except ProgrammingError as error:
            reason = str(error.orig).strip().partition("\n")[0]
            raise click.ClickException(f"The server refused: {reason}") from error


def _list(views: tuple[str, ...]) -> None:
    naming = {view.name for view in VIEWS if view.names}
    for view in views:
        click.echo(f"- {view} (names people)" if view in naming else f"- {view}")
