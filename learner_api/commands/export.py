"""``course export``: figures as a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from course.catalogue import load_catalogue
from course.certified import CertifiedQuery
from course.exports import Table
from course.exports.certified import certified_table
from course.exports.completions import BREAKDOWNS, counts_table, rows_table
from course.exports.figure_rows import rows_there_are
from course.exports.rule_changes import list_table
from course.figures.query import StatisticsQuery
from course.item_query import WHICH, ItemQuery, Which
from course.item_statistics import gather
from course.models import User
from course.rule_change_listing import GROUPS
from course.rule_change_plan import RuleScope
from learner_api.commands import export_statements
from learner_api.commands.bars import progress_bar
from learner_api.commands.export_files import check, figures, rows
from learner_api.commands.exporting import (
    Moment,
    Watched,
    as_of_option,
    cohort_named,
    cohort_of_key,
    find_cohort,
    format_option,
    output_option,
    refuse_unknown_course,
    refuse_unknown_quiz,
    write_table,
)
from learner_api.commands.opening import opened_current, read_settings
from learner_api.item_statistics import ItemStatistics
from learner_api.item_table import items_table
from quizzes.analysis import NotAnalysed, analyse_aside


@click.group
def command() -> None:
    """Write figures and the record, in one of several formats.

    They go to the standard output, or to a file that bears its name once it is whole.

    \b
    Example:
      course export figures --course mainstreaming --by country \\
        --output countries.csv
    """


command.add_command(export_statements.command)
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
@format_option
@output_option
def completions(
    course_key: str,
    cohort_key: str | None,
    by: str | None,
    as_of: datetime | None,
    suffix: str,
    output: Path | None,
) -> None:
    """Who enrolled, started and completed: a row for each enrolment, or counts.

    Counts are of people: whoever took the course again is one. The same question as the
    page, the API and its files ask, with an administrator's eyes. Rows name people:
    keep the file as carefully as the database.

    \b
    Example:
      course export completions --course mainstreaming --by country \\
        --as-of 2026-06-30T18:00Z
    """
    moment = as_of or datetime.now(UTC)
    with opened_current(read_settings()) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = StatisticsQuery(
            course_key, moment, cohort=cohort, by=(by,) if by else ()
        )
        with _watched(session, query, output) as table:
            write_table(table, suffix, output)


@command.command("certified")
@click.option("--course", "course_key", required=True, help="The key of the course.")
@click.option("--cohort", "cohort_key", help="Only the cohort of this key.")
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day, as the issuing office counts; otherwise today.",
)
@click.option(
    "--as-known-on",
    type=Moment(),
    help="As it was known then, such as 2026-06-30T18:00Z; otherwise as it is now.",
)
@format_option
@output_option
def certified(
    course_key: str,
    cohort_key: str | None,
    day: datetime | None,
    as_known_on: datetime | None,
    suffix: str,
    output: Path | None,
) -> None:
    """Who was certified on a day, as it was known on another: a row each.

    The same question as the page and the API ask. Rows name people: keep the file as
    carefully as the database.

    \b
    Example:
      course export certified --course mainstreaming --on 2026-12-31 \\
        --as-known-on 2027-01-15T12:00Z
    """
    settings = read_settings()
    zone = ZoneInfo(settings.office_zone)
    known_on = as_known_on or datetime.now(UTC)
    on = day.date() if day else datetime.now(zone).date()
    with opened_current(settings) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = CertifiedQuery(on, known_on, zone, course_key, cohort)
        write_table(certified_table(session, query), suffix, output)


@command.command("rule-change")
@click.option("--course", "course_key", required=True, help="The key of the course.")
@click.option("--cohort", "cohort_key", help="Only the cohort of this key.")
@click.option(
    "--list",
    "group",
    type=click.Choice(GROUPS),
    default="falls-short",
    show_default=True,
    help="Which list of the preview.",
)
@format_option
@output_option
def rule_change(
    course_key: str,
    cohort_key: str | None,
    group: str,
    suffix: str,
    output: Path | None,
) -> None:
    """Whom the rule of today's files would touch: one list of the preview.

    Nothing is changed. Changing it is for administrators, on the page Rules.

    \b
    Example:
      course export rule-change --course mainstreaming --list newly-meets
    """
    to = load_catalogue().course(course_key)
    with opened_current(read_settings()) as database, database.reading() as session:
        found = find_cohort(session, course_key, cohort_key) if cohort_key else None
        scope = RuleScope.of(course_key, found)
        table = list_table(session, to, scope, group, now=datetime.now(UTC))
        write_table(table, suffix, output)


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
    everybody = User(role="administrator")
    with opened_current(read_settings()) as database, database.reading() as session:
        cohort = cohort_of_key(session, cohort_key) if cohort_key else None
        query = ItemQuery(quiz_key, as_of or datetime.now(UTC), cohort, which)
        gathered = gather(session, everybody, query)
    try:
        told = ItemStatistics(gathered, analyse_aside(gathered.sittings))
    except NotAnalysed as error:
        raise click.ClickException(
            f"The figures were not worked out. {error}"
        ) from None
    write_table(items_table(told), suffix, output)


@contextmanager
def _watched(
    session: Session, query: StatisticsQuery, output: Path | None
) -> Iterator[Table]:
    """What is to be written; its rows move a bar where one can be seen."""
    # Nobody asks from a shell but whoever keeps the database: they see it all.
    everybody = User(role="administrator")
    if query.by:
        yield counts_table(session, everybody, query)
        return
    table = rows_table(session, everybody, query)
    if output is None and sys.stdout.isatty():
        # The rows themselves are on the screen.
        yield table
        return
    total = rows_there_are(session, everybody, query)
    with progress_bar(total, "Writing rows") as told:
        yield replace(table, tally=Watched(told))
