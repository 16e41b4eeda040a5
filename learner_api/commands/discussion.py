"""``course discussion``: write the letters about what is new."""

from datetime import UTC, datetime

import click

from course.catalogue import load_catalogue
from course.discussion_digests import cohorts_with_news, write_digests
from learner_api.commands.opening import opened_current, read_settings
from learner_api.discussion_letters import digest_letter


@click.group
def command() -> None:
    """Write the letters about what is new in the discussions of the cohorts.

    \b
    Example:
      course discussion digest
    """


@command.command("digest")
def digest() -> None:
    """Write to everybody for whom others have written something new; mail leaves later.

    Let a timer run it once a day. Run twice, it writes nothing twice: a person gets one
    letter a day and cohort, none where nothing is new, and none who said no.

    \b
    Example:
      course discussion digest
    """
    settings = read_settings()
    now = datetime.now(UTC)
    letters = 0
    letter = digest_letter(settings.public_url, load_catalogue())
    with opened_current(settings) as database:
        with database.reading() as session:
            cohorts = cohorts_with_news(session, now=now)
        for cohort_id in cohorts:
            # One cohort at a time, so that nobody who writes waits for all letters.
            with database.writing() as session:
                letters += write_digests(session, cohort_id, letter=letter, now=now)
    click.echo(f"Letters: {letters}. Cohorts with something new: {len(cohorts)}.")
