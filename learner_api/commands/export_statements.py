"""``course export statements``: the record for a learning record store."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from course.export_parts import PartFile
from course.export_places import write_in_place
from course.exports.manifest import Manifest
from course.exports.xapi import StatementsQuery, statement_lines, statements_manifest
from course.models import User
from course.names_taken import statements_list
from learner_api.commands.export_names import refuse_without_purpose, write_names
from learner_api.commands.export_output import said_of, standard_output
from learner_api.commands.exporting import (
    as_of_option,
    cohort_named,
    output_option,
    purpose_option,
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
@purpose_option
@output_option
def command(
    course_key: str,
    cohort_key: str | None,
    as_of: datetime | None,
    with_names: bool,
    purpose: str | None,
    output: Path | None,
) -> None:
    """The learners' record as statements of xAPI 1.0.3: JSON, one a line.

    Addresses begin with COURSE_PUBLIC_URL. Send what comes to a learning record store;
    what it has already, it keeps once. Send it always with names or always without:
    a store refuses a statement that it knows with another actor. Whoever takes names
    says what for, which is recorded first, and keeps the file as carefully as the
    database; without names there is no purpose to say.

    \b
    Example:
      course export statements --course mainstreaming \\
        --output statements.jsonl
    """
    refuse_without_purpose(purpose, has_names=with_names)
    settings = read_settings()
    moment = as_of or datetime.now(UTC)
    with opened_current(settings) as database, database.reading() as session:
        refuse_unknown_course(session, course_key)
        cohort = cohort_named(session, course_key, cohort_key) if cohort_key else None
        query = StatementsQuery(course_key, moment, cohort, with_names)

        def write() -> Manifest | None:
            # Nobody asks from a shell but whoever keeps the database.
            everybody = User(role="administrator")
            address = settings.public_url
            with closing(statement_lines(session, everybody, query, address)) as lines:
                return _write_lines(lines, query, output)

        if with_names:
            write_names(database, statements_list(query), purpose, output, write)
        else:
            write()


def _write_lines(
    lines: Iterator[bytes], query: StatementsQuery, output: Path | None
) -> Manifest | None:
    if output is None:
        with standard_output() as file:
            file.writelines(lines)
        return None

    def write(part: PartFile, _folder: Path) -> Manifest:
        part.go_on("")
        count = 0
        for line in lines:
            part.write(line)
            count += 1
        told = part.digest, part.size
        return statements_manifest(query, count, told, output.name)

    with said_of(output):
        return write_in_place(output, write)
