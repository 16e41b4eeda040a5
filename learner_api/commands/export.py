"""``course export``: figures as a file."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from course.exports.completions import BREAKDOWNS, counts_table, rows_table
from course.exports.figure_rows import rows_there_are
from course.exports.manifest import Manifest
from course.figures.query import StatisticsQuery
from course.item_query import WHICH, ItemQuery, Which
from course.item_statistics import gather
from course.models import User
from course.names_taken import completions_list
from learner_api.commands import export_statements
from learner_api.commands.bars import progress_bar
from learner_api.commands.export_files import check, figures, rows
from learner_api.commands.export_lists import certified, rule_change
from learner_api.commands.export_names import refuse_without_purpose, write_names
from learner_api.commands.export_output import write_table
from learner_api.commands.exporting import (
    as_of_option,
    cohort_named,
    cohort_of_key,
    format_option,
    output_option,
    purpose_option,
    refuse_unknown_course,
    refuse_unknown_quiz,
)
from learner_api.commands.opening import opened_current, read_settings
from learner_api.item_statistics import ItemStatistics
from learner_api.item_table import items_table
from quizzes.analysis import NotAnalysed, analyse_aside

# Nobody asks from a shell but whoever keeps the database: they see it all.
_EVERYBODY = User(role="administrator")


@click.group
def command() -> None:
    """Write figures and the record, in one of several formats.

    They go to a file that bears its name once it is whole, with a manifest beside it,
    or to the standard output, which gets no manifest. Whoever takes names says what
    for; that is recorded before the first name is written.

    \b
    Example:
      course export figures --course mainstreaming --by country \\
        --output countries.csv
    """


command.add_command(export_statements.command)
command.add_command(certified)
command.add_command(rule_change)
command.add_command(rows)
command.add_command(figures)
command.add_command(check)


@command.command("completions")
@click.option("--course", "course_key", required=True, help="The key of the course.")
@click.option("--cohort", "cohort_key", help="Only the cohort of this key.")
@click.option(
    "--by", type=click.Choice(BREAKDOWNS), help="Counts by this, and nobody's name."
)
@as_of_option
@purpose_option
@format_option
@output_option
def completions(
    course_key: str,
    cohort_key: str | None,
    by: str | None,
    as_of: datetime | None,
    purpose: str | None,
    suffix: str,
    output: Path | None,
) -> None:
    """Who enrolled, started and completed: a row for each enrolment, or counts.

    Counts are of people: whoever took the course again is one. The same question as the
    page, the API and its files ask, with an administrator's eyes. Rows name people: say
    what for, which is recorded first, and keep the file as carefully as the database.
    Counts take no purpose.

    \b
    Example:
      course export completions --course mainstreaming --by country \\
        --as-of 2026-06-30T18:00Z
    """
    refuse_without_purpose(purpose, has_names=by is None)
    moment = as_of or datetime.now(UTC)
    with opened_current(read_settings()) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = StatisticsQuery(
            course_key, moment, cohort=cohort, by=(by,) if by else ()
        )
        if by:
            write_table(counts_table(session, _EVERYBODY, query), suffix, output)
            return
        write_names(
            database,
            completions_list(query, suffix),
            purpose,
            output,
            lambda: _write_rows(session, query, suffix, output),
        )


@command.command("item-statistics")
@click.argument("quiz_key", metavar="QUIZ")
@click.option("--cohort", "cohort_key", help="Only the cohort of this key.")
@click.option(
    "--which",
    type=click.Choice(WHICH),
    default=WHICH[0],
    show_default=True,
    help="Of each learner the attempt that counts, or all of them.",
)
@as_of_option
@format_option
@output_option
def item_statistics(
    quiz_key: str,
    cohort_key: str | None,
    which: Which,
    as_of: datetime | None,
    suffix: str,
    output: Path | None,
) -> None:
    """How good the questions of a quiz are: a row each, with intervals.

    The same question as the page and the API ask, with an administrator's eyes. A
    figure that would rest on too few attempts is left out.

    \b
    Example:
      course export item-statistics setting-up --output setting-up.csv
    """
    refuse_unknown_quiz(quiz_key)
    with opened_current(read_settings()) as database, database.reading() as session:
        cohort = cohort_of_key(session, cohort_key) if cohort_key else None
        query = ItemQuery(quiz_key, as_of or datetime.now(UTC), cohort, which)
        gathered = gather(session, _EVERYBODY, query)
    try:
        told = ItemStatistics(gathered, analyse_aside(gathered.sittings))
    except NotAnalysed as error:
        raise click.ClickException(
            f"The figures were not worked out. {error}"
        ) from None
    write_table(items_table(told), suffix, output)


def _write_rows(
    session: Session, query: StatisticsQuery, suffix: str, output: Path | None
) -> Manifest | None:
    """Write named rows; they move a bar where one can be seen."""
    table = rows_table(session, _EVERYBODY, query)
    if output is None and sys.stdout.isatty():
        # The rows themselves are on the screen.
        return write_table(table, suffix, output)
    total = rows_there_are(session, _EVERYBODY, query)
    with progress_bar(total, "Writing rows") as told:
        return write_table(table, suffix, output, told)
