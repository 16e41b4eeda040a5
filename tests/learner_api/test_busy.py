"""A database that does not answer in time is told apart from a fault of ours."""

import sqlite3
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from tests.conftest import SAME_ORIGIN

NOBODY = {"email": "nobody@example.org", "password": "not the password"}


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
