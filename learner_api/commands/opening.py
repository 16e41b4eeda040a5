"""What commands open first: the settings, and a database that is up to date."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import make_url

from config.settings import Settings, SettingsError
from course.database import make_engine
from course.migrations import is_current
from learner_api.database import Database


def read_settings() -> Settings:
    """The settings of this environment, or ``SettingsError`` with every fault.

    The data folder and the folder of an SQLite file are there afterwards.
    """
    settings = Settings.from_environ(os.environ)
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fault = f"COURSE_DATA_DIR cannot be made or entered: {error.strerror}."
        raise SettingsError((fault,)) from error
    return settings


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, whatever its tables; closed at the end."""
    database = Database(make_engine(settings.database_url))
    try:
        yield database
    finally:
        database.engine.dispose()


@contextmanager
def opened_current(settings: Settings) -> Iterator[Database]:
    """The database, or a refusal when it is not at this version of the course."""
    refuse_outdated(settings)
    with opened(settings) as database:
        yield database


def refuse_outdated(settings: Settings) -> None:
    """Raise one clear line unless the database is at this version of the course."""
    # To ask SQLite would make an empty file.
    if not _is_missing_file(settings):
        with opened(settings) as database:
            if is_current(database.engine):
                return
    raise click.ClickException(
        "The database is not at this version of the course. Run: course migrate"
    )


def _is_missing_file(settings: Settings) -> bool:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return False
    return not Path(url.database).exists()
