"""What a record of many learners costs to make; it is kept for whoever asks of it next.

``BENCH_LEARNERS`` says of how many, such as ``1000,1000000``. A record is made once in
a run, on first need, and is gone at its end.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from course import accounts, tokens
from course.catalogue import load_catalogue
from course.database import make_engine
from course.passwords import hash_password
from learner_api.demonstration import SIGN_INS, keep_editions, load_multitude
from learner_api.demonstration.multitude.ledger import COLUMNS
from tests import builders, databases

COURSE = "mainstreaming"
ADMINISTRATOR = "administrator@example.org"
PASSWORD = "a password for measuring"
SIZES = (1_000, 10_000, 100_000)
SEED = 2010
# What the guide to running the course asks for where there are so many.
ROOMY = {
    "shared_buffers": "1GB",
    "max_parallel_workers_per_gather": str(min((os.cpu_count() or 1) - 1, 2)),
}

DatabaseKind: TypeAlias = Literal["sqlite", "postgresql"]
DATABASES: tuple[DatabaseKind, ...] = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Record:
    """A record of so many learners: how to reach it, and what it cost.

    ``seconds`` are by the clock and ``processor`` those of this process alone, which
    tells of the learners while the database writes. ``growth`` is by how much the most
    memory of this process grew, in MB.
    """

    learners: int
    database: DatabaseKind
    engine: Engine
    seconds: float
    processor: float
    rows: int
    bytes: int
    growth: float

    def bearer(self, email: str) -> str:
        """A token of one of its people, who accepts the privacy notice for it.

        There are ``administrator@example.org``, ``trainer@example.org``, who leads the
        latest cohorts, and ``learner.1@example.org`` and those after it.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            person = accounts.find_person(session, email)
            if person is None:
                raise LookupError(f"Nobody here has the address {email}.")
            builders.accept_notice(session, person)
            _, secret = tokens.create_token(
                session, person, "bench", now=datetime.now(UTC)
            )
            session.commit()
        return secret


RecordOf: TypeAlias = Callable[[int, DatabaseKind], Record]


def sizes() -> tuple[int, ...]:
    """Of how many learners records are asked for, as the environment says."""
    asked = os.environ.get("BENCH_LEARNERS", "")
    return tuple(int(each) for each in asked.split(",") if each.strip()) or SIZES


@contextmanager
def kept_records() -> Iterator[RecordOf]:
    """``record_of(learners, database)``: made when it is first asked for, then kept."""
    made: dict[tuple[int, DatabaseKind], Record] = {}
    with ExitStack() as until_the_end:

        def record_of(learners: int, database: DatabaseKind) -> Record:
            place = (learners, database)
            if place not in made:
                engine = until_the_end.enter_context(a_database(database))
                made[place] = _record(engine, learners, database)
            return made[place]

        yield record_of


def print_multitude(record_of: RecordOf) -> None:
    """Make every record that is asked for, and print what each took."""
    print()
    for database in DATABASES:
        for learners in sizes():
            made = record_of(learners, database)
            print(
                f"record of {learners:8} learners, {database:10} "
                f"{made.seconds:8.1f} s, {made.processor:7.1f} s of a core here; "
                f"{made.rows:9} rows, {made.bytes / 1e6:8.0f} MB; "
                f"memory {made.growth:+5.0f} MB"
            )


@contextmanager
def a_database(database: DatabaseKind) -> Iterator[Engine]:
    """An empty one; SQLite as durable as in service, the server with ``ROOMY``."""
    if database == "postgresql":
        with databases.postgresql_database(ROOMY) as engine:
            yield engine
        return
    with tempfile.TemporaryDirectory(prefix="course-multitude-") as folder:
        path = databases.make_sqlite_template(Path(folder))
        engine = make_engine(f"sqlite:///{path}")
        yield engine
        engine.dispose()


def _record(engine: Engine, learners: int, database: DatabaseKind) -> Record:
    before = _most_memory()
    began, worked = time.perf_counter(), time.process_time()
    with Session(engine, expire_on_commit=False) as session:
        _load(session, learners)
        session.commit()
    seconds = time.perf_counter() - began
    processor = time.process_time() - worked
    with engine.connect() as connection:
        if database == "postgresql":
            connection.execute(text("ANALYZE"))
            connection.commit()
        counted = (select(func.count()).select_from(model) for model in COLUMNS)
        rows = sum(connection.scalar(each) or 0 for each in counted)
        size = connection.scalar(text(_SIZES[database])) or 0
    return Record(
        learners,
        database,
        engine,
        seconds,
        processor,
        rows,
        size,
        _most_memory() - before,
    )


_SIZES: dict[DatabaseKind, str] = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    ),
}


def _load(session: Session, learners: int) -> None:
    catalogue, now = load_catalogue(), datetime.now(UTC)
    password = hash_password(PASSWORD)
    editions = keep_editions(session, catalogue, catalogue.course(COURSE), now)
    for email in list(SIGN_INS.values())[1:]:
        accounts.register_person(
            session,
            email=email,
            name=f"{email.partition('@')[0].title()} of the office",
            role=email.partition("@")[0],
            now=now - timedelta(days=1300),
            password_hash=password,
            is_demonstration=True,
        )
    load_multitude(
        session,
        editions,
        builders.OFFICE,
        learners=learners,
        seed=SEED,
        password_hash=password,
        now=now,
        told=lambda: None,
    )


def _most_memory() -> float:
    """The most resident memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
