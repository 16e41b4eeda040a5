"""Laying the views, and lifting them out of the way of a migration.

Who may read a view belongs to the view in PostgreSQL and goes with it. So ``lift``
hands over who could, and ``lay`` lets them again; both within one transaction.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import Connection

from course.reporting import SCHEMA, VIEWS, View

# Zero is everybody, who is no role.
_READERS = text(
    """
    SELECT pg_class.relname, pg_roles.rolname
    FROM pg_class
    JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    CROSS JOIN LATERAL aclexplode(pg_class.relacl) granted
    LEFT JOIN pg_roles ON pg_roles.oid = granted.grantee
    WHERE pg_namespace.nspname = :schema
      AND granted.privilege_type = 'SELECT'
      AND granted.grantee <> pg_class.relowner
      AND (granted.grantee = 0 OR pg_roles.rolname IS NOT NULL)
    ORDER BY pg_class.relname, pg_roles.rolname
    """
)
_LAID = text(
    """
    SELECT pg_class.relname
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE pg_namespace.nspname = :schema AND pg_class.relkind = 'v'
    """
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A role that may read a view; nothing stands for everybody."""

    view: str
    role: str | None


def readers(connection: Connection) -> tuple[Reader, ...]:
    """Who may read which view, besides whoever owns it."""
    found = connection.execute(_READERS, {"schema": SCHEMA})
    return tuple(Reader(view, role) for view, role in found)


def laid(connection: Connection) -> frozenset[str]:
    """The names of the views that the database has."""
    return frozenset(connection.scalars(_LAID, {"schema": SCHEMA}))


def lift(connection: Connection) -> tuple[Reader, ...]:
    """Take every view away, so that a migration can work on the tables."""
    if connection.dialect.name != "postgresql":
        return ()
    could_read = readers(connection)
    names = [f"{SCHEMA}.{quoted(connection, name)}" for name in laid(connection)]
    if names:
        run(connection, f"DROP VIEW {', '.join(names)}")
    return could_read


def lay(connection: Connection, could_read: Sequence[Reader] = ()) -> None:
    """Make every view, on PostgreSQL, and let read them who could before.

    A view that is no more, or a role that was dropped since, is passed over.
    """
    if connection.dialect.name != "postgresql":
        return
    for view in VIEWS:
        for statement in _statements(connection, view):
            run(connection, statement)
    there = laid(connection)
    for each in could_read:
        if each.view in there:
            role = "PUBLIC" if each.role is None else quoted(connection, each.role)
            run(connection, f"GRANT SELECT ON {SCHEMA}.{each.view} TO {role}")


def quoted(connection: Connection, name: str) -> str:
    """A name as SQL takes it, whatever letters it has."""
    return connection.dialect.identifier_preparer.quote_identifier(name)


def run(connection: Connection, statement: str) -> None:
    """Run one statement as it is written: a colon in it names no parameter."""
    connection.execute(text(statement.replace(":", r"\:")))


def _statements(connection: Connection, view: View) -> Iterator[str]:
    name = f"{SCHEMA}.{quoted(connection, view.name)}"
    columns = ", ".join(quoted(connection, each.name) for each in view.columns)
    yield f"CREATE VIEW {name} ({columns}) AS {view.query}"
    yield f"COMMENT ON VIEW {name} IS {_words(view.words)}"
    for each in view.columns:
        column = f"{name}.{quoted(connection, each.name)}"
        yield f"COMMENT ON COLUMN {column} IS {_words(each.words)}"


def _words(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
