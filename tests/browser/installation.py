"""One installation of the course for the browser: its data, its people, its server."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from config.settings import Settings
from course import editions
from course.catalogue import Catalogue, load_catalogue
from course.database import make_engine
from course.migrations import upgrade
from course.models import Cohort
from learner_api.commands.demo import COURSE, load
from learner_api.database import Database
from learner_api.mail import send_waiting
from tests import builders

ROOT = Path(__file__).parents[2]
PASSWORD = builders.PASSWORD
LEARNER = "learner@example.org"
TRAINER = "trainer@example.org"
ADMINISTRATOR = "administrator@example.org"
OTHER_TRAINER = "other.trainer@example.org"
NEWCOMER = "newcomer@example.org"
KNOWN = "known@example.org"
OTHER_COHORT = "Ministry of Labour"

# What the `course` command runs, wherever it is installed.
_COMMAND = "from learner_api.commands import main; main(prog_name='course')"


@dataclass(frozen=True)
class Prepared:
    """A data folder with the demonstration in it, from which each journey begins."""

    folder: Path
    catalogue: Catalogue
    other_cohort: str


def prepare(folder: Path) -> Prepared:
    """Load the demonstration, and beside it a trainer with a cohort made just now."""
    settings = Settings.for_tests(folder, demo_password=PASSWORD)
    catalogue = load_catalogue()
    database = Database(make_engine(settings.database_url, durable=False))
    try:
        upgrade(database.engine)
        load(settings, database, catalogue)
        with database.writing() as session:
            cohort = _add_other_cohort(session, catalogue)
            return Prepared(folder, catalogue, str(cohort.uuid))
    finally:
        database.engine.dispose()


def _add_other_cohort(session: Session, catalogue: Catalogue) -> Cohort:
    now = datetime.now(UTC)
    trainer = builders.a_trainer(
        session, email=OTHER_TRAINER, name="Ingrid Solberg", now=now
    )
    cohort = builders.a_cohort(
        session,
        trainer=trainer,
        edition=editions.course_edition(session, catalogue.course(COURSE), now=now),
        title=OTHER_COHORT,
        key="ministry-of-labour",
        opens_on=now.date() + timedelta(days=7),
        closes_on=now.date() + timedelta(days=60),
        now=now,
    )
    newcomer = builders.a_learner(
        session,
        email=NEWCOMER,
        name="Ndeye Faye",
        country="SN",
        gender="female",
        affiliation="government",
        now=now,
    )
    builders.an_enrolment(session, newcomer, cohort=cohort, now=now)
    builders.a_learner(session, email=KNOWN, name="Hone Walker", now=now)
    return cohort


@dataclass(frozen=True)
class Installation:
    """A server that answers at ``address``, and the folder that its data is in."""

    address: str
    folder: Path
    prepared: Prepared

    @cached_property
    def settings(self) -> Settings:
        return Settings.for_tests(self.folder)

    def restore(self) -> None:
        """Put the record back as it was prepared, beneath the server that reads it."""
        with (
            closing(_record_in(self.prepared.folder)) as source,
            closing(_record_in(self.folder)) as live,
        ):
            source.backup(live)
        shutil.rmtree(self.settings.mail_dir, ignore_errors=True)

    def letters_to(self, email: str) -> list[str]:
        """The text of every letter to somebody, once all that waits has been sent."""
        database = Database(make_engine(self.settings.database_url))
        try:
            send_waiting(database, self.settings)
        finally:
            database.engine.dispose()
        letters = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(self.settings.mail_dir.glob("*.eml"))
        ]
        return [_text_of(each) for each in letters if email in str(each["To"])]


def _record_in(folder: Path) -> sqlite3.Connection:
    path = make_url(Settings.for_tests(folder).database_url).database
    assert path is not None
    return sqlite3.connect(path)


@contextmanager
def serving(prepared: Prepared, folder: Path) -> Iterator[Installation]:
    """``course serve`` on a copy of the prepared data, stopped at the end."""
    shutil.copytree(prepared.folder, folder, dirs_exist_ok=True)
    port = _free_port()
    kept = {name: v for name, v in os.environ.items() if not name.startswith("COURSE_")}
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-c", _COMMAND, "serve", "--no-mail"],
            cwd=ROOT,
            env={**kept, "COURSE_PORT": str(port), "COURSE_DATA_DIR": str(folder)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            assert process.stdout is not None
            said = process.stdout.readline()
            assert address in said, (folder / "server.log").read_text()
            yield Installation(address, folder, prepared)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _text_of(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return str(body.get_content())
