"""``course export statements``: the record for a learning record store."""

from datetime import UTC, datetime
from pathlib import Path

import click

from course.exports.xapi import StatementsQuery, statement_lines
from course.models import User
from learner_api.commands.exporting import (
    as_of_option,
    cohort_named,
    opened,
    output_option,
    refuse_unknown_course,
)
from learner_api.commands.opening import opened_current, read_settings


@click.command("statements")
@click.option("--course", "course_key", required=True, help="The key of the course.")
@click.option("--cohort", "cohort_key", help="Only the cohort of this key.")
@as_of_option
@click.option(
    "--with-names",
    is_flag=True,
    help="Learners by name and address, instead of by an account without a name.",
)
@output_option
def command(
    course_key: str,
    cohort_key: str | None,
    as_of: datetime | None,
    with_names: bool,
    output: Path | None,
) -> None:
    """The learners' record as statements of xAPI 1.0.3: JSON, one a line.

    Addresses begin with COURSE_PUBLIC_URL. Send what comes to a learning record store;
    what it has already, it keeps once. Send it always with names or always without:
    a store refuses a statement that it knows with another actor. Keep a file with
    names as carefully as the database.

    \b
    Example:
      course export statements --course mainstreaming \\
        --output statements.jsonl
    """
    settings = read_settings()
    moment = as_of or datetime.now(UTC)
    # Nobody asks from a shell but whoever keeps the database: they see it all.
    everybody = User(role="administrator")
    with opened_current(settings) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = StatementsQuery(course_key, moment, cohort, with_names)
        lines = statement_lines(session, everybody, query, settings.public_url)
        with opened(output) as file:
            for line in lines:
                file.write(line)
