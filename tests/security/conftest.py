"""What the tests of safety share: one house to ask, and a log to read."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session

from config.logs import EventFormatter
from course.catalogue import Catalogue
from course.models import User
from tests import builders
from tests.security.doors import Door, by_api, by_page
from tests.security.world import House, a_house


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    catalogue: Catalogue,
) -> Iterator[House]:
    """The application with the six who ask; each answer leaves it as it was."""
    folder = tmp_path_factory.mktemp("house")
    with a_house(folder, sqlite_template, catalogue) as house:
        yield house


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged while the test runs, as an installation writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(EventFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(params=[by_page, by_api], ids=["page", "api"])
def door(request: pytest.FixtureRequest) -> Door:
    """Each of the two ways to sign in, in turn."""
    door: Door = request.param
    return door


@pytest.fixture
def ama(session: Session, app: Flask) -> User:
    """Somebody who can sign in."""
    person = builders.a_learner(session, email="ama@example.org")
    session.commit()
    return person


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes against which a password was really checked while the test ran."""
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self, hash, password):  # noqa: A002  # as argon2 names it
        checked.append(hash)
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return checked
