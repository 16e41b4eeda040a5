"""``course export rows``, ``figures`` and ``check``: files with their manifest."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import click
from sqlalchemy.orm import Session

from course.export_files import write_export_in_place
from course.exporting import Content, Wanted, ask_export, question_of
from course.exports.figure_rows import rows_there_are
from course.exports.manifest import Manifest, check_manifest, manifest_name
from course.exports_kept import note_written
from course.figures.query import BREAKDOWNS, DETAILS, MEASURES, StatisticsQuery
from course.models import Export, User
from learner_api.commands.bars import progress_bar
from learner_api.commands.export_output import refuse_unwritable, said_of
from learner_api.commands.exporting import (
    Moment,
    cohort_named,
    format_option,
    refuse_unknown_course,
)
from learner_api.commands.opening import opened_current, read_settings
from learner_api.database import Database

Command = TypeVar("Command", bound=Callable[..., Any])


class Filter(click.ParamType[tuple[str, str]]):
    """One group of a breakdown, such as country=GH."""

    name = "breakdown=group"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        name, equals, group = str(value).partition("=")
        if not equals:
            self.fail(f"{value!r} is not a filter such as country=GH.", param, ctx)
        return name, group


def _asking(command: Command) -> Command:
    """The options of a question, and where its file goes."""
    for option in reversed(
        (
            click.option(
                "--course", "course_key", required=True, help="The key of the course."
            ),
            click.option("--cohort", "cohort_key", help="Only the cohort of this key."),
            click.option(
                "--edition",
                help="Only those held to the edition of the course with this digest.",
            ),
            click.option(
                "--where",
                type=Filter(),
                multiple=True,
                help="Only these, such as country=GH; may be given again.",
            ),
            click.option(
                "--since",
                type=click.DateTime(["%Y-%m-%d"]),
                help="Only those enrolled on this day or later, in UTC.",
            ),
            click.option(
                "--until",
                type=click.DateTime(["%Y-%m-%d"]),
                help="Only those enrolled on this day or earlier, in UTC.",
            ),
            click.option(
                "--as-of",
                type=Moment(),
                help="As it was known then, such as 2026-06-30T18:00Z; otherwise as of "
                "the latest moment that is settled.",
            ),
            format_option,
            click.option(
                "--output",
                type=click.Path(dir_okay=False, path_type=Path),
                required=True,
                help="The file to write; its manifest lies beside it.",
            ),
        )
    ):
        command = option(command)
    return command


@click.command("rows")
@_asking
@click.option(
    "--purpose",
    required=True,
    help="What the names are needed for: 10 to 500 characters, which stay on record.",
)
def rows(purpose: str, **asked: Any) -> None:
    """Learners by name: a row for each enrolment, and a manifest beside the file.

    That names were taken, and what for, is recorded before the first is written. Keep
    the file as carefully as the database. The same question as of the same moment
    gives the same bytes. Where --as-of was given, the same command goes on with CSV and
    JSON Lines where a run broke off; whatever else an earlier run left is wiped out.

    \b
    Example:
      course export rows --course mainstreaming --where region=africa \\
        --purpose "The yearly report to the board." --output africa.csv
    """
    _export("rows", purpose=purpose, **asked)


@click.command("figures")
@_asking
@click.option(
    "--by",
    type=click.Choice(BREAKDOWNS),
    multiple=True,
    help="Counted by this; may be given twice.",
)
@click.option(
    "--measure",
    type=click.Choice(MEASURES),
    default=MEASURES[0],
    show_default=True,
    help="What is told of them; counts alone are told by groups. Protected, there are "
    "no months, and all but counts are of everybody, without --where and --cohort.",
)
@click.option(
    "--detail",
    type=click.Choice(DETAILS),
    default=DETAILS[0],
    show_default=True,
    help="Protected: for publication, without numbers that would tell of few people.",
)
def figures(**asked: Any) -> None:
    """How many people came how far, and a manifest beside the file. It names nobody.

    \b
    Example:
      course export figures --course mainstreaming --by country \\
        --detail protected --output countries.csv
    """
    _export("figures", purpose=None, **asked)


@click.command("check")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Whether a file is, byte for byte, what the manifest beside it says.

    Ends with 1 where it is not.

    \b
    Example:
      course export check africa.csv
    """
    beside = file.with_name(manifest_name(file.name))
    try:
        manifest = Manifest.from_data(json.loads(beside.read_bytes()))
    except OSError as error:
        raise click.ClickException(
            f"{beside} cannot be read: {error.strerror}."
        ) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{beside} is no manifest.") from error
    differences = check_manifest(file, manifest)
    if differences:
        told = "\n".join(
            f"- {each.name}: the manifest says {each.said}, found was {each.found}"
            for each in differences
        )
        raise click.ClickException(f"{file} is not what its manifest says:\n{told}")
    as_of = f" as of {manifest.as_of}," if manifest.as_of else ""
    click.echo(
        f"{file} is what its manifest says: {manifest.row_count} rows,{as_of} SHA-256 "
        f"{manifest.sha256}."
    )


def _export(content: Content, *, output: Path, **asked: Any) -> None:
    refuse_unwritable(output)
    with opened_current(read_settings()) as database:
        with database.writing() as session:
            refuse_unknown_course(session, asked["course_key"])
            wanted = _wanted(session, content, asked)
            export, _is_new = ask_export(
                session, wanted, op=uuid4(), now=datetime.now(UTC), by=None
            )
        with said_of(output):
            # As of another moment there would be nothing to go on with.
            manifest = _write(database, export, output, goes_on=not wanted.is_latest)
        with database.writing() as session:
            note_written(
                session, export, manifest, kept_until=None, now=datetime.now(UTC)
            )
    click.echo(
        f"{manifest.row_count} rows as of {manifest.as_of}: {output} and its manifest "
        f"{manifest_name(output.name)}.",
        err=True,
    )


def _write(
    database: Database, export: Export, output: Path, *, goes_on: bool
) -> Manifest:
    # Nobody asks from a shell but whoever keeps the database: they see it all.
    everybody = User(role="administrator")
    with database.reading() as session:
        query = question_of(export)
        total = rows_there_are(session, everybody, query) if export.has_names else 0
        with progress_bar(total, "Writing rows") as told:
            return write_export_in_place(
                session, export, everybody, output, goes_on=goes_on, progress=told
            )


def _wanted(session: Session, content: Content, asked: dict[str, Any]) -> Wanted:
    course, cohort_key = asked["course_key"], asked["cohort_key"]
    cohort: UUID | None = (
        cohort_named(session, course, cohort_key) if cohort_key else None
    )
    since, until = asked["since"], asked["until"]
    query = StatisticsQuery(
        course,
        asked["as_of"] or datetime.now(UTC),
        cohort=cohort,
        edition=asked["edition"],
        enrolled_since=since.date() if since else None,
        enrolled_until=until.date() if until else None,
        where=asked["where"],
        by=tuple(asked.get("by", ())),
        measures=(asked.get("measure", MEASURES[0]),),
        detail=asked.get("detail", "exact"),
    )
    return Wanted(
        content,
        query,
        asked["suffix"],
        asked["purpose"],
        is_latest=asked["as_of"] is None,
    )
