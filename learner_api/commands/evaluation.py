"""``course evaluation``: ask those who agreed what became of the course."""

from datetime import UTC, datetime

import click

from course import follow_ups
from course.catalogue import load_catalogue
from course.evaluation_boxes import gather_leftovers
from learner_api.commands.opening import opened_current, read_settings
from learner_api.follow_up_letters import follow_up_letter


@click.group
def command() -> None:
    """Ask those who agreed what became of the course.

    \b
    Example:
      course evaluation due
    """


@command.command("due")
@click.option("--dry-run", is_flag=True, help="Count who is due and write nothing.")
def due(dry_run: bool) -> None:
    """Write to those who agreed, after three months and once more; mail is written.

    What is left over of cohorts that ended nine months ago, and is too little to be
    shown for them, is put together for the course. Let a timer run it once a night. Run
    twice, it does nothing twice.

    \b
    Example:
      course evaluation due
    """
    settings = read_settings()
    now = datetime.now(UTC)
    with opened_current(settings) as database:
        if dry_run:
            with database.writing() as session:
                count = len(follow_ups.due(session, now=now))
            click.echo(f"To be written to: {count}.")
            return
        courses = load_catalogue().courses.values()
        letter = follow_up_letter(
            settings.public_url, {course.key: course.title for course in courses}
        )
        with database.writing() as session:
            written = follow_ups.write_due(session, letter=letter, now=now)
            moved = gather_leftovers(session, today=now.date(), now=now)
    click.echo(f"Written to: {written}. Left over and put together: {moved}.")
