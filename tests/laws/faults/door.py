"""The application as the line reaches it: one call a request, in this process.

A request can be made to die at its commit: before it, as if the server had been killed
or its disk were full; or just after it, as if the database had been cut off.
"""

import io
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import psycopg
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.laws.faults.requests import Request
from tests.laws.faults.witness import Told

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Killed(BaseException):
    """The server is gone in the middle of a request; nothing of ours may catch this."""


class Server(Protocol):
    """Whatever answers requests: an application in this process, or a real server."""

    def ask(self, request: Request, fault: str = "") -> tuple[int, Told] | None:
        """Status and body of the answer, or nothing when the server went away."""


class Door:
    """One application and the token of whoever asks."""

    def __init__(self, app: Flask) -> None:
        self.wsgi: Wsgi = app
        self.secret = ""
        # Whether the fault that was asked for came about: not all requests commit.
        self.struck = False
        self._fault = ""
        database = app.extensions["course.database"]
        self._is_sqlite = database.engine.dialect.name == "sqlite"
        event.listen(database.write, "before_commit", self._before_commit)
        event.listen(database.write, "after_commit", self._after_commit)

    def ask(self, request: Request, fault: str = "") -> tuple[int, Told] | None:
        """Have a request answered. With a fault, it dies at its commit."""
        self._fault, self.struck = fault, False
        told: list[str] = []
        try:
            answer = self.wsgi(
                self._environ(request), lambda status, *_: told.append(status)
            )
            body = b"".join(answer)
        except Killed:
            return None
        finally:
            self._fault = ""
        return int(told[0].split()[0]), json.loads(body)

    def _environ(self, request: Request) -> dict[str, Any]:
        body = b"" if request.body is None else json.dumps(request.body).encode()
        return {
            "REQUEST_METHOD": request.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": f"/api/v1{request.path}",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {self.secret}",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }

    def _before_commit(self, _session: object) -> None:
        if self._fault == "killed":
            raise Killed
        if self._fault == "disk full":
            self.struck = True
            raise OperationalError("COMMIT", None, self._disk_full())

    def _after_commit(self, _session: object) -> None:
        if self._fault == "cut off":
            self.struck = True
            lost = psycopg.OperationalError("server closed the connection unexpectedly")
            raise OperationalError("COMMIT", None, lost)

    def _disk_full(self) -> Exception:
        if not self._is_sqlite:
            return psycopg.errors.DiskFull("could not extend file")
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorcode = sqlite3.SQLITE_FULL
        full.sqlite_errorname = "SQLITE_FULL"
        return full
