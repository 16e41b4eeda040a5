"""``course run-jobs``: carry out the work that waits."""

import signal
from threading import Event
from types import FrameType

import click

from config.logs import configure_logs
from learner_api.app import office_of
from learner_api.commands.opening import opened_current, read_settings
from learner_api.jobs import PAUSE, run_waiting


@click.command
@click.option(
    "--once/--watch",
    default=True,
    help="Carry out what waits and end (the default), or keep looking until stopped.",
)
def command(once: bool) -> None:
    """Carry out the work that people asked for and that takes longer than a page.

    A job that is killed has changed nothing, and is taken up again after a few
    minutes. 'course serve' runs jobs too, unless it is told --no-mail.

    \b
    Example:
      course run-jobs
    """
    settings = read_settings()
    configure_logs(settings.log_level)
    stop = Event()

    def _stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    with opened_current(settings) as database:
        office = office_of(settings)
        if once:
            ran = run_waiting(database, settings, office)
            click.echo(
                f"Jobs done: {ran.done}. Refused: {ran.refused}. Failed: {ran.failed}."
            )
            return
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        while not stop.is_set():
            run_waiting(database, settings, office, stop=stop)
            stop.wait(PAUSE)
