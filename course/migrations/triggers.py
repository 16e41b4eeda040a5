"""Every trigger of ours: those that guard the facts, and those that keep the figures.

All are taken away before an upgrade and laid afresh after it.
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

from course.migrations import guards, keepers


def lay(connection: Connection) -> None:
    """Guard every table of facts, and keep what figures read in step with them."""
    guards.lay(connection)
    keepers.lay(connection)


def lift(connection: Connection) -> None:
    """Take every trigger away, so that a migration can work on the tables."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(
            text("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        )
    else:
        found = connection.execute(
            text(
                "SELECT tgname, relname FROM pg_trigger "
                "JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)"
            )
        )
    for name, table in found.all():
        if name.startswith(("fact_", "kept_")):
            place = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
            connection.execute(text(f'DROP TRIGGER "{name}"{place}'))
