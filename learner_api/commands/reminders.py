"""``course reminders``: remind those who have something to do."""

from datetime import UTC, datetime

import click

from course.catalogue import load_catalogue
from course.reminders import running_cohorts, write_reminders
from course.reminding import QuietHours
from learner_api.commands.opening import opened_current, read_settings
from learner_api.reminder_letters import reminder_letter
from learner_api.stop_tokens import stop_tokens


@click.group
def command() -> None:
    """Remind the learners of led runs of what is due.

    \b
    Example:
      course reminders due
    """


@command.command("due")
def due() -> None:
    """Write to whoever has not done a module: before it is due, and after.

    A learner is reminded three days before the last day at the earliest, and once more
    within a week after it; of each module once before and once after, and of none that
    they have done. Nobody is written to in their quiet hours, which are from
    COURSE_QUIET_FROM to COURSE_QUIET_UNTIL by the clock of where they live: let a timer
    run this every hour, and the letter leaves in their morning. Who wants no reminders
    says so by the link in the letter, or in the profile. Run twice, it writes nothing
    twice.

    \b
    Example:
      course reminders due
    """
    settings = read_settings()
    now = datetime.now(UTC)
    letters = 0
    letter = reminder_letter(
        settings.public_url, load_catalogue(), stop_tokens(settings)
    )
    with opened_current(settings) as database:
        with database.reading() as session:
            cohorts = running_cohorts(session, now=now)
        for cohort_id in cohorts:
            # One cohort at a time, so that nobody who writes waits for all letters.
            with database.writing() as session:
                letters += write_reminders(
                    session,
                    cohort_id,
                    letter=letter,
                    quiet=QuietHours(settings.quiet_from, settings.quiet_until),
                    office=settings.zone,
                    now=now,
                )
    click.echo(f"Letters: {letters}. Runs that were looked at: {len(cohorts)}.")
