"""Running the command: in this process, or as a program where it must be one."""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from config.settings import Settings
from course.database import make_engine
from learner_api.commands import main
from learner_api.database import Database

Command: TypeAlias = Callable[..., Result]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """Put the logs back as they were: a command sends them to its own stream."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let nothing of the tester's own settings reach the command."""
    import os

    for name in list(os.environ):
        if name.startswith("COURSE_") and not name.startswith("COURSE_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def course() -> Command:
    """Run the command with these words, and see what it said and how it ended."""

    def run(*words: str, **settings: str) -> Result:
        result = CliRunner().invoke(main, words, env=settings)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def migrated(sqlite_template: Path, tmp_path: Path) -> Settings:
    """The settings of an installation whose database has every table and no row."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "course.sqlite")
    return Settings.for_tests(folder)


@pytest.fixture
def database(migrated: Settings) -> Iterator[Database]:
    """The database of that installation."""
    database = Database(make_engine(migrated.database_url, durable=False))
    yield database
    database.engine.dispose()


@pytest.fixture
def record(database: Database) -> Iterator[Session]:
    """A session on it. What the test commits, the command finds."""
    with database.write() as session:
        yield session
