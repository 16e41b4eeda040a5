"""A database that does not answer in time is told apart from a fault of ours."""

import sqlite3
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from course.models import LessonOpening
from tests.builders import COURSE, LESSONS, how_many
from tests.conftest import SAME_ORIGIN
from tests.laws.acts import Sending
from tests.laws.programs import Learning, a_learning

NOBODY = {"email": "nobody@example.org", "password": "not the password"}


@pytest.fixture
def learning(app: Flask, session: Session) -> Learning:
    """Somebody who has opened no lesson yet."""
    return a_learning(app, session)


@pytest.fixture
def held(app: Flask, engine: Engine) -> sqlite3.Connection:
    """Another program's connection, which holds the database for itself."""
    database = app.extensions["course.database"]

    @event.listens_for(database.engine, "connect")
    def _wait_little(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_locked_database_is_answered_with_when_to_come_back(
    client: FlaskClient, held: sqlite3.Connection
) -> None:
    refused = client.post("/api/v1/session", json=NOBODY, headers=SAME_ORIGIN)

    assert refused.status_code == 503
    assert refused.get_json()["type"] == "/problems/busy"
    assert refused.headers["Retry-After"] == "5"


def test_the_same_request_goes_through_once_the_database_is_free(
    client: FlaskClient, held: sqlite3.Connection
) -> None:
    client.post("/api/v1/session", json=NOBODY, headers=SAME_ORIGIN)
    held.execute("ROLLBACK")

    answered = client.post("/api/v1/session", json=NOBODY, headers=SAME_ORIGIN)

    assert answered.status_code == 401
    assert answered.get_json()["type"] == "/problems/wrong-credentials"


def test_a_lesson_is_read_although_its_opening_cannot_be_noted(
    learning: Learning, held: sqlite3.Connection, session: Session
) -> None:
    module, lesson = LESSONS[0]
    address = f"/courses/{COURSE}/modules/{module}/lessons/{lesson}"

    told = learning.program.send(Sending("GET", address))
    page = learning.program.page(address)
    held.execute("ROLLBACK")

    assert (told.status_code, page.status_code) == (200, 200)
    assert how_many(session, LessonOpening) == 0
    session.rollback()
    learning.program.page(address)
    assert how_many(session, LessonOpening) == 1
