"""Database sessions at the edge: one a request, committed once, always closed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from course.database import ONE_STATE, READ_ONLY, make_engine

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Database:
    """The engine of one application and its two ways of opening a session.

    On SQLite a writer begins IMMEDIATE and a reader does not, so that nobody who only
    reads waits for somebody who writes.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.write = sessionmaker(engine, expire_on_commit=False)
        self.read = sessionmaker(
            engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False
        )

        still: dict[str, Any] = {READ_ONLY: True}
        if engine.dialect.name == "postgresql":
            still["isolation_level"] = ONE_STATE
        self.read_one_state = sessionmaker(
            engine.execution_options(**still), expire_on_commit=False
        )

    @property
    def session(self) -> Session:
        """This request's session: a reader for GET, otherwise a writer."""
        if "session" not in g:
            g.session = self.read() if request.method in _READING else self.write()
        session: Session = g.session
        return session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A short session of its own, for what must not hold the write lock."""
        with self.read() as session:
            yield session

    @contextmanager
    def reading_one_state(self) -> Iterator[Session]:
        """The same, of the record in one state, whatever is committed meanwhile."""
        with self.read_one_state() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A short session of its own that commits when its block ends well."""
        with self.write() as session:
            yield session
            session.commit()

    def commit(self) -> None:
        """Commit this request's session: the last act before the answer is built."""
        self.session.commit()

    def close(self, _error: BaseException | None = None) -> None:
        """Close this request's session; what was not committed is rolled back."""
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()


def install_database(app: Flask, url: str, *, durable: bool = True) -> Database:
    """Give the application its database and close each request's session."""
    database = Database(make_engine(url, durable=durable))
    app.extensions["course.database"] = database
    app.teardown_appcontext(database.close)
    return database


def get_database() -> Database:
    """The database of the application that is answering."""
    database: Database = current_app.extensions["course.database"]
    return database
