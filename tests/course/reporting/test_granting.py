"""Who may read the views, and that nobody who does can do anything else."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from course.countries import memberships
from course.database import Base
from course.migrations import upgrade
from course.reporting import SCHEMA, VIEWS, granting
from course.reporting.laying import Reader, laid, quoted, readers
from tests import builders

pytestmark = pytest.mark.postgresql

ALL = {view.name for view in VIEWS}
WITHOUT_NAMES = ALL - {"learner_name", "award_number"}

# The privilege is lacking; or nothing can be written by way of this view at all.
_REFUSED = ("42501", "55000", "0A000")


def granted(engine, role, **options):
    with engine.begin() as connection:
        return granting.grant(connection, role, **options)


def tried(engine, role, statement):
    """Whether the server lets the role do this. Nothing of it stays."""
    with engine.connect() as connection:
        connection.execute(text(f"SET LOCAL ROLE {quoted(connection, role)}"))
        try:
            connection.execute(text(statement))
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _REFUSED:
                raise
            return False
        finally:
            connection.rollback()
        return True


def readable(engine, role):
    return {
        name
        for name in ALL
        if tried(engine, role, f"SELECT * FROM {SCHEMA}.{name}")  # noqa: S608
    }


def test_nobody_reads_before_it_is_granted(postgresql, role):
    assert readable(postgresql, role) == set()


def test_a_role_reads_all_but_the_names(postgresql, role):
    told = granted(postgresql, role)

    assert set(told) == WITHOUT_NAMES
    assert readable(postgresql, role) == WITHOUT_NAMES


def test_names_are_granted_apart_and_taken_back(postgresql, role):
    named = granted(postgresql, role, with_names=True)
    read = readable(postgresql, role)
    unnamed = granted(postgresql, role)

    assert (set(named), read) == (ALL, ALL)
    assert set(unnamed) == readable(postgresql, role) == WITHOUT_NAMES


def test_what_was_granted_can_be_revoked(postgresql, role):
    granted(postgresql, role, with_names=True)

    with postgresql.begin() as connection:
        told = granting.revoke(connection, role)
        again = granting.revoke(connection, role)

    assert (set(told), again) == (ALL, ())
    assert readable(postgresql, role) == set()


def test_whoever_reads_writes_nothing(record, postgresql, role):
    builders.a_completed_enrolment(record)
    record.commit()
    granted(postgresql, role, with_names=True)

    wrote = [
        statement
        for view in VIEWS
        for column in view.columns[:1]
        for statement in (
            f"INSERT INTO {SCHEMA}.{view.name} ({column.name}) VALUES (NULL)",  # noqa: S608
            f"UPDATE {SCHEMA}.{view.name} SET {column.name} = NULL",  # noqa: S608
            f"DELETE FROM {SCHEMA}.{view.name}",  # noqa: S608
            f"DROP VIEW {SCHEMA}.{view.name}",
        )
        if tried(postgresql, role, statement)
    ]

    assert wrote == []
    assert not tried(postgresql, role, f"CREATE TABLE {SCHEMA}.mine (id integer)")


def test_whoever_reads_the_views_reads_no_table(postgresql, role):
    granted(postgresql, role, with_names=True)

    read = [
        table.name
        for table in Base.metadata.sorted_tables
        if tried(postgresql, role, f'SELECT 1 FROM "{table.name}"')  # noqa: S608
    ]
    with postgresql.connect() as connection:
        may = granting.reads_tables(connection, role)

    assert (read, may) == ([], False)


def test_a_role_that_reads_the_tables_is_told_from_others(postgresql, role):
    with postgresql.begin() as connection:
        connection.execute(
            text(f'GRANT SELECT ON "user" TO {quoted(connection, role)}')
        )
        assert granting.reads_tables(connection, role)


def test_a_role_that_is_not_there_is_refused(postgresql):
    with postgresql.begin() as connection, pytest.raises(granting.NoSuchRole):
        granting.grant(connection, "nobody-of-this-name")


def test_an_upgrade_takes_nothing_from_those_who_read(postgresql, role):
    granted(postgresql, role)
    with postgresql.begin() as connection:
        connection.execute(text("GRANT SELECT ON reporting.about TO PUBLIC"))

    upgrade(postgresql)

    with postgresql.begin() as connection:
        everybody = Reader("about", None) in readers(connection)
        connection.execute(text("REVOKE SELECT ON reporting.about FROM PUBLIC"))
        there = laid(connection)
    assert everybody
    assert there == ALL
    assert readable(postgresql, role) == WITHOUT_NAMES


def test_memberships_say_since_when_and_until_when(record):
    found = record.execute(
        text("SELECT * FROM reporting.country_membership ORDER BY 1, 2, 3")
    ).all()

    ended = {(row.country, row.country_group, row.until) for row in found if row.until}
    assert len(found) == len(memberships())
    assert ended == {
        (each.country, each.group, each.until) for each in memberships() if each.until
    }
