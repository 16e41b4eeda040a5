"""``course keys``: the keys that sign awards, and what is not signed yet."""

from datetime import UTC, datetime

import click

from config.settings import Settings
from course.award_credentials import keep_credentials, unsigned_awards
from course.credentials.keys import KeyRing
from course.seals import seal_award, unsealed_awards
from learner_api.app import office_of
from learner_api.commands.opening import opened_current, read_settings
from learner_api.credentials import sign_awards
from learner_api.database import Database
from learner_api.keys import make_key, read_ring, retire_key

# Signed together: it takes some seconds, and what is done is kept.
_AT_ONCE = 100


@click.group
def command() -> None:
    """Look after the keys that sign awards.

    \b
    Example:
      course keys create
    """


@command.command("list")
def list_() -> None:
    """List the keys: name, state, since when, until when, parted by tabs.

    \b
    Example:
      course keys list
    """
    ring = read_ring(read_settings().keys_dir)
    signs = next((ring.current for key in ring.keys if key.can_sign), None)
    for key in ring.keys:
        state = "signs" if key is signs else "retired" if key.retired_at else "waits"
        private = "whole" if key.private else "public half alone"
        until = f"{key.retired_at:%Y-%m-%d %H:%M}Z" if key.retired_at else ""
        since = f"{key.created_at:%Y-%m-%d %H:%M}Z"
        click.echo("\t".join((key.kid, state, private, since, until)))


@command.command("create")
def create() -> None:
    """Make the first key. Where there is one, 'course keys rotate' makes the next.

    \b
    Example:
      course keys create
    """
    folder = read_settings().keys_dir
    if any(key.can_sign for key in read_ring(folder).keys):
        raise click.ClickException(
            f"{folder} has a key that signs. To make the next, run: course keys rotate"
        )
    key = make_key(folder, now=datetime.now(UTC))
    click.echo(
        f"Made key {key.kid} in {folder}. Keep a copy of the folder where you keep "
        "your backups."
    )


@command.command("rotate")
def rotate() -> None:
    """Sign what waits, make a new key and retire those before it.

    What a retired key signed stays valid, and its private file may be removed once
    the course was restarted.

    \b
    Example:
      course keys rotate
    """
    settings = read_settings()
    before = read_ring(settings.keys_dir)
    if any(key.can_sign for key in before.keys):
        _seal_and_sign(settings, before)
    # Later than any before it, so that it is the newest.
    key = make_key(settings.keys_dir, now=datetime.now(UTC))
    for old in before.keys:
        if old.retired_at is None:
            retire_key(settings.keys_dir, old, now=datetime.now(UTC))
            click.echo(f"Retired key {old.kid}.")
    click.echo(
        f"Made key {key.kid}. Restart the course, so that it signs with it. After that "
        "you may remove the private files (.pem) of retired keys, never the others."
    )


@command.command("seal")
def seal() -> None:
    """Seal and sign the awards that are not yet, such as those of earlier versions.

    It may be broken off and run again: what is done is kept.

    \b
    Example:
      course keys seal
    """
    settings = read_settings()
    _seal_and_sign(settings, office_of(settings).keys)


def _seal_and_sign(settings: Settings, ring: KeyRing) -> None:
    with opened_current(settings) as database:
        sealed = _seal_all(database, settings)
        signed = _sign_all(database, ring)
    click.echo(f"Sealed {sealed} and signed {signed} awards that were not yet.")


def _seal_all(database: Database, settings: Settings) -> int:
    office, done = office_of(settings), 0
    while True:
        with database.writing() as session:
            waiting = unsealed_awards(session, limit=_AT_ONCE)
            for award in waiting:
                seal_award(session, award, office, datetime.now(UTC))
        if not waiting:
            return done
        done += len(waiting)


def _sign_all(database: Database, ring: KeyRing) -> int:
    done = 0
    while True:
        with database.reading() as session:
            waiting = unsigned_awards(session, limit=_AT_ONCE)
        if not waiting:
            return done
        # Nobody waits for the lock while this signs.
        made = sign_awards(waiting, ring)
        with database.writing() as session:
            keep_credentials(session, made, now=datetime.now(UTC))
        done += len(made)
