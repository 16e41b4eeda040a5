"""What every test may ask for: content, a moment, a database, the application.

A test that asks for a ``session`` runs on SQLite and on PostgreSQL. One that asks for
the ``app`` runs on SQLite, unless it asks for ``app_on_both`` as well; its ``session``
is then a session on the application's own database.
"""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.database import make_engine
from course.models import User
from tests import builders, databases, templates
from tests.laws import seeds as seeds  # how chance is drawn, before any test is read

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}

_SQLITE = pytest.param("sqlite", id="sqlite")
_POSTGRESQL = pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on both, and what needs the application on SQLite."""
    asked = metafunc.fixturenames
    if "engine" in asked:
        on_sqlite_alone = "app" in asked and "app_on_both" not in asked
        both = [_SQLITE] if on_sqlite_alone else [_SQLITE, _POSTGRESQL]
        metafunc.parametrize("engine", both, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it."""
    longest = ("laws", "browser", "security")

    def turn(item: pytest.Item) -> int:
        within = set(item.path.parts)
        return min(
            (place for place, each in enumerate(longest) if each in within),
            default=len(longest),
        )

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """Look for garbage less often, and not among what is there for the whole run.

    Each test leaves an application of thirty thousand parts behind. To look through
    everything after every second one took a third of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 5)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Replace pytest-flask's own, which keeps one request open through every test.

    With it, a stranger's request is answered as the last person who signed in.
    """


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The miniature course, its Handbook and its quizzes."""
    return builders.miniature_catalogue()


@pytest.fixture(scope="session")
def now() -> datetime:
    """Noon of an ordinary Monday."""
    return builders.NOW


@pytest.fixture(scope="session")
def office() -> AwardOffice:
    """Who issues the tests' awards."""
    return builders.OFFICE


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the key of the tests' office. It is only read."""
    from learner_api.keys import keep_key

    folder = tmp_path_factory.mktemp("keys")
    keep_key(folder, builders.KEY)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file; each test gets a copy."""
    return databases.make_sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A migrated PostgreSQL database; each test finds it empty."""
    with databases.postgresql_database() as engine:
        yield engine


@pytest.fixture
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a migrated database without a row."""
    if request.param == "postgresql":
        shared: Engine = request.getfixturevalue("postgresql")
        databases.empty(shared)
        yield shared
        return
    path = tmp_path / "course.sqlite"
    shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
    engine = make_engine(f"sqlite:///{path}", durable=False)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions as the edge opens them, for tests that need more than one."""
    return sessionmaker(engine, expire_on_commit=False)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session; what the test does not commit is rolled back."""
    with sessions() as session:
        yield session


@pytest.fixture
def app(
    engine: Engine, tmp_path: Path, keys_dir: Path, catalogue: Catalogue
) -> Iterator[Flask]:
    """The application with the miniature course, on the test's database."""
    # Here, so that a test of the course alone does not import the edge.
    from config.settings import Settings
    from learner_api.app import create_app
    from learner_api.database import Database
    from tests.html import CheckedClient

    address = engine.url.render_as_string(hide_password=False)
    settings = Settings.for_tests(tmp_path, keys_dir=keys_dir, database_url=address)
    app = create_app(settings, catalogue=catalogue, durable=False)
    templates.compile_once(app)
    app.test_client_class = CheckedClient
    app.testing = True
    yield app
    database: Database = app.extensions["course.database"]
    database.engine.dispose()


@pytest.fixture
def app_on_both(app: Flask) -> Flask:
    """The application, in a test that runs on both databases."""
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies. It keeps no request open, unlike pytest-flask's."""
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[..., TestResponse]:
    """Sign a person of the builders in through the form, on this client or another."""

    def sign_in(person: User, browser: FlaskClient = client) -> TestResponse:
        fields = {"email": person.email, "password": builders.PASSWORD}
        response = browser.post("/sign-in", data=fields, headers=SAME_ORIGIN)
        assert response.status_code in (302, 303), response.get_data(as_text=True)
        return response

    return sign_in


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., str]:
    """Get a page, checked as every page is, and hand over its HTML."""

    def page(path: str, status: int = 200) -> str:
        response = client.get(path)
        html = response.get_data(as_text=True)
        assert response.status_code == status, html
        return html

    return page
