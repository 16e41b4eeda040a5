"""``course serve``: the server, with the demonstration or without."""

import click

from config.logs import configure_logs
from config.settings import Settings
from course.catalogue import Catalogue, load_catalogue
from course.migrations import is_current, upgrade
from learner_api.commands.demo import load, refuse_in_production, sign_in_lines
from learner_api.commands.opening import opened, read_settings, refuse_outdated
from learner_api.demonstration import demonstration_password
from learner_api.keys import key_ring_of
from learner_api.server import CannotListen, listen, serve


@click.command
@click.option(
    "--demo",
    is_flag=True,
    help="Prepare the database, load invented people if it is empty, and print how "
    "to sign in.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="How many processes serve; otherwise COURSE_WORKERS says.",
)
@click.option(
    "--no-mail",
    is_flag=True,
    help="Leave sending mail and running jobs to other processes.",
)
def command(demo: bool, workers: int | None, no_mail: bool) -> None:
    """Serve the course until it is stopped with Ctrl-C or SIGTERM.

    The address is printed once the course answers there. Without --demo the database
    must be at this version: run 'course migrate' first.

    \b
    Example:
      COURSE_PORT=8080 course serve --demo
    """
    settings = read_settings()
    configure_logs(settings.log_level)
    if demo:
        refuse_in_production(settings)
    else:
        refuse_outdated(settings)
    # A demonstration makes its key here; production without one stops here.
    key_ring_of(settings)
    try:
        # Before the demonstration is loaded, so that a port in use is told at once.
        listener = listen(settings)
        catalogue = load_catalogue()
        if demo:
            _prepare(settings, catalogue)
        serve(
            settings,
            catalogue,
            listener,
            workers=workers or settings.workers,
            sends_mail=not no_mail,
            ready=lambda: _say_ready(settings, demo=demo),
        )
    except CannotListen as error:
        raise click.ClickException(str(error)) from error


def _prepare(settings: Settings, catalogue: Catalogue) -> None:
    with opened(settings) as database:
        if not is_current(database.engine):
            upgrade(database.engine)
        load(settings, database, catalogue)


def _say_ready(settings: Settings, *, demo: bool) -> None:
    lines = [f"The course is at {settings.public_url}"]
    here = f"http://{settings.host}:{settings.port}"
    if here != settings.public_url:
        lines.append(f"It listens on {here}.")
    if demo:
        lines += ["", *sign_in_lines(demonstration_password(settings))]
    lines += ["", "Stop it with Ctrl-C."]
    click.echo("\n".join(lines))
