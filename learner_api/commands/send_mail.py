"""``course send-mail``: send what waits in the outbox."""

import signal
from threading import Event
from types import FrameType

import click

from config.logs import configure_logs
from learner_api.commands.opening import opened_current, read_settings
from learner_api.mail import keep_sending, send_waiting


@click.command
@click.option(
    "--once/--watch",
    default=True,
    help="Send what waits and end (the default), or keep looking until stopped.",
)
def command(once: bool) -> None:
    """Send the mail that waits, to COURSE_MAIL_URL or as files in the data folder.

    A letter that cannot be sent is kept and tried again later. Several senders may
    run at once. 'course serve' sends mail too, unless it is told --no-mail.

    \b
    Example:
      course send-mail
    """
    settings = read_settings()
    configure_logs(settings.log_level)
    with opened_current(settings) as database:
        if once:
            done = send_waiting(database, settings)
            click.echo(f"Letters sent: {done.sent}. To be tried again: {done.failed}.")
            return
        stop = Event()

        def _stop(_signal: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        keep_sending(database, settings, stop)
