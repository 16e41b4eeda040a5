"""What the benchmark asks: a real database, a learner, and one server for both."""

import logging
import multiprocessing
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

import orjson
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from config.settings import Settings
from course import accounts, attempts, editions, enrolments
from course.database import READ_ONLY, make_engine
from course.migrations import upgrade
from course.passwords import hash_password
from learner_api.app import create_app, office_of
from learner_api.database import Database
from learner_api.process import (
    keep_memory_together,
    keep_turns_short,
    leave_content_alone,
)
from tests import builders
from tests.benchmarks.bare import create_bare_app, metadata, rows

COURSE = "mainstreaming"
PASSWORD = "a password for measuring"
HEADERS = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database with a learner in the middle of a quiz, and what to ask of it."""

    settings: Settings
    lesson: str
    response: str
    answer: str
    cookie: str
    statements: dict[str, int] = field(default_factory=dict)
    first_load: tuple[bytes, ...] = ()


def prepare(folder: Path) -> Prepared:
    """Make the database and the learner, and count statements on the way."""
    settings = Settings.for_tests(folder)
    engine = make_engine(settings.database_url)
    upgrade(engine)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(rows.insert().values(id=1, words="a row", body={}))
    app = create_app(settings)
    database: Database = app.extensions["course.database"]
    catalogue = app.extensions["course.site"].catalogue
    module = catalogue.course(COURSE).modules[0]
    quiz = catalogue.quiz(module.quiz_key)
    now = datetime.now(UTC)
    with database.writing() as session:
        learner = accounts.register_person(
            session,
            email="learner@example.org",
            name="A Learner",
            role="learner",
            now=now,
            password_hash=hash_password(PASSWORD),
        )
        session.flush()
        builders.accept_notice(session, learner)
        edition = editions.course_edition(session, catalogue.course(COURSE), now=now)
        enrolment = enrolments.enrol(session, learner, edition, now=now)
        attempt, _ = attempts.start_attempt(
            session,
            enrolment,
            quiz,
            op=uuid4(),
            seed=1,
            now=now,
            office=office_of(settings),
            by=learner,
        )
        question = editions.sheet_of(session, attempt).questions[0]
    lesson = f"/courses/{COURSE}/modules/{module.key}/lessons/{module.lessons[0].key}"
    response = f"/api/v1/attempts/{attempt.uuid}/responses/{question.key}"
    answer = orjson.dumps(question.correct_answer).decode()
    client = app.test_client()
    cookie = _sign_in(client)
    first_load = _first_load(client, lesson)
    statements = {
        "lesson": _count(app, lambda: client.get(lesson)),
        "response": _count(app, lambda: _save(client, response, answer)),
    }
    return Prepared(settings, lesson, response, answer, cookie, statements, first_load)


def serve(prepared: Prepared) -> tuple[BaseProcess, tuple[str, int]]:
    """Serve the course and the bare application from one process on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    context = multiprocessing.get_context("fork")
    process = context.Process(target=_serve, args=(prepared.settings, listener))
    process.start()
    address: tuple[str, int] = listener.getsockname()
    listener.close()
    return process, address


def resident_megabytes(pid: int | None) -> float:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    if found is None:
        raise RuntimeError("The kernel does not tell the memory of a process.")
    return int(found[1]) / 1000


def _serve(settings: Settings, listener: socket.socket) -> None:
    import waitress

    # As `course serve` does: waitress tells of every request that waits its turn.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    keep_memory_together()
    keep_turns_short()
    app = create_app(settings)
    leave_content_alone()
    engine = make_engine(settings.database_url)
    bare = create_bare_app(engine.execution_options(**{READ_ONLY: True}), engine)
    both = DispatcherMiddleware(app.wsgi_app, {"/bare": bare})
    waitress.serve(both, sockets=[listener], threads=settings.threads, _quiet=True)


def _sign_in(client: FlaskClient) -> str:
    form = {"email": "learner@example.org", "password": PASSWORD}
    response = client.post("/api/v1/session", json=form, headers=HEADERS)
    if response.status_code != 200:
        raise RuntimeError(f"Signing in was answered {response.status}.")
    return response.headers["Set-Cookie"].split(";")[0]


def _save(client: FlaskClient, response: str, answer: str) -> None:
    body = {"op": str(uuid4()), "answer": orjson.loads(answer)}
    saved = client.put(response, json=body, headers=HEADERS)
    if saved.status_code != 200:
        raise RuntimeError(f"Saving was answered {saved.status}.")


def _first_load(client: FlaskClient, lesson: str) -> tuple[bytes, ...]:
    page = client.get(lesson)
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    scripts = re.findall(r'<script[^>]+src="([^"]+)"', page.text)
    return (page.data, *(client.get(each).data for each in styles + scripts))


def _count(app: Flask, act: Callable[[], object]) -> int:
    counted = 0

    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal counted
        # On SQLite the transaction's own BEGIN passes through the same door.
        counted += not statement.startswith("BEGIN")

    act()  # An edition is read once in a process; what is measured is the second time.
    engine = app.extensions["course.database"].engine
    event.listen(engine, "before_cursor_execute", _note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", _note)
    return counted
