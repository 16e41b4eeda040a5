"""``course reporting``: what analysts read, granted, taken back and described."""

import csv
import io
from uuid import uuid4

import pytest
from sqlalchemy import text

from course.reporting import VIEWS


@pytest.fixture
def address(postgresql):
    """The address of a database of PostgreSQL."""
    return postgresql.url.render_as_string(hide_password=False)


@pytest.fixture
def role(postgresql):
    """A role of the server that may do nothing yet."""
    name = f"analyst_{uuid4().hex[:8]}"
    with postgresql.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name}"))
    yield name
    with postgresql.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


def listed(text):
    return {line[2:] for line in text.splitlines() if line.startswith("- ")}


@pytest.mark.postgresql
def test_granting_says_what_may_be_read_and_revoking_what_no_longer(
    course, address, role
):
    plain = course("reporting", "grant", role, COURSE_DATABASE_URL=address)
    named = course(
        "reporting", "grant", role, "--with-names", COURSE_DATABASE_URL=address
    )
    revoked = course("reporting", "revoke", role, COURSE_DATABASE_URL=address)
    again = course("reporting", "revoke", role, COURSE_DATABASE_URL=address)

    assert [each.exit_code for each in (plain, named, revoked, again)] == [0] * 4
    names = {"learner_name (names people)", "award_number (names people)"}
    assert listed(plain.stdout) == {view.name for view in VIEWS if not view.names}
    assert listed(named.stdout) == listed(plain.stdout) | names
    assert listed(revoked.stdout) == listed(named.stdout)
    assert "could read nothing" in again.stdout
    assert plain.stderr == ""


@pytest.mark.postgresql
def test_a_role_that_reads_the_tables_too_is_warned_of(
    course, postgresql, address, role
):
    with postgresql.begin() as connection:
        connection.execute(text(f'GRANT SELECT ON "user" TO {role}'))

    result = course("reporting", "grant", role, COURSE_DATABASE_URL=address)

    assert result.exit_code == 0
    assert "names and all" in result.stderr


@pytest.mark.postgresql
@pytest.mark.parametrize("act", ["grant", "revoke"])
def test_a_role_that_is_not_there_is_named(course, address, act):
    result = course("reporting", act, "no such", COURSE_DATABASE_URL=address)

    assert result.exit_code == 1
    assert "no role called 'no such'" in result.stderr


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("act", ["grant", "revoke"])
def test_sqlite_has_nothing_to_grant(course, act):
    result = course("reporting", act, "analyst")

    assert result.exit_code == 1
    assert "PostgreSQL" in result.stderr


def test_the_dictionary_tells_of_every_column(course):
    page = course("reporting", "describe").stdout
    table = course("reporting", "describe", "--format", "csv").stdout

    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["view"], row["column"]) for row in rows] == [
        (view.name, column.name) for view in VIEWS for column in view.columns
    ]
    for view in VIEWS:
        assert f"## reporting.{view.name}" in page
        for column in view.columns:
            assert f"| `{column.name}` | {column.type} | {column.words} |" in page
