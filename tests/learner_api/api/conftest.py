"""What the tests of the API share: callers who have signed in, and counted SQL."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from course.models import User
from tests.builders import PASSWORD

API = "/api/v1"

Caller = Callable[[User], FlaskClient]
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def caller(app: Flask) -> Caller:
    """A program that has signed in as this person, with a cookie of its own."""

    def caller(person: User) -> FlaskClient:
        client = app.test_client()
        answer = client.post(
            f"{API}/session", json={"email": person.email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        return client

    return caller


@pytest.fixture
def counting(app: Flask) -> Counting:
    """The SQL statements that the application sends inside the block."""
    engine = app.extensions["course.database"].engine

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
