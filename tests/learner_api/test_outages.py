"""What the database's errors are answered with: come again, or a fault of ours."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from learner_api.outages import Outage, outage_of
from learner_api.problems import refused


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("as SQLite says it")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT", None, cause)


def of_postgresql(state: str | None) -> OperationalError:
    kind = psycopg.errors.lookup(state) if state else psycopg.OperationalError
    return OperationalError("INSERT", None, kind("as PostgreSQL says it"))


@pytest.mark.parametrize(
    ("error", "outage"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), Outage.BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), Outage.FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), Outage.FULL),
        (of_postgresql("53100"), Outage.FULL),
        (of_postgresql("53300"), Outage.BUSY),
        (of_postgresql("40P01"), Outage.BUSY),
        (of_postgresql("57P01"), Outage.LOST),
        (of_postgresql(None), Outage.LOST),
        (PoolTimeout(), Outage.BUSY),
    ],
)
def test_an_outage_is_told_by_what_the_database_says(error, outage):
    assert outage_of(error) is outage


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_ERROR),
        ProgrammingError("SELECT", None, psycopg.errors.UndefinedTable("no table")),
        DataError("SELECT", None, psycopg.DataError("a NUL")),
        InterfaceError("SELECT", None, sqlite3.InterfaceError("a wrong binding")),
        RuntimeError("of ours"),
    ],
)
def test_a_fault_of_ours_is_no_outage(error):
    assert outage_of(error) is None


@pytest.mark.parametrize(
    ("error", "slug", "seconds", "words"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), "busy", "5", "Nothing was recorded."),
        (of_sqlite(sqlite3.SQLITE_FULL), "storage-full", "30", "Nothing was recorded."),
        (of_postgresql(None), "busy", "5", "It may not have been recorded."),
    ],
)
def test_an_outage_says_when_to_come_back_and_promises_no_more_than_is_certain(
    app, error: DBAPIError, slug: str, seconds: str, words: str
):
    with app.test_request_context():
        refusal = refused(error)

    assert (refusal.problem.status, refusal.problem.slug) == (503, slug)
    assert refusal.headers == {"Retry-After": seconds}
    assert refusal.detail.startswith(words)


def test_the_log_says_what_the_database_said_and_not_what_it_was_told(app, caplog):
    answer = "what a learner wrote"
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL

    with app.test_request_context():
        refused(OperationalError("INSERT", {"answer": answer}, cause))

    assert "full: database or disk is full" in caplog.text
    assert answer not in caplog.text
