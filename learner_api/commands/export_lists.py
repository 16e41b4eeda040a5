"""``course export certified`` and ``rule-change``: lists of people, by name."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from course.catalogue import load_catalogue
from course.certified import CertifiedQuery
from course.exports.certified import certified_table
from course.exports.rule_changes import list_table
from course.names_taken import certified_list, rule_change_list
from course.rule_change_listing import GROUPS
from course.rule_change_plan import RuleScope
from learner_api.commands.export_names import refuse_without_purpose, write_names
from learner_api.commands.export_output import write_table
from learner_api.commands.exporting import (
    Moment,
    cohort_named,
    find_cohort,
    format_option,
    output_option,
    purpose_option,
    refuse_unknown_course,
)
from learner_api.commands.opening import opened_current, read_settings


@click.command("certified")
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
@purpose_option
@format_option
@output_option
def certified(
    course_key: str,
    cohort_key: str | None,
    day: datetime | None,
    as_known_on: datetime | None,
    purpose: str | None,
    suffix: str,
    output: Path | None,
) -> None:
    """Who was certified on a day, as it was known on another: a row each.

    The same question as the page and the API ask. Rows name people: say what for, which
    is recorded first, and keep the file as carefully as the database.

    \b
    Example:
      course export certified --course mainstreaming --on 2026-12-31 \\
        --as-known-on 2027-01-15T12:00Z \\
        --purpose "The yearly report to the board." --output certified.csv
    """
    refuse_without_purpose(purpose, has_names=True)
    settings = read_settings()
    zone = ZoneInfo(settings.office_zone)
    known_on = as_known_on or datetime.now(UTC)
    on = day.date() if day else datetime.now(zone).date()
    with opened_current(settings) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = CertifiedQuery(on, known_on, zone, course_key, cohort)
        write_names(
            database,
            certified_list(query, course_key, suffix),
            purpose,
            output,
            lambda: write_table(certified_table(session, query), suffix, output),
        )


@click.command("rule-change")
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
@purpose_option
@format_option
@output_option
def rule_change(
    course_key: str,
    cohort_key: str | None,
    group: str,
    purpose: str | None,
    suffix: str,
    output: Path | None,
) -> None:
    """Whom the rule of today's files would touch: one list of the preview.

    Nothing is changed. Changing it is for administrators, on the page Rules. Rows name
    people: say what for, which is recorded first.

    \b
    Example:
      course export rule-change --course mainstreaming --list newly-meets \\
        --purpose "Who is to be told of the new rule." --output newly-meets.csv
    """
    refuse_without_purpose(purpose, has_names=True)
    to = load_catalogue().course(course_key)
    with opened_current(read_settings()) as database, database.reading() as session:
        found = find_cohort(session, course_key, cohort_key) if cohort_key else None
        scope = RuleScope.of(course_key, found)
        now = datetime.now(UTC)
        write_names(
            database,
            rule_change_list(to, scope, group, suffix, now=now),
            purpose,
            output,
            lambda: write_table(
                list_table(session, to, scope, group, now=now), suffix, output
            ),
        )
