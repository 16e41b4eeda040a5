"""Who may read the views: granted to a role of PostgreSQL, and taken back."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from course.reporting import SCHEMA, VIEWS
from course.reporting.laying import quoted, readers, run


class NoSuchRole(LookupError):
    """The server has no role of this name."""


def grant(
    connection: Connection, role: str, *, with_names: bool = False
) -> tuple[str, ...]:
    """Let a role read the views, those that name people only where that is said.

    It says what the role may read, not what it may read besides: names that were
    granted before are taken back where they are not asked for now. Gives the names of
    the views; raises ``NoSuchRole``.
    """
    revoke(connection, role)
    to = quoted(connection, role)
    run(connection, f"GRANT USAGE ON SCHEMA {SCHEMA} TO {to}")
    for view in VIEWS:
        if with_names or not view.names:
            run(connection, f"GRANT SELECT ON {SCHEMA}.{view.name} TO {to}")
    return _read_by(connection, role)


def revoke(connection: Connection, role: str) -> tuple[str, ...]:
    """Let a role read nothing more here, and say what it could; or ``NoSuchRole``."""
    is_there = text("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :role)")
    if not connection.scalar(is_there, {"role": role}):
        raise NoSuchRole(role)
    could_read = _read_by(connection, role)
    of = quoted(connection, role)
    run(connection, f"REVOKE ALL ON ALL TABLES IN SCHEMA {SCHEMA} FROM {of}")
    run(connection, f"REVOKE ALL ON SCHEMA {SCHEMA} FROM {of}")
    return could_read


def reads_tables(connection: Connection, role: str) -> bool:
    """Whether the role may read the tables beneath too, names and all."""
    may = text("SELECT has_table_privilege(:role, '\"user\"', 'SELECT')")
    return bool(connection.scalar(may, {"role": role}))


def _read_by(connection: Connection, role: str) -> tuple[str, ...]:
    return tuple(each.view for each in readers(connection) if each.role == role)
