"""``course discussion``: write the letters about what is new."""

from datetime import UTC, datetime

import click

from course.catalogue import load_catalogue
from course.discussion_digests import digests_due, write_digests
from learner_api.commands.opening import opened_current, read_settings
from learner_api.discussion_letters import digest_letter
from learner_api.stop_tokens import stop_tokens

AT_ONCE = 200


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
    letter a day of all their cohorts, none where nothing is new, and none who said no.

    \b
    Example:
      course discussion digest
    """
    settings = read_settings()
    now = datetime.now(UTC)
    letters = 0
    letter = digest_letter(settings.public_url, load_catalogue(), stop_tokens(settings))
    with opened_current(settings) as database:
        with database.reading() as session:
            due = digests_due(session, now=now)
        people = sorted(due)
        for first in range(0, len(people), AT_ONCE):
            # Some at a time, so that nobody who writes waits for all letters.
            some = {each: due[each] for each in people[first : first + AT_ONCE]}
            with database.writing() as session:
                letters += write_digests(session, some, letter=letter, now=now)
    click.echo(f"Letters: {letters}.")
