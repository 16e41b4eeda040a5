"""``course doctor``: compare what is kept with what happened."""

from itertools import chain

import click
from sqlalchemy.orm import Session

from course.doctor import examine, examine_seals, record_count
from learner_api.commands.bars import progress_bar
from learner_api.commands.opening import opened_current, read_settings
from learner_api.keys import read_ring


@click.command
def command() -> None:
    """Work out again whatever the database keeps for speed, and name each difference.

    Every enrolment's standing is folded from its facts, and its cohort and withdrawal
    held against its events; the words of every award and of every roadmap that was
    handed in are held against their digest, every person against their latest profile.
    Every mark is worked out again from the answers, what people gave, and the
    corrections of its day, and what figures read of every enrolment from its facts.
    Every release, correction of a name and renewal is held against what came of it,
    and what was signed is checked with the keys. Nothing is changed. It ends with 1
    when something differs, which should never be: a restore went wrong, somebody
    edited the database by hand, or the course has a defect.

    \b
    Example:
      course doctor
    """
    settings = read_settings()
    ring = read_ring(settings.keys_dir)
    with opened_current(settings) as database, database.reading() as session:
        _read_one_snapshot(session)
        total, differences = record_count(session), 0
        with progress_bar(total, "Examining the record") as told:
            for found in chain(examine(session), examine_seals(session, ring)):
                for difference in found:
                    click.echo(str(difference))
                differences += len(found)
                told()
    if differences:
        raise click.ClickException(
            f"{differences} differences in {total} records. Nothing was changed."
        )
    click.echo(f"All is well: {total} records are kept as the facts say.")


def _read_one_snapshot(session: Session) -> None:
    # A transaction on SQLite is one snapshot always.
    if session.get_bind().dialect.name == "postgresql":
        session.connection(
            execution_options={
                "isolation_level": "REPEATABLE READ",
                "postgresql_readonly": True,
            }
        )
